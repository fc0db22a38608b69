import type { Json } from "../prompts/types.js";

/** What went wrong in a script, as its process tells it. */
export interface ScriptFault {
  /** `TypeError: x is not a function`. */
  readonly message: string;
  /** The file where it happened; absent for inline code. */
  readonly file?: string;
  /** From 1: in the file, or in the inline code. */
  readonly line?: number;
}

/** A line that a script's process writes. */
export type ScriptMessage =
  | { readonly kind: "ready" }
  /** It begins with a call; until `yield`, `done` or `fail` it does nothing else. */
  | { readonly kind: "begin"; readonly id: number }
  /** The call waits for something; others may run meanwhile. */
  | { readonly kind: "yield"; readonly id: number }
  | { readonly kind: "done"; readonly id: number; readonly value: Json }
  | { readonly kind: "fail"; readonly id: number; readonly fault: ScriptFault }
  /** The answer to a ping: the process is not stuck. */
  | { readonly kind: "pong" }
  /** An error outside of any call, after which the process ends. */
  | { readonly kind: "stray"; readonly message: string };

/** A line as `JSON.parse` gives it back; the processes are ours, the values in it are the scripts'. */
interface RawMessage {
  readonly ready?: true;
  readonly begin?: number;
  readonly yield?: number;
  readonly done?: number;
  readonly fail?: number;
  readonly pong?: true;
  readonly stray?: string;
  readonly value?: Json;
  readonly message?: string;
  readonly file?: string;
  readonly line?: number | null;
}

/** Undefined for a line that is none of them. */
export function parseScriptMessage(text: string): ScriptMessage | undefined {
  let raw: RawMessage;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  const {
    done,
    begin,
    fail,
    yield: waits,
    value = null,
    message = "it failed",
    file,
    line,
    stray,
  } = raw ?? {};
  if (done !== undefined) return { kind: "done", id: done, value };
  if (begin !== undefined) return { kind: "begin", id: begin };
  if (waits !== undefined) return { kind: "yield", id: waits };
  if (fail !== undefined) {
    const place = { ...(file !== undefined && { file }), ...(typeof line === "number" && { line }) };
    return { kind: "fail", id: fail, fault: { message, ...place } };
  }
  if (stray !== undefined) return { kind: "stray", message: stray };
  if (raw?.ready) return { kind: "ready" };
  return raw?.pong ? { kind: "pong" } : undefined;
}
