import type { SourceLocation } from "../../core/errors.js";
import type { PromptFields } from "../write-front-matter.js";

/** The formats of other tools that prompts are read from and written to. */
export const exchangeFormats = ["dotprompt", "prompty", "github", "promptfoo", "openai"] as const;
export type ExchangeFormat = (typeof exchangeFormats)[number];

/** How people call a format. */
export const formatTitles: Readonly<Record<ExchangeFormat, string>> = {
  dotprompt: "dotprompt",
  prompty: "Prompty",
  github: "GitHub's .prompt.yml",
  promptfoo: "promptfoo",
  openai: "OpenAI's message JSON",
};

/** Something of the source that the result does not have, or has otherwise, and where it stands in the source. */
export interface Dropped extends SourceLocation {
  readonly what: string;
  readonly reason: string;
}

/** A prompt read from another format, as it can be written here. */
export interface ImportedPrompt {
  /** What the source calls it; absent where it says nothing. */
  readonly name?: string;
  /** All of the front matter but the name. */
  readonly frontMatter: PromptFields;
  /** The template. */
  readonly body: string;
  readonly dropped: readonly Dropped[];
}

/** A prompt as another tool reads it. */
export interface ExportedPrompt {
  readonly text: string;
  readonly dropped: readonly Dropped[];
}
