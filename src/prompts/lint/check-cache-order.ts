import { estimateTokens } from "../estimate-tokens.js";
import { atSpan } from "./raw-finding.js";
import type { Check } from "./subject.js";
import { followInputs, type Outflow } from "./template-flow.js";

/** Tokens of static text for which an order that can be cached is worth the trouble. */
const worthwhile = 200;

/** Whether long static text stands behind what changes from call to call, where no provider's prompt cache reaches it. */
export const checkCacheOrder: Check = {
  rules: ["cache-order"],
  run({ parsed: { template, frontMatter } }, report) {
    if (!template || !frontMatter) return;
    let first: Outflow | undefined;
    let tokens = 0;
    let isLeading = true;
    let hasUser = false;
    followInputs(template, (name) => frontMatter.inputs.has(name), {
      role(role) {
        // The instructions and the first question are what calls have in common.
        if (hasUser) isLeading = false;
        hasUser ||= role === "user";
      },
      output(output) {
        if (output.inputs.size > 0) first ??= output;
      },
      text({ text }) {
        if (first && isLeading) tokens += estimateTokens(text);
      },
    });
    if (!first || tokens < worthwhile) return;
    const [name = ""] = first.inputs;
    report({
      rule: "cache-order",
      place: atSpan(first.span),
      message: `about ${tokens} tokens of static text stand behind the input ${name}, so no provider can cache them`,
      hint: "put what changes behind what stays",
    });
  },
};
