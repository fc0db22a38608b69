import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";
import { MlxError } from "../core/errors.js";
import { type Provider, ProviderFault } from "../evals/provider.js";
import type { ProviderAnswer, ProviderRequest } from "../evals/types.js";
import { isJsonMapping } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";
import { excerpt } from "./http/http-faults.js";
import { numberAt, textAt } from "./json-access.js";
import type { ProviderConfig } from "./provider-config.js";

type Row = ReadonlyMap<string, Json>;

/** A prediction, with the digest of the prompt that it answers where that was recorded. */
interface Recorded {
  readonly prompt?: string;
  readonly repeat?: number;
  readonly answer: ProviderAnswer;
}

const idColumns = ["test", "testId", "test_id", "id"];
const promptColumns = ["prompt_text", "text", "prompt", "input"];
const outputColumns = ["output", "prediction", "answer", "response", "completion"];

/**
 * `replay:FILE` or `replay:FILE#column`: predictions that were made before, by the test's id, else by the prompt's text. The
 * results of an earlier evaluation will do. The file is read with the first call.
 */
export function replayProvider(config: ProviderConfig): Provider {
  const [, path = "", column] = /^replay:([^#]+)(?:#(.+))?$/.exec(config.spec.id) ?? [];
  if (path === "") throw config.wrong("the file", "named behind replay:, as in replay:predictions.jsonl");
  const file = isAbsolute(path) ? path : join(config.context.folder, path);
  const rows = config.context.rows(file);
  let recordings: Promise<Recordings> | undefined;
  return {
    id: config.spec.id,
    identity: `replay ${file}#${column ?? ""}`,
    cacheable: false,
    mostCostUsd: () => 0,
    async call(request, { signal }) {
      recordings ??= readRecordings(rows, path, column);
      const { byTest, byPrompt } = await recordings;
      signal?.throwIfAborted();
      const own = byTest.get(request.case?.test ?? "") ?? [];
      const found = best(own, request) ?? byPrompt.get(digestOf(request.text));
      if (found) return found.answer;
      const { test } = request.case ?? {};
      const what = test === undefined ? `the prompt "${excerpt(request.text).slice(0, 80)}"` : `test ${test}`;
      throw new ProviderFault("request", `has no prediction for ${what}`);
    },
  };
}

interface Recordings {
  readonly byTest: ReadonlyMap<string, readonly Recorded[]>;
  readonly byPrompt: ReadonlyMap<string, Recorded>;
}

/** Of several predictions for one test, that of the same prompt and repeat. */
function best(candidates: readonly Recorded[], request: ProviderRequest): Recorded | undefined {
  if (candidates.length < 2) return candidates[0];
  const digest = digestOf(request.text);
  const samePrompt = candidates.filter(({ prompt }) => prompt === digest);
  const pool = samePrompt.length > 0 ? samePrompt : candidates;
  return pool.find(({ repeat }) => repeat === request.case?.repeat) ?? pool[0];
}

async function readRecordings(
  rows: AsyncIterable<Row>,
  path: string,
  column: string | undefined,
): Promise<Recordings> {
  const byTest = new Map<string, Recorded[]>();
  const byPrompt = new Map<string, Recorded>();
  for await (const row of rows) {
    const output = outputOf(row, path, column);
    if (output === undefined) continue;
    const prompt = promptOf(row);
    const repeat = row.get("repeat");
    const digest = prompt === undefined ? undefined : digestOf(prompt);
    const recorded: Recorded = {
      answer: answerOf(row, output),
      ...(digest !== undefined && { prompt: digest }),
      ...(typeof repeat === "number" && { repeat }),
    };
    const id = firstOf(row, idColumns);
    if (id !== undefined) {
      const known = byTest.get(String(id));
      if (known) known.push(recorded);
      else byTest.set(String(id), [recorded]);
    }
    if (digest !== undefined && !byPrompt.has(digest)) byPrompt.set(digest, recorded);
  }
  return { byTest, byPrompt };
}

/** Undefined for a case that brought no answer when it was recorded. */
function outputOf(row: Row, path: string, column: string | undefined): Json | undefined {
  const names = column === undefined ? outputColumns : [column];
  const name = names.find((candidate) => row.has(candidate));
  if (name !== undefined) return row.get(name) ?? undefined;
  if (row.has("error") && column === undefined) return undefined;
  const there = [...row.keys()].join(", ");
  throw new MlxError("MLX_PROVIDER_CONFIG", `${path} has no column ${names.join(" or ")}; it has ${there}`, {
    exitCode: 2,
    hint: `name the column with the predictions: replay:${path}#COLUMN`,
  });
}

/** Results of an evaluation hold the messages, and only the label of the prompt. */
function promptOf(row: Row): string | undefined {
  const messages = row.get("messages");
  if (Array.isArray(messages) && messages.length > 0) {
    return messages.length === 1 ? textAt(messages[0], "content") : JSON.stringify(messages);
  }
  const prompt = firstOf(row, promptColumns);
  return typeof prompt === "string" ? prompt : undefined;
}

function answerOf(row: Row, output: Json): ProviderAnswer {
  const [usage, latencyMs, ttftMs, costUsd] = ["usage", "latencyMs", "ttftMs", "costUsd"].map((name) =>
    row.get(name),
  );
  return {
    output,
    latencyMs: typeof latencyMs === "number" ? latencyMs : 0,
    // What it took then; nothing was asked now.
    cached: true,
    ...(typeof ttftMs === "number" && { ttftMs }),
    ...(typeof costUsd === "number" && { costUsd }),
    ...(isJsonMapping(usage) && {
      usage: {
        input: numberAt(usage, "input") ?? 0,
        output: numberAt(usage, "output") ?? 0,
        cached: numberAt(usage, "cached") ?? 0,
      },
    }),
  };
}

function firstOf(row: Row, names: readonly string[]): string | number | undefined {
  for (const name of names) {
    const value = row.get(name);
    if ((typeof value === "string" && value !== "") || typeof value === "number") return value;
  }
  return undefined;
}

/** Long prompts of many cases are not kept. */
function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
