import type { PromptSource } from "./source.js";
import type { Template } from "./template/ast.js";

/** Who speaks a message. */
export const roles = ["system", "developer", "user", "assistant"] as const;
export type Role = (typeof roles)[number];

/** The roles as an alternative of a regular expression. */
export const rolePattern = roles.join("|");

/** What JSON can hold. Mappings are plain objects whose own keys alone count. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const inputTypes = ["string", "number", "integer", "boolean", "array", "object", "any"] as const;
export type InputType = (typeof inputTypes)[number];

/** A variable that a caller gives. */
export interface InputSpec {
  readonly name: string;
  readonly type: InputType;
  readonly description?: string;
  /** True: the caller vouches for it. False: anybody may have written it. Absent: nobody has said. */
  readonly trusted?: boolean;
  /** False where it has a default, or says `required: false`. */
  readonly required: boolean;
  readonly default?: Json;
  /** The whole JSON Schema of the value, `{}` for `any`. */
  readonly schema: Readonly<Record<string, Json>>;
}

/** A function that the model may call. */
export interface ToolSpec {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of its arguments. */
  readonly parameters?: Readonly<Record<string, Json>>;
}

/** A few-shot example: inputs as the caller would give them, and what the model should say. */
export interface PromptExample {
  readonly inputs: Readonly<Record<string, Json>>;
  readonly output: Json;
}

/** The settings of the model, by the names of `knownSettings`, or others that one provider alone knows. */
export type ModelSettings = Readonly<Record<string, Json>>;

/** What stands between the `---` lines, checked. */
export interface FrontMatter {
  readonly name?: string;
  readonly description?: string;
  /** As the provider calls it, optionally behind `provider/` or `provider:`. */
  readonly model?: string;
  readonly settings: ModelSettings;
  /** In the order of the file. A Map, since an input may be called `constructor`. */
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly output?: { readonly format?: "text" | "json"; readonly schema?: Readonly<Record<string, Json>> };
  readonly tools: readonly ToolSpec[];
  readonly suites: readonly string[];
  readonly examples: readonly PromptExample[];
  /** Short names for files that `{% include %}` takes in. */
  readonly includes: ReadonlyMap<string, string>;
  /** The user's own; mlx does not read it. */
  readonly metadata?: Readonly<Record<string, Json>>;
  readonly lint: PromptLintSettings;
}

/** What a prompt says of its own linting. */
export interface PromptLintSettings {
  /** By rule: a severity, or `off`. */
  readonly rules: ReadonlyMap<string, "off" | "error" | "warning" | "info">;
  /** Most tokens that the prompt's own text may take. */
  readonly maxTokens?: number;
}

/** A prompt's text, read and understood. */
export interface Prompt {
  /** The front matter's name, else that of the folder. */
  readonly name: string;
  readonly source: PromptSource;
  readonly frontMatter: FrontMatter;
  readonly template: Template;
}

/** A message as it is sent to a model. */
export interface Message {
  readonly role: Role;
  readonly content: string;
}
