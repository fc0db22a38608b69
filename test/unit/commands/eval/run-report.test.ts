import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { caseText } from "../../../../src/commands/eval/case-text.js";
import { runReport } from "../../../../src/commands/eval/run-report.js";
import type { GateSpec } from "../../../../src/evals/gate-spec.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { textWidth } from "../../../../src/ui/text-width.js";
import { createUi } from "../../../../src/ui/ui.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { reported } from "../../../support/evals/reported.js";

const at = { file: "s.eval.yaml", line: 1, column: 1 };
const flags = { json: false, quiet: false, verbose: false, color: false, interactive: false };

function uiOf(width: number) {
  const stream = new PassThrough();
  return createUi({ mode: { ...flags, width }, stdout: stream, stderr: stream, redact: (text) => text });
}

async function reportOf(results: readonly CaseResult[], gates: readonly GateSpec[] = [], width = 80) {
  return runReport(await uiOf(width), reported(results, { gates })).split("\n");
}

const failing = (index: number, more: Partial<CaseResult> = {}) =>
  caseResult({
    id: `question-${index}`,
    index,
    status: "failed",
    score: 0,
    latencyMs: 12,
    grades: [grade({ status: "failed", reason: `the output does not hold ${"a long text ".repeat(20)}` })],
    ...more,
  });

test.each([80, 120])(
  "a large evaluation fits a screen of 24 rows and %s columns, and names the worst cases",
  async (width) => {
    const results = Array.from({ length: 600 }, (_, index) =>
      failing(index, {
        prompt: `a prompt with a long name ${index % 12}`,
        provider: `openai:chat:a-model-with-a-long-name-${index % 7}`,
        slices: { language: `slice ${index % 40}`, topic: `topic ${index % 9}` },
        status: index % 10 === 0 ? "passed" : "failed",
        critical: index === 5,
      }),
    );
    const gates = Array.from({ length: 9 }, (_, index) => ({
      ...({ kind: "threshold", by: "estimate" } as const),
      ...{ name: `gate ${index}`, metric: "passRate", min: 0.9 + index / 100, at },
    }));
    const lines = await reportOf(results, gates, width);
    expect(lines.length).toBeLessThanOrEqual(22);
    expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    const text = lines.join("\n");
    expect(text).toMatch(/^question-5 +critical failed 0 +contains: the output does not hold/m);
    expect(text).toMatch(/^ {2}and \d+ more gates$/m);
    expect(text.match(/^and [\d,]+ that did better$/gm)).toHaveLength(2);
    expect(lines.at(-1)).toMatch(
      /^look closer: mlx eval show ZZZZZZZZ --case question-5 · \d+ more: --failed$/,
    );
  },
);

test("each gate that holds has a line with its figure, while slices and worst cases keep their place", async () => {
  const gates = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...({ kind: "threshold", by: "estimate" } as const),
      ...{ name: `gate ${index}`, metric: "passRate", min: index / 100, at },
    }));
  const results = Array.from({ length: 30 }, (_, index) =>
    failing(index, {
      slices: { island: `island ${index % 3}` },
      status: index % 10 === 0 ? "failed" : "passed",
    }),
  );
  const some = await reportOf(results, gates(7));
  expect(some.filter((line) => /^✓ gate \d: 90%/.test(line))).toHaveLength(7);
  expect(some).toContain("✓ errors");
  const many = await reportOf(results, gates(30));
  expect(many.filter((line) => /^✓ gate \d+: 90%/.test(line)).length).toBeGreaterThan(7);
  expect(many.join("\n")).toMatch(/^✓ gate \d+, gate \d+, .*…$/m);
  for (const lines of [some, many]) {
    expect(lines.length).toBeLessThanOrEqual(22);
    expect(lines.filter((line) => line.startsWith("island: "))).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/^look closer/);
  }
});

test("of more than four gates that did not pass each has one line, and those that failed come first", async () => {
  const gate = (name: string, metric: string) => ({
    ...({ kind: "threshold", by: "estimate" } as const),
    ...{ name, metric, min: 0.9, at },
  });
  const lines = await reportOf(
    [failing(0)],
    [gate("open", "nobody gave it"), ...["a", "b", "c", "d"].map((name) => gate(name, "passRate"))],
  );
  expect(lines.flatMap((line) => /^[✗?] \w+/.exec(line) ?? [])).toEqual([
    ...["✗ a", "✗ b", "✗ c", "✗ d", "? open"],
  ]);
});

