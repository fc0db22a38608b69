import { expect, test } from "vitest";
import type { GateSpec } from "../../../../src/evals/gate-spec.js";
import { markdownReport } from "../../../../src/evals/report/markdown-report.js";
import { codeBlock, codeSpan } from "../../../../src/evals/report/markdown-text.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { reported } from "../../../support/evals/reported.js";

const at = { file: "s.eval.yaml", line: 1, column: 1 };

function markdownOf(results: readonly CaseResult[], gates: readonly GateSpec[] = []): string {
  const report = markdownReport(reported(results, { gates }));
  return [report.begin(), ...results.map((result) => report.add(result)), report.end()].join("");
}

function failure(index: number, more: Partial<CaseResult> = {}): CaseResult {
  return caseResult({
    id: `case-${index}`,
    index,
    status: "failed",
    score: 0,
    grades: [grade({ status: "failed", reason: "it is not there" })],
    ...more,
  });
}

test("the verdict, each gate with its reason, and figures by provider and slice come first", () => {
  const text = markdownOf(
    [
      caseResult({ slices: { lang: "de" }, score: 1 }),
      failure(1, { provider: "other", slices: { lang: "fr" } }),
    ],
    [{ kind: "threshold", by: "estimate", name: "rate", metric: "passRate", min: 0.9, at }],
  );
  const lines = text.split("\n");
  expect(lines.slice(0, 5)).toEqual([
    "<!-- mlx-eval support -->",
    "",
    "### ❌ `support`: failed",
    "",
    "1 of 2 cases passed, 50.0% (95% interval 9.5% to 90.5%) · 1 failed · 0 errored · cost $0.00",
  ]);
  expect(lines).toContain("- ❌ **`rate`** `50% (95%: 9.45% to 90.55%), wanted at least 90%`");
  expect(lines).toContain("| `p` | `echo` | 1 of 1 | 100.0% | too few to say | 1 | 0 |  | $0.00 |");
  expect(lines).toContain("| `lang: fr` | 0 of 1 | 0.0% | too few to say | 0 | 0 |");
});

test("the worst cases are folded away, with what they were given, what came out and every reason", () => {
  const text = markdownOf([
    failure(0, {
      vars: { question: "Why?" },
      output: "Because.\nReally.",
      grades: [
        grade({ status: "failed", type: "equals", reason: "it differs" }),
        grade({ status: "failed", type: "regex", reason: "no match" }),
      ],
    }),
  ]);
  const [, folded = ""] = text.split("<details><summary>the worst cases</summary>");
  expect(folded).toContain("**`case-0`** failed, score 0 · `p` · `echo`");
  expect(folded).toContain("- `equals: it differs`\n- `regex: no match`\n- `question` = `Why?`");
  expect(folded).toContain("```\nBecause.\nReally.\n```");
  expect(folded.trimEnd().endsWith("</details>")).toBe(true);
});

test("nothing is folded away where every case passed", () => {
  const text = markdownOf([caseResult()]);
  expect(text).toContain("### ✅ `support`: passed");
  expect(text).not.toContain("<details>");
});

test("outputs cannot end their block, notify anybody, break a table or close the fold", () => {
  const nasty = "a | b `code` @octocat #1\n```\n</details> <img src=x>";
  const text = markdownOf([
    failure(0, { id: nasty, prompt: nasty, output: nasty, slices: { [nasty]: nasty } }),
  ]);
  for (const line of text.split("\n").filter((row) => row.startsWith("| "))) {
    expect(line.replaceAll("\\|", "").match(/\|/g)?.length).toBeOneOf([7, 10]);
  }
  expect(text).toContain(`\`\`\`\`\n${nasty}\n\`\`\`\``);
  const outside = text.replace(`\`\`\`\`\n${nasty}\n\`\`\`\``, "");
  expect(outside.match(/^<\/details>/gm)).toHaveLength(1);
  expect(outside).not.toMatch(/^[^`]*@octocat/m);
});

test("it stays below 60,000 characters however large the evaluation and its texts are", () => {
  const huge = "|`@".repeat(2000);
  const results = Array.from({ length: 200 }, (_, index) =>
    failure(index, {
      id: `${index}${huge}`,
      prompt: `${index % 60}${huge}`,
      slices: { [`${index % 90}${huge}`]: huge },
      vars: { a: huge, b: huge, c: huge, d: huge },
      output: huge,
      grades: Array.from({ length: 20 }, () => grade({ status: "failed", reason: huge })),
    }),
  );
  const gates = Array.from({ length: 100 }, (_, index) => ({
    ...({ kind: "threshold", by: "estimate" } as const),
    name: `${index}${huge}`,
    metric: "passRate",
    min: 1,
    at,
  }));
  const text = markdownOf(results, gates);
  expect(text.length).toBeLessThan(60_000);
  expect(text).toContain("and 30 more rows");
  expect(text).toContain("- and 71 more gates");
  expect(text.trimEnd().endsWith("</details>")).toBe(true);
});

test("code takes more ticks than its text has, and half a character is not left at a cut", () => {
  expect(codeSpan("a ``b``", 20)).toBe("``` a ``b`` ```");
  expect(codeSpan("ab\ud83d\ude00cd", 4)).toBe("`ab…`");
  expect(codeBlock("x\n\u001b[31m", 20)).toBe("```\nx\n\\x1b[31m\n```");
});
