import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { readStdin } from "../../app/read-stdin.js";
import { MlxError } from "../../core/errors.js";
import { largestText } from "../../core/file-tree.js";
import { displayPath } from "../../core/visible-text.js";
import { ioError } from "../../files/io-error.js";
import { readAtMost } from "../../files/read-at-most.js";
import type { GivenInputs } from "../../prompts/inputs.js";
import type { Json, Prompt } from "../../prompts/types.js";

export interface GivenOptions {
  /** `name=value`, as typed. */
  readonly var: readonly string[];
  /** A path, or `-`. */
  readonly vars?: string;
  /** As typed; counted from 1. */
  readonly example?: string;
}

/** What was given, the strongest last: the inputs of an example, those of a file, those that were typed. */
export async function givenInputs(app: App, prompt: Prompt, options: GivenOptions): Promise<GivenInputs> {
  const example = options.example === undefined ? [] : exampleInputs(prompt, options.example);
  const fromFile = options.vars === undefined ? [] : await fileInputs(app, options.vars);
  return { texts: typedInputs(options.var), values: new Map([...example, ...fromFile]) };
}

function exampleInputs({ frontMatter: { examples }, name }: Prompt, typed: string): [string, Json][] {
  const example = /^[1-9]\d*$/.test(typed) ? examples[Number(typed) - 1] : undefined;
  if (example) return Object.entries(example.inputs);
  const known =
    examples.length === 0 ? `${name} has no examples` : `${name} has examples 1 to ${examples.length}`;
  throw usage(`--example ${displayPath(typed)}: ${known}`, "count from 1, or leave the option out");
}

async function fileInputs(app: App, typed: string): Promise<ReadonlyMap<string, Json>> {
  const file = typed === "-" ? "standard input" : typed;
  const bytes = typed === "-" ? await readStdin(app) : readFile(app, typed);
  const { readInputFile } = await import("../../prompts/read-input-file.js");
  return readInputFile(file, bytes);
}

function readFile(app: App, typed: string): Uint8Array {
  try {
    return readAtMost(resolve(app.cwd, typed), largestText);
  } catch (error) {
    throw ioError(error, `cannot read ${typed}`);
  }
}

/** A Map, since an input may be called `__proto__`. */
function typedInputs(words: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    const [name, value] = [word.slice(0, at), word.slice(at + 1)];
    if (at < 1)
      throw usage(
        `--var takes name=value, found ${JSON.stringify(word)}`,
        "such as --var question='How do I pay?'",
      );
    if (texts.has(name) && texts.get(name) !== value) {
      throw usage(`--var gives ${displayPath(name)} twice, with different values`, "give it once");
    }
    texts.set(name, value);
  }
  return texts;
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
