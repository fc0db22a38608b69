import { closest } from "../../core/suggest.js";
import type { VariableUse } from "../template/walk.js";
import { isEnvironmentName } from "./check-environment.js";
import { inputKeyPlace } from "./front-matter-places.js";
import { atSpan, inFrontMatter } from "./raw-finding.js";
import { type Check, nameOf, type Subject } from "./subject.js";
import { usesOf } from "./variable-uses.js";

/** Whether inputs and variables match: each variable is declared, each input used. */
export const checkVariables: Check = {
  rules: ["undeclared-variable", "unused-input"],
  run(subject, report) {
    const { parsed, kind } = subject;
    const { template, frontMatter } = parsed;
    if (!template || !frontMatter || kind === "partial") return;
    const uses = usesOf(template);
    const inputs = [...frontMatter.inputs.keys()];
    const hints = new Map<string, string>();
    for (const use of uses) {
      if (use.name === "examples" || frontMatter.inputs.has(use.name) || isEnvironmentName(use)) continue;
      const hint = hints.get(use.name) ?? undeclaredHint(use.name, inputs);
      hints.set(use.name, hint);
      report({
        rule: "undeclared-variable",
        place: atSpan(use.span),
        message: undeclaredMessage(subject, use),
        hint,
      });
    }
    const used = new Set(uses.map(({ name }) => name));
    for (const name of inputs) {
      if (used.has(name)) continue;
      report({
        rule: "unused-input",
        place: inputKeyPlace(parsed.source, name),
        message: `the input ${name} is never used`,
        hint: `write {{ ${name} }} where it belongs, or remove it from inputs`,
      });
    }
    if (frontMatter.examples.length > 0 && !used.has("examples")) {
      report({
        rule: "unused-input",
        place: inFrontMatter(parsed.source, () => parsed.source.locateKey([], "examples")),
        message: "the examples are never used",
        hint: "write them out: {% for example in examples %} … {{ example.output }} … {% endfor %}, or remove them",
      });
    }
  },
};

/** An included file says nothing of the prompt that it is used by. */
function undeclaredMessage(subject: Subject, { name, span }: VariableUse): string {
  const own = span.source.file === subject.file;
  return own
    ? `${name} is not an input`
    : `${name} is not an input of ${nameOf(subject)}, which includes this`;
}

function undeclaredHint(name: string, inputs: readonly string[]): string {
  const meant = closest(name, [...inputs, "examples"]);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return `declare it: "inputs: {${name}: string}"`;
}
