import { atFile, inFrontMatter, type Place } from "./raw-finding.js";
import { staticTexts, utf8Bytes } from "./static-text.js";
import type { Check, Subject } from "./subject.js";

/** Whether a prompt keeps to its budget and to its model's window. */
export const checkSize: Check = {
  rules: ["token-budget", "context-window", "no-max-output"],
  async run(subject, report) {
    const { template, frontMatter } = subject.parsed;
    if (!template || !frontMatter || subject.kind === "partial") return;
    const reserved = frontMatter.settings["max_output_tokens"];
    if (reserved === undefined) {
      report({
        rule: "no-max-output",
        place: placeOf(subject, ["settings"]),
        message: "nothing limits the length of the answer",
        hint: "set settings.max_output_tokens: an answer that runs away costs money and time",
      });
    }
    const budget = frontMatter.lint.maxTokens ?? subject.world.maxTokens ?? Number.POSITIVE_INFINITY;
    const { model } = frontMatter;
    const known = model === undefined ? undefined : subject.world.model(model);
    const window = known?.facts.contextWindow;
    const room = (window ?? Number.POSITIVE_INFINITY) - (typeof reserved === "number" ? reserved : 0);
    const least = Math.min(budget, room);
    const texts = staticTexts({ template, frontMatter });
    // No tokenizer makes more tokens of a text than it has bytes, nor UTF-8 more than three bytes of a UTF-16 unit.
    if (texts.reduce((sum, text) => sum + text.length * 3, 0) <= least || utf8Bytes(texts) <= least) return;
    const { counts, exact } = await subject.world.countTokens(texts, model);
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    const about = exact ? "" : "about ";
    if (tokens > budget) {
      report({
        rule: "token-budget",
        place: placeOf(subject, ["lint", "maxTokens"]),
        message: `the prompt's own text takes ${about}${tokens} tokens; its budget is ${budget}`,
        hint: "shorten it, or raise lint.maxTokens",
      });
    }
    if (window === undefined) return;
    if (tokens > window) {
      report({
        rule: "context-window",
        severity: "error",
        place: placeOf(subject, ["model"]),
        message: `the prompt's own text takes ${about}${tokens} tokens; ${model} has room for ${window}`,
        hint: "shorten it, or choose a model with a larger context window",
      });
    } else if (tokens > room) {
      report({
        rule: "context-window",
        place: placeOf(subject, ["settings", "max_output_tokens"]),
        message: `the prompt's own text takes ${about}${tokens} tokens and the answer may take ${reserved}; ${model} has room for ${window}`,
        hint: "shorten the text, or lower max_output_tokens",
      });
    }
  },
};

/** A part of the front matter, if there is one. */
function placeOf({ parsed: { source }, file }: Subject, path: readonly string[]): Place {
  return source.yaml ? inFrontMatter(source, () => source.locateValue(path)) : atFile(file);
}
