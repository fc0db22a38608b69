import type { Bump } from "../../registry/versions/semver.js";
import type { Json } from "../types.js";

/** The part of a prompt that changed, in the order in which they are told. */
export const changeAreas = [
  "inputs",
  "output",
  "model",
  "settings",
  "messages",
  "examples",
  "tools",
  "text",
  "metadata",
] as const;
export type ChangeArea = (typeof changeAreas)[number];

/** One difference in meaning between two texts of a prompt. */
export interface PromptChange {
  readonly what: ChangeArea;
  /** Where in the prompt, such as `inputs.question.type` or `messages[1]`. */
  readonly path: string;
  /** Absent: it was not there, or it is too long to repeat. */
  readonly before?: Json;
  /** Absent: it is no longer there, or it is too long to repeat. */
  readonly after?: Json;
  /** Major breaks callers, minor may change what the model answers, patch is wording. */
  readonly bump: Bump;
  /** For people, such as `the input question is new and required`. */
  readonly message: string;
}
