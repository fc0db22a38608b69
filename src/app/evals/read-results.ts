import { createReadStream } from "node:fs";
import { MlxError } from "../../core/errors.js";
import type { CaseResult } from "../../evals/types.js";
import { ioError } from "../../files/io-error.js";
import { type ResultPlace, ResultsIndex } from "./results-index.js";

interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly offset: number;
  readonly bytes: Buffer;
  /** False for a last line that was not written to its end. */
  readonly whole: boolean;
}

/**
 * The results of a file, in its order. A last line that is torn, as a killed process leaves it, is passed over.
 * @throws {MlxError} `MLX_RESULTS_UNREADABLE`, exit 2, with the line; `MLX_IO`.
 */
export async function* readResults(file: string): AsyncGenerator<CaseResult> {
  for await (const { result } of placedResults(file)) yield result;
}

/** As `readResults`, each with its place in the file. */
export async function* placedResults(
  file: string,
): AsyncGenerator<{ readonly result: CaseResult; readonly place: ResultPlace }> {
  for await (const { bytes, offset, whole, number } of linesOf(file)) {
    const result = parse(bytes);
    if (result !== undefined) yield { result, place: { offset, bytes: bytes.length + 1 } };
    else if (whole) throw unreadable(file, number);
  }
}

/**
 * Where the results of a file are. Lines that are none are passed over.
 * @param keep whether a result is of use.
 */
export async function indexResults(
  file: string,
  keep: (result: CaseResult) => boolean = () => true,
): Promise<ResultsIndex> {
  const index = new ResultsIndex();
  for await (const { bytes, offset, whole } of linesOf(file)) {
    if (!whole) continue;
    const place = { offset, bytes: bytes.length + 1 };
    const result = parse(bytes);
    if (result !== undefined && keep(result)) index.add(result.index, place);
    else index.skip(place);
  }
  return index;
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let number = 1;
  let offset = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 262_144 })) {
      const piece: Buffer = chunk;
      let start = 0;
      for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
        const bytes =
          rest.length === 0 ? piece.subarray(start, end) : joined(rest, piece.subarray(start, end));
        rest = [];
        if (bytes.length > 0) yield { number, offset, bytes, whole: true };
        number++;
        offset += bytes.length + 1;
        start = end + 1;
      }
      if (start < piece.length) rest.push(piece.subarray(start));
    }
  } catch (error) {
    throw ioError(error, `cannot read ${file}`);
  }
  const bytes = Buffer.concat(rest);
  if (bytes.length > 0) yield { number, offset, bytes, whole: false };
}

function joined(rest: readonly Buffer[], last: Buffer): Buffer {
  return Buffer.concat([...rest, last]);
}

function parse(bytes: Buffer): CaseResult | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return isResult(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What every result of mlx has; the rest is taken at its word. */
function isResult(value: unknown): value is CaseResult {
  if (typeof value !== "object" || value === null) return false;
  const has = (key: string, type: string) => typeof Reflect.get(value, key) === type;
  return (
    has("id", "string") &&
    has("index", "number") &&
    has("test", "string") &&
    ["passed", "failed", "errored"].includes(Reflect.get(value, "status")) &&
    Array.isArray(Reflect.get(value, "grades"))
  );
}

/** `MLX_RESULTS_GONE`, exit 3. */
export function resultsGone(file: string): MlxError {
  return new MlxError("MLX_RESULTS_GONE", `the results of this evaluation are gone: ${file}`, {
    hint: "run the suite again; answers that are in the cache are not asked for again",
  });
}

function unreadable(file: string, line: number): MlxError {
  return new MlxError("MLX_RESULTS_UNREADABLE", "this line is no result of an evaluation", {
    at: { file, line, column: 1 },
    hint: "name a file that mlx eval run wrote: --output results.jsonl",
    exitCode: 2,
  });
}
