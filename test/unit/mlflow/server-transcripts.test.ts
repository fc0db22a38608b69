import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Answer, type Tracking, tracking } from "../../support/tracking.js";

/** How MLflow's client and MLflow's own server talked; made by test/peers/record-transcripts.mjs. */
interface Transcript {
  readonly scenario: string;
  readonly exchanges: readonly Exchange[];
}

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly sent?: Body;
  readonly status: number;
  readonly got: Body;
}

interface Body {
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
  /** Of bytes that the transcript leaves out. */
  readonly size?: number;
}

const folder = fileURLToPath(new URL("../../fixtures/mlflow", import.meta.url));
const transcripts = readdirSync(folder).map(
  (name): Transcript => JSON.parse(readFileSync(join(folder, name), "utf8")),
);

/** Named differently by every server. */
const identifiers = ["run_id", "run_uuid", "model_id", "source_run_id", "next_page_token"];
/** Of MLflow's server alone: it has workspaces, and its files have addresses of their own. */
const ownOfMlflow = [
  ...["sqlstate", "error_class", "message", "workspace", "effective_trace_archival_retention"],
  ...["artifact_location", "file_size"],
];
/** Different each time, but of the same kind. */
const passing = /(?:_time|_timestamp_ms|^timestamp|^status_message)$/;

describe.each(transcripts)("the client's $scenario", ({ exchanges }) => {
  test("gets from mlx what it got from MLflow's server", async () => {
    const server = await tracking();
    const said = JSON.stringify(exchanges.map(({ url, sent }) => [url, sent]));
    const names = new Names(said);
    for (const exchange of exchanges) {
      const answer = await replay(server, exchange, names);
      const where = `${exchange.method} ${exchange.url}`;
      expect([where, answer.status, answer.status === exchange.status ? "" : answer.text]).toEqual([
        where,
        exchange.status,
        "",
      ]);
      // What a server can do is its own affair.
      if (exchange.url.endsWith("/server-info")) continue;
      if (exchange.got.json === undefined) expectSameBytes(where, exchange.got, answer);
      else expectSame(where, exchange.got.json, JSON.parse(answer.text), names);
    }
  });
});

test("there are transcripts of everything that a client does", () => {
  expect(transcripts.map(({ scenario }) => scenario).sort()).toEqual([
    ...["artifacts", "experiments", "models", "search", "tracking"],
  ]);
});

/** The recorded server's names for things, and this server's. */
class Names extends Map<string, string> {
  /** @param said everything that the client sent. */
  constructor(private readonly said: string) {
    super();
  }

  /** Whether a value is the server's invention. */
  isInvented(key: string, value: unknown): boolean {
    if (key === "run_name" || value === undefined) return !this.said.includes(JSON.stringify(value));
    return identifiers.includes(key);
  }
}

function replay(server: Tracking, exchange: Exchange, names: Names): Promise<Answer> {
  const { method, url, sent } = exchange;
  const bytes = sent?.json === undefined ? bytesOf(sent) : renamed(JSON.stringify(sent.json), names);
  return server.send(method, renamed(url, names), bytes === undefined ? {} : { body: bytes });
}

function bytesOf(body: Body | undefined): Buffer | undefined {
  if (body === undefined) return undefined;
  if (body.size !== undefined) return Buffer.alloc(body.size, "x");
  return Buffer.from(body.base64 ?? body.text ?? "", body.base64 === undefined ? "utf8" : "base64");
}

/** The recorded server's identifiers become those of the server here. */
function renamed(text: string, names: Names): string {
  let result = text;
  for (const [theirs, ours] of names) {
    result = result.replaceAll(theirs, ours).replaceAll(encodeURIComponent(theirs), encodeURIComponent(ours));
  }
  return result;
}

function expectSameBytes(where: string, body: Body, answer: Answer): void {
  // Of an upload the status is the answer.
  if (where.startsWith("PUT ")) return;
  expect([where, answer.bytes.toString("base64")]).toEqual([where, bytesOf(body)?.toString("base64") ?? ""]);
}

/** Everything that MLflow answered is there, of the same type, and equal where it must be. */
function expectSame(where: string, theirs: unknown, ours: unknown, names: Names): void {
  if (Array.isArray(theirs)) {
    const list = Array.isArray(ours) ? ours : [];
    expect([where, list.length]).toEqual([where, theirs.length]);
    const [left, right] = [sorted(theirs, names), sorted(list, names)];
    for (const [index, item] of left.entries()) expectSame(`${where}[${index}]`, item, right[index], names);
  } else if (typeof theirs === "object" && theirs !== null) {
    const [left, right] = [new Map(Object.entries(theirs)), new Map(Object.entries(ours ?? {}))];
    for (const [key, value] of left) {
      if (ownOfMlflow.includes(key) || isEmpty(value) || isOldEnd(key, left)) continue;
      const place = `${where} → ${key}`;
      if (names.isInvented(key, value)) learn(place, value, right.get(key), names);
      else if (passing.test(key)) expect([place, typeof right.get(key)]).toEqual([place, typeof value]);
      else expectSame(place, value, right.get(key), names);
    }
  } else if (typeof theirs === "string") {
    expect([where, ours]).toEqual([where, renamed(theirs, names)]);
  } else expect([where, ours]).toEqual([where, unclamped(theirs)]);
}

/** Protocol buffers take a missing field for an empty one. */
function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

/** A run that began again still has its earlier end in MLflow. */
function isOldEnd(key: string, info: ReadonlyMap<string, unknown>): boolean {
  return key === "end_time" && info.get("status") === "RUNNING";
}

/** MLflow's database has no infinities and keeps the largest number instead. */
function unclamped(value: unknown): unknown {
  if (value === Number.MAX_VALUE) return "Infinity";
  return value === -Number.MAX_VALUE ? "-Infinity" : value;
}

function learn(place: string, theirs: unknown, ours: unknown, names: Names): void {
  expect([place, typeof ours]).toEqual([place, "string"]);
  const known = names.get(String(theirs));
  if (known !== undefined) expect([place, ours]).toEqual([place, known]);
  names.set(String(theirs), String(ours));
}

/** Lists of parameters and the like have no order. */
function sorted(list: readonly unknown[], names: Names): unknown[] {
  const keyOf = (item: unknown) => {
    if (typeof item !== "object" || item === null) return "";
    const fields = new Map<string, unknown>(Object.entries(item));
    return renamed(`${fields.get("key") ?? fields.get("path") ?? ""}`, names);
  };
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