test("a small one says all it has, without a table of one row", async () => {
  expect(await reportOf([caseResult({ score: 1, latencyMs: 5 }), failing(1)])).toEqual([
    "support: failed",
    "1 of 2 cases passed, 50.0% (95% interval 9.5% to 90.5%) · 1 failed · 0 errored",
    "score 0.5 · latency 8.5 ms, p95 12 ms · cost unknown",
    "✗ every case passes: 1 of 2 graded cases failed; all have to pass",
    "✓ errors",
    "",
    "worst cases",
    expect.stringMatching(/^question-1 {3}failed 0 {2}contains: the output does not hold a long.*…$/),
    "look closer: mlx eval show ZZZZZZZZ --case question-1",
  ]);
});

test("on a narrow terminal counts say less of the interval, and tokens give way to cost", async () => {
  const usage = { input: 1_234_567, output: 123_456, cached: 0 };
  const results = Array.from({ length: 1200 }, (_, index) =>
    failing(index, { usage, costUsd: 0.01, cached: true }),
  );
  const [, counts, facts] = await reportOf(results);
  expect(counts).toBe("0 of 1,200 passed, 0.0% (95%: 0.0% to 0.3%) · 1,200 failed · 0 errored");
  expect(facts).toBe("score 0 · latency 12 ms, p95 12 ms · cost $12.00 · 1,200 cached");
  const [, wideCounts, wideFacts] = await reportOf(results, [], 130);
  expect(wideCounts).toContain("0 of 1,200 cases passed, 0.0% (95% interval 0.0% to 0.3%)");
  expect(wideFacts).toContain("tokens in");
});

test("where there is room every slice keeps its place; where there is not, the worst come first", async () => {
  const results = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      failing(index, { slices: { n: String(index) }, status: index % 2 === 0 ? "passed" : "failed" }),
    );
  const names = (lines: readonly string[]) => lines.flatMap((line) => /^n: (\d+) /.exec(line)?.[1] ?? []);
  expect(names(await reportOf(results(4)))).toEqual(["0", "1", "2", "3"]);
  expect(names(await reportOf(results(40))).slice(0, 3)).toEqual(["1", "3", "5"]);
});

test("a case that errored says what went wrong and that nobody graded it", async () => {
  const error = { code: "MLX_PROVIDER_TIMEOUT", message: "no answer within 5 s" };
  const lines = await reportOf([caseResult({ id: "slow", status: "errored", error })]);
  expect(lines[0]).toBe("support: error");
  expect(lines.join("\n")).toMatch(/^slow +errored +no answer within 5 s$/m);
});

test("a name cannot move the cursor or break a line", async () => {
  const text = (await reportOf([failing(0, { id: "a\u001b[2J\nb", slices: { "x\n": "y\u0007" } })])).join(
    "\n",
  );
  expect(text).toContain("a\\x1b[2J\\nb");
  expect(text).toContain("x\\n: y\\x07");
});

test("one case is told with its prompt, output, facts and each grade down to its claims", async () => {
  const ui = await uiOf(60);
  const text = caseText(
    ui,
    failing(3, {
      description: "an easy one",
      messages: [
        { role: "system", content: "Be brief.\n\nBe kind." },
        { role: "user", content: "Why?" },
      ],
      output: { answer: "So." },
      toolCalls: [{ name: "look", arguments: { up: 1 } }],
      latencyMs: 1234,
      ttftMs: 90,
      usage: { input: 1200, output: 7, cached: 0 },
      costUsd: 0.0012,
      answeredBy: "backup",
      finishReason: "length",
      slices: { lang: "de" },
      cached: true,
      at: { file: "evals/a.csv", line: 4, column: 1 },
      grades: [
        grade({ metric: "tone", weight: 2 }),
        grade({
          type: "groundedness",
          status: "failed",
          score: 0.5,
          reason: "1 of 2 claims are supported",
          judge: { model: "judge-1", rubric: "0" },
          components: [grade({ type: "claim", status: "failed", score: 0, reason: "not mentioned: So." })],
        }),
        grade({ type: "javascript", status: "errored", reason: "it threw" }),
      ],
    }),
  );
  expect(text.split("\n")).toEqual([
    "✗ question-3 failed, score 0",
    "  an easy one",
    "  prompt p · provider echo, answered by backup · lang: de ·",
    "  evals/a.csv:4",
    "  1.2 s (first token 90 ms) · 1,200 tokens in, 7 out · cost",
    "  $0.0012 · ended by length · cached",
    "",
    "system",
    "  Be brief.",
    "",
    "  Be kind.",
    "",
    "user",
    "  Why?",
    "",
    "output",
    "  {",
    '    "answer": "So."',
    "  }",
    '  calls look({"up":1})',
    "",
    "grades",
    "  ✓ contains (tone, 1, weight 2): it is there",
    "  ✗ groundedness (0.5, judged by judge-1): 1 of 2 claims are",
    "    supported",
    "    ✗ claim (0): not mentioned: So.",
    "  ! javascript (1): it threw",
  ]);
});
