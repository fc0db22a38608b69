import type { App } from "../../app/app.js";
import { ExitCode } from "../../core/exit-codes.js";
import { alignMessages, type MessagePair } from "../../prompts/diff/align-messages.js";
import { comparePrompts, suggestBump } from "../../prompts/diff/compare-prompts.js";
import { messageTexts } from "../../prompts/diff/message-texts.js";
import type { PromptChange } from "../../prompts/diff/prompt-change.js";
import { diffText, type TextSegment } from "../../prompts/diff/text-diff.js";
import { tableDate } from "../../prompts/models/table.js";
import type { Bump } from "../../registry/versions/semver.js";
import { costOf, type PromptCost } from "./diff-cost.js";
import { tellDiff } from "./diff-report.js";
import { type DiffSide, findSides } from "./diff-sides.js";

export interface DiffOptions {
  readonly exitCode?: boolean;
}

/** Everything that `mlx prompt diff` tells. */
export interface PromptDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly changes: readonly PromptChange[];
  readonly bump: Bump | undefined;
  readonly messages: readonly MessageDiff[];
  readonly cost: { readonly before: PromptCost; readonly after: PromptCost };
}

/** A message on both sides and how its text differs. */
export interface MessageDiff extends MessagePair {
  readonly segments: readonly TextSegment[];
}

/** `mlx prompt diff`. Differences are no failure, unless `--exit-code` asks for 1. */
export async function diff(
  app: App,
  before: string,
  after: string | undefined,
  options: DiffOptions,
): Promise<ExitCode> {
  const sides = await findSides(app, before, after);
  const { models } = await app.config();
  const [old, now] = [sides.before.prompt, sides.after.prompt];
  const changes = comparePrompts(old, now);
  const result: PromptDiff = {
    ...sides,
    changes,
    bump: suggestBump(changes),
    messages: alignMessages(messageTexts(old), messageTexts(now)).map((pair) => ({
      ...pair,
      segments: diffText(pair.before?.text ?? "", pair.after?.text ?? ""),
    })),
    cost: { before: await costOf(old, models), after: await costOf(now, models) },
  };
  if (app.ui.mode.json) app.ui.json(jsonOf(result));
  else tellDiff(app.ui, result);
  return options.exitCode && changes.length > 0 ? ExitCode.problem : ExitCode.ok;
}

function jsonOf({ before, after, changes, bump, messages, cost }: PromptDiff): Record<string, unknown> {
  const [old, now] = [cost.before, cost.after];
  return {
    before: jsonOfSide(before),
    after: jsonOfSide(after),
    changes,
    bump: bump ?? null,
    messages: messages.map((message) => ({
      role: (message.after ?? message.before)?.role ?? null,
      before: message.before?.index ?? null,
      after: message.after?.index ?? null,
      moved: message.moved,
      segments: message.segments,
    })),
    tokens: { before: jsonOfTokens(old), after: jsonOfTokens(now), difference: now.total - old.total },
    cost: {
      currency: "USD",
      calls: 1000,
      pricesOf: tableDate,
      input: { before: old.input ?? null, after: now.input ?? null },
      outputCeiling: { before: old.outputCeiling ?? null, after: now.outputCeiling ?? null },
    },
  };
}

function jsonOfSide({ name, version, alias, commit, prompt }: DiffSide): Record<string, unknown> {
  return {
    name,
    version: version ?? null,
    alias: alias ?? null,
    commit: commit ?? null,
    model: prompt.frontMatter.model ?? null,
  };
}

function jsonOfTokens({ parts, total, exact, encoding }: PromptCost): Record<string, unknown> {
  return { total, parts: Object.fromEntries(parts), exact, encoding };
}
