import type { IncomingHttpHeaders } from "node:http";
import { systemCode } from "../../core/errors.js";
import { type FaultKind, ProviderFault } from "../../evals/provider.js";
import { at, parseJson, textAt } from "../json-access.js";
import { retryAfterMs } from "./retry-after.js";

const longestExcerpt = 300;

/** The fault that an answer with a status of 300 and more means. `body` is what came with it. */
export function statusFault(status: number, headers: IncomingHttpHeaders, body: string): ProviderFault {
  const data = parseJson(body);
  const retryAfter = retryAfterMs(headers, data, Date.now());
  return new ProviderFault(kindOf(status, data), `answered ${status}${told(status, headers, body, data)}`, {
    status,
    ...(retryAfter !== undefined && { retryAfterMs: retryAfter }),
  });
}

/** The fault of an error that comes inside of a stream whose status was 200. */
export function streamedFault(data: unknown): ProviderFault {
  const error = at(data, "error") ?? data;
  const words = `${textAt(error, "type") ?? ""} ${textAt(error, "code") ?? ""} ${textAt(error, "status") ?? ""}`;
  const code = Number(at(error, "code"));
  const message = `broke its answer off: ${messageOf(data) ?? excerpt(JSON.stringify(data))}`;
  if (code >= 400 && code < 600) return new ProviderFault(kindOf(code, data), message, { status: code });
  if (/rate_limit|overloaded|RESOURCE_EXHAUSTED/i.test(words))
    return new ProviderFault("rate_limit", message);
  if (/auth|permission/i.test(words)) return new ProviderFault("credentials", message);
  return new ProviderFault(/invalid|not_found/i.test(words) ? "request" : "server", message);
}

/** The fault of a connection that could not be made, or broke. */
export function connectionFault(error: unknown, address: string, answered: boolean): ProviderFault {
  const code = systemCode(error);
  const reason = code === undefined ? errorText(error) : (reasons[code] ?? `${code}: ${errorText(error)}`);
  if (answered) return new ProviderFault("server", `broke its answer off (${reason})`, { cause: error });
  return new ProviderFault("network", `cannot be reached at ${address}: ${reason}`, { cause: error });
}

/** An answer that cannot be understood, with its beginning. */
export function garbage(what: string, text: string): ProviderFault {
  const shown = text.trim() === "" ? "" : `: ${excerpt(text)}`;
  return new ProviderFault("garbage", `${what}${shown}`);
}

/** Whether a text is a page: what proxies and wrong addresses answer. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html[\s>])/i.test(text);
}

/** The beginning of a text on one line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= longestExcerpt ? line : `${line.slice(0, longestExcerpt)}…`;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused; is the server running?",
  ECONNRESET: "the connection was reset",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up at the moment",
  ETIMEDOUT: "the connection timed out",
  EPIPE: "the connection was closed",
};

function kindOf(status: number, data: unknown): FaultKind {
  if (status === 401 || status === 403) return "credentials";
  // No waiting brings back a quota that is used up.
  if (status === 429) return errorWords(data).includes("insufficient_quota") ? "credentials" : "rate_limit";
  // Anthropic's "overloaded".
  if (status === 529) return "rate_limit";
  if (status === 408) return "timeout";
  return status >= 500 || status === 409 || status === 425 ? "server" : "request";
}

function errorWords(data: unknown): string {
  return `${textAt(data, "error", "code") ?? ""} ${textAt(data, "error", "type") ?? ""}`;
}

function told(status: number, headers: IncomingHttpHeaders, body: string, data: unknown): string {
  if (status < 400) {
    return ` and sends to ${withoutQuery(headers.location)}; set the address that answers itself`;
  }
  const message = messageOf(data);
  if (message !== undefined) return `: ${excerpt(message)}`;
  if (isHtml(body)) return " with a page of HTML";
  return body.trim() === "" ? " with an empty body" : `: ${excerpt(body)}`;
}

/** What stands behind the question mark is nobody's business, and may be a key. */
function withoutQuery(address: string | undefined): string {
  return address === undefined ? "another address" : excerpt(address.replace(/[?#].*$/s, ""));
}

/** Providers say what is wrong in `error.message`, `message`, `error` or `detail`; Google in a list of one. */
function messageOf(data: unknown): string | undefined {
  const one = Array.isArray(data) ? data[0] : data;
  return (
    textAt(one, "error", "message") ?? textAt(one, "message") ?? textAt(one, "error") ?? textAt(one, "detail")
  );
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
