import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/prompts/lint/rules.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const folder = fileURLToPath(new URL("../../docs/lint", import.meta.url));
const pages = readdirSync(folder).map((name) => ({
  rule: name.replace(/\.md$/, ""),
  text: readFileSync(join(folder, name), "utf8"),
}));

/** Put together here, so that no scanner takes the guide for a file that holds secrets. */
const stands: Readonly<Record<string, string>> = {
  "<github token>": ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join(""),
};

/** An example of a page, with what is written out in it put in: `<U+200B>` is the character. */
function example(text: string, name: "bad" | "good"): string | undefined {
  const block = new RegExp(`^\`\`\`markdown ${name}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text)?.[1];
  const shown = block?.replace(/<U\+([0-9A-F]+)>/g, (_, code) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  return Object.entries(stands).reduce<string | undefined>(
    (all, [from, to]) => all?.replaceAll(from, to),
    shown,
  );
}

/** @param page the rule's, which may show a suite, too. */
async function rulesThatFind(prompt: string, page: string): Promise<string[]> {
  const suite = /^```yaml suite\n([\s\S]*?)^```$/m.exec(page)?.[1];
  const repo = gitRepo({
    "prompts/example/prompt.md": prompt,
    "prompts/_partials/tone.md": "Be kind.\n",
    ...(suite !== undefined && { "evals/example.eval.yaml": suite }),
  });
  const { json } = await mlx(repo, "prompt lint example --json");
  const findings = json["findings"];
  if (!Array.isArray(findings)) throw new Error("no findings in the report");
  return [...new Set(findings.map(({ rule }) => String(rule)))];
}

test("every rule has a page, and every page a rule", () => {
  expect(pages.map(({ rule }) => rule).sort()).toEqual(lintRules.map(({ id }) => id).sort());
  const index = readFileSync(join(folder, "../lint.md"), "utf8");
  const listed = [...index.matchAll(/^\| \[`([a-z-]+)`\]\(lint\/\1\.md\) \| (\w+) \|/gm)];
  expect(listed.map(([, rule, severity]) => [rule, severity])).toEqual(
    lintRules.map(({ id, severity }) => [id, severity]),
  );
  expect(existsSync(join(folder, "README.md"))).toBe(false);
});

/** What is published is more than one file can show. */
const withoutExample = [
  "alias-target",
  "evidence-stale",
  "no-suite",
  "published-changed",
  "unpublished-changes",
];

describe.each(pages.filter(({ rule }) => !withoutExample.includes(rule)))(
  "the page on $rule",
  ({ rule, text }) => {
    test("has a bad example that this rule finds, and no other", async () => {
      expect(await rulesThatFind(example(text, "bad") ?? "", text)).toEqual([rule]);
    });

    test("has a good example in which no rule finds anything", async () => {
      expect(await rulesThatFind(example(text, "good") ?? "", text)).toEqual([]);
    });
  },
);
