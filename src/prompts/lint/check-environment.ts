import type { Template, TemplateNode } from "../template/ast.js";
import { type VariableUse, walkTemplate } from "../template/walk.js";
import { atSpan, inText } from "./raw-finding.js";
import type { Check } from "./subject.js";
import { usesOf } from "./variable-uses.js";

/** Variables that people know from everywhere; others are told from prices by their underscore. */
const wellKnown =
  "HOME|PATH|USER|USERNAME|LOGNAME|SHELL|PWD|HOSTNAME|LANG|TERM|TMPDIR|TEMP|TMP|EDITOR|DISPLAY|APPDATA|USERPROFILE|PYTHONPATH|NODE_ENV";
const name = "[A-Z_][A-Z0-9_]*";
const reference = new RegExp(
  [
    String.raw`\$\{${name}(?::?[-+?=][^}\n]{0,200})?\}`,
    String.raw`\$env:\w+`,
    String.raw`\$(?:${wellKnown}|[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])(?![\w])`,
    String.raw`(?<![\w%])%[A-Z][A-Z0-9_]+%(?!\w)`,
    String.raw`(?<![\w.])process\.env(?:\.\w+|\[[^\]\n]{1,100}\])`,
    String.raw`(?<![\w.])import\.meta\.env\.\w+`,
    String.raw`(?<![\w.])os\.environ(?:\[[^\]\n]{1,100}\]|\.get\([^)\n]{0,100}\)?)`,
    String.raw`(?<![\w.])os\.getenv\([^)\n]{0,100}\)?`,
    String.raw`(?<![\w.])(?:System\.getenv|Deno\.env\.get|os\.Getenv)\([^)\n]{0,100}\)?`,
  ].join("|"),
  "g",
);

const objects: ReadonlySet<string> = new Set(["env", "environ", "ENV", "process", "os"]);
const hint = "declare an input and let the caller give its value; a prompt never sees the environment";

/** Whether a variable stands for the environment, as in other programs' templates. */
export function isEnvironmentName({ name: variable, span }: VariableUse): boolean {
  return objects.has(variable) && /^\s*[.[]/.test(span.source.text.slice(span.end, span.end + 20));
}

/** References to environment variables: nothing fills them in, so they reach the model, or a template engine that does. */
export const checkEnvironment: Check = {
  rules: ["environment-reference"],
  run({ parsed, sources }, report) {
    const { template, frontMatter, source } = parsed;
    for (const use of template ? usesOf(template) : []) {
      if (!isEnvironmentName(use) || frontMatter?.inputs.has(use.name)) continue;
      report({
        rule: "environment-reference",
        place: atSpan(use.span),
        message: `{{ ${memberText(use)} }} asks for an environment variable`,
        hint,
      });
    }
    for (const text of sources) {
      const body = text === source ? source.bodyStart : 0;
      reference.lastIndex = body;
      if (!reference.test(text.text)) continue;
      const isText = template ? textPlaces(template, text.file) : () => true;
      reference.lastIndex = body;
      for (let match = reference.exec(text.text); match; match = reference.exec(text.text)) {
        const [found] = match;
        if (!isText(match.index)) continue;
        const place = inText(text, match.index, match.index + found.length);
        report({
          rule: "environment-reference",
          place,
          message: `${withoutDefault(found)} refers to an environment variable`,
          hint,
        });
      }
    }
  },
};

/** What stands in for a variable that is not set may be worth hiding. */
function withoutDefault(reference: string): string {
  return reference.replace(/^(\$\{\w+)[^\w}].*\}$/, "$1…}");
}

function memberText({ name: variable, span }: VariableUse): string {
  const rest = /^(?:\.\w+|\[[^\]\n]{1,60}\])+/.exec(span.source.text.slice(span.end, span.end + 200));
  return variable + (rest?.[0] ?? "");
}

/** Tells literal text from tags and comments. Asked with rising places. */
function textPlaces(template: Template, file: string): (offset: number) => boolean {
  const spans: { start: number; end: number }[] = [];
  walkTemplate(template, {
    node(node: TemplateNode) {
      if (node.kind === "text" && node.span.source.file === file) spans.push(node.span);
    },
  });
  spans.sort((a, b) => a.start - b.start);
  let index = 0;
  return (offset) => {
    while (index < spans.length && (spans[index]?.end ?? 0) <= offset) index++;
    return (spans[index]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  };
}
