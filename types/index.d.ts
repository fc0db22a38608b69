/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A message as it is sent to a model. */
export interface Message {
  readonly role: "system" | "developer" | "user" | "assistant";
  readonly content: string;
}

/** The messages of a prompt and what it says of the model. */
export interface Rendered {
  readonly messages: readonly Message[];
  readonly model?: string;
  /** By the names of the front matter: `temperature`, `max_output_tokens`, … */
  readonly settings: Readonly<Record<string, Json>>;
}

/** A prompt that has been read and verified. */
export interface LoadedPrompt {
  readonly name: string;
  /** Of a published version; absent for the working copy. */
  readonly version?: string;
  /** The alias that was asked for. */
  readonly alias?: string;
  /** SHA-256 of the version's record. */
  readonly digest?: string;
  readonly description?: string;
  /** As the provider calls it. */
  readonly model?: string;
  readonly settings: Readonly<Record<string, Json>>;
  /** What `render` takes: JSON Schema of an object. `x-trusted` tells whether the caller vouches for a value. */
  readonly inputs: Readonly<Record<string, Json>>;
  readonly output?: { readonly format?: "text" | "json"; readonly schema?: Readonly<Record<string, Json>> };
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string;
    /** JSON Schema of the arguments. */
    readonly parameters?: Readonly<Record<string, Json>>;
  }[];
  readonly examples: readonly { readonly inputs: Readonly<Record<string, Json>>; readonly output: Json }[];
  /**
   * Fills the prompt in.
   * @param values by input name; what has a default may be left out.
   * @throws {MlxError} `MLX_PROMPT_INPUT` with every input that is missing, unknown or of another type; `MLX_TEMPLATE` where
   *   the template cannot be filled in with these values.
   */
  render(values?: Readonly<Record<string, unknown>>): Rendered;
}

export interface LoadOptions {
  /** Where to look for `prompts/`: in this folder and those above it. Default: the working folder. */
  readonly cwd?: string;
}

/**
 * Reads `name` (the working copy), `name@2.4.0` or `name@stable` from the files of a repository, and verifies a published
 * version down to its bytes. Needs neither git nor its history.
 * @throws {MlxError} see https://www.npmjs.com/package/mlx-cli, docs/errors.md.
 */
export function loadPrompt(reference: string, options?: LoadOptions): Promise<LoadedPrompt>;

/** A place in a text file, counted from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An expected failure, worded for people. */
export class MlxError extends Error {
  constructor(code: `MLX_${string}`, message: string);
  /** Permanent, such as `MLX_VERSION_NOT_FOUND`. */
  readonly code: `MLX_${string}`;
  /** What to do about it. */
  readonly hint: string | undefined;
  readonly at: SourceLocation | undefined;
  /** Everything that is wrong, each with its place. */
  readonly problems: readonly (SourceLocation & { readonly message: string })[];
}
