import { readModelName } from "../prompts/models/read-model-name.js";

export interface TokenCounts {
  /** One for each text, in order. */
  readonly counts: number[];
  /** Whether the provider counts the same; false: an estimate. */
  readonly exact: boolean;
  /** The encoding that was counted in. */
  readonly encoding: Encoding;
}

type Encoding = "o200k_base" | "cl100k_base";

/**
 * The encodings of OpenAI's chat models.
 * @see https://github.com/openai/tiktoken/blob/main/tiktoken/model.py
 */
const encodings: readonly (readonly [names: RegExp, encoding: Encoding])[] = [
  [/^(?:gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|gpt-oss|chatgpt-4o|o1|o3|o4-mini)(?:[-.]|$)/, "o200k_base"],
  [/^(?:gpt-4|gpt-3\.5|gpt-35)(?:-|$)/, "cl100k_base"],
];

/**
 * Merging the bytes of one word takes time with the square of its length, so longer runs of one kind of character are cut, and
 * the count is an estimate. No word of a language comes near.
 */
const longestRun = 512;
const runs = /[\p{L}\p{M}]+|[^\s\p{L}\p{M}\p{N}]+|\s+/gu;

/**
 * Counts the tokens of texts: exactly for OpenAI's models, for all others as GPT-4o counts, which is an estimate. Words such as
 * `<|endoftext|>` count as the plain text that they are in a message. What a provider adds around messages is not in it: OpenAI
 * counts 3 tokens more for each message and 3 for the beginning of the answer.
 * @param model as a prompt names it; without one it is an estimate.
 */
export async function countTokens(texts: readonly string[], model?: string): Promise<TokenCounts> {
  const known = model === undefined ? undefined : encodingOf(model);
  const encoding = known ?? "o200k_base";
  const count = await loadCounter(encoding);
  let exact = known !== undefined;
  const counts = texts.map((text) => {
    const pieces = cutLongRuns(text);
    if (pieces.length > 1) exact = false;
    return pieces.reduce((sum, piece) => sum + count(piece), 0);
  });
  return { counts, exact, encoding };
}

function encodingOf(model: string): Encoding | undefined {
  const name = readModelName(model).candidates[0].toLowerCase();
  return encodings.find(([names]) => names.test(name))?.[1];
}

/** The ranks of an encoding take megabytes of memory and a tenth of a second to load. */
async function loadCounter(encoding: Encoding): Promise<(text: string) => number> {
  const { countTokens: count } = await (encoding === "o200k_base"
    ? import("gpt-tokenizer/encoding/o200k_base")
    : import("gpt-tokenizer/encoding/cl100k_base"));
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => count(text, plain);
}

function cutLongRuns(text: string): string[] {
  if (text.length <= longestRun) return [text];
  const pieces: string[] = [];
  let start = 0;
  for (const { 0: run, index } of text.matchAll(runs)) {
    for (let cut = longestRun; cut < run.length; cut += longestRun) {
      pieces.push(text.slice(start, index + cut));
      start = index + cut;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}
