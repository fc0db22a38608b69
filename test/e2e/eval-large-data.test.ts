import { closeSync, openSync, writeSync } from "node:fs";
import { expect, test } from "vitest";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const suite = `target:
  prompt: {text: "say {{ say }} {{ id }}"}
  providers: echo
data: cases.jsonl
id: id
expected: say
graders: [contains]
`;
const count = 24_000;

test("a data set larger than the memory that there is is read in parts: checked, and run", async () => {
  const repo = gitRepo({ "evals/s.eval.yaml": suite });
  const file = openSync(repo.path("evals/cases.jsonl"), "w");
  const note = "x".repeat(4000);
  for (let start = 0; start < count; start += 1000) {
    const rows = Array.from({ length: 1000 }, (_, index) => {
      return `${JSON.stringify({ id: `c${start + index}`, say: "yes", note })}\n`;
    });
    writeSync(file, rows.join(""));
  }
  closeSync(file);
  const heap = { nodeArguments: ["--max-old-space-size=64"] };
  const checked = await mlxBinary(repo, "eval validate s --json", heap);
  expect([checked.code, checked.stderr]).toEqual([0, ""]);
  expect(Object(checked.json["suites"])[0]).toMatchObject({ cases: count });
  const run = await mlxBinary(repo, "eval run s --filter c23*9 --json", heap);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  expect(run.json).toMatchObject({ verdict: "passed", cases: { total: 111 } });
});
