import { type Bump, bumps } from "../../registry/versions/semver.js";
import type { Prompt } from "../types.js";
import { alignMessages, type MessagePair } from "./align-messages.js";
import {
  compareExamples,
  compareMetadata,
  compareModel,
  compareSettings,
  compareTools,
} from "./front-matter-changes.js";
import { compareInputs } from "./input-changes.js";
import { type MessageText, messageTexts } from "./message-texts.js";
import { compareOutput } from "./output-change.js";
import type { PromptChange } from "./prompt-change.js";

/**
 * Every difference in meaning, by area. Two prompts that differ only in how their front matter is written, in the order of
 * inputs or tools, or in comments have none. The names of the prompts are not compared.
 */
export function comparePrompts(before: Prompt, after: Prompt): PromptChange[] {
  const [old, now] = [before.frontMatter, after.frontMatter];
  const pairs = alignMessages(messageTexts(before), messageTexts(after));
  return [
    ...compareInputs(old.inputs, now.inputs),
    ...compareOutput(old.output, now.output),
    ...compareModel(old, now),
    ...compareSettings(old.settings, now.settings),
    ...pairs.flatMap(messageChanges),
    ...compareExamples(old.examples, now.examples),
    ...compareTools(old.tools, now.tools),
    ...pairs.flatMap(textChanges),
    ...compareMetadata(old, now),
  ];
}

/** The highest bump that any of the changes asks for; undefined for none. */
export function suggestBump(changes: readonly PromptChange[]): Bump | undefined {
  return bumps.find((bump) => changes.some((change) => change.bump === bump));
}

function messageChanges({ before, after, moved }: MessagePair): PromptChange[] {
  const told = (index: number, message: string): PromptChange[] => [
    { what: "messages", path: `messages[${index}]`, bump: "minor", message },
  ];
  if (after && !before) return told(after.index, `message ${after.index + 1}, ${speaker(after)}, is new`);
  if (before && !after) {
    return told(before.index, `the former message ${before.index + 1}, ${speaker(before)}, is gone`);
  }
  if (!before || !after || !moved) return [];
  return told(
    after.index,
    `the message of ${speaker(after)} moved from place ${before.index + 1} to ${after.index + 1}`,
  );
}

function textChanges({ before, after }: MessagePair): PromptChange[] {
  if (!before || !after || before.text === after.text) return [];
  const message = `the text of message ${after.index + 1}, ${speaker(after)}, changed`;
  return [{ what: "text", path: `messages[${after.index}].content`, bump: "patch", message }];
}

function speaker({ role }: MessageText): string {
  return role ?? "before the first role line";
}
