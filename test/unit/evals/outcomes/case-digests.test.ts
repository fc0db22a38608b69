import { describe, expect, test } from "vitest";
import { CaseDigester } from "../../../../src/evals/outcomes/case-digests.js";
import type { AssertionSpec, ScriptSpec, SuiteTest } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, evalCase } from "../../../support/evals/grading.js";

const at = { file: "s", line: 1, column: 1 };

function testOf(more: Partial<SuiteTest> = {}): SuiteTest {
  return evalCase(more).test;
}

function digester(files: Readonly<Record<string, string>> = {}): CaseDigester {
  return new CaseDigester({
    file: "evals/s.eval.yaml",
    folder: "/repo/evals",
    digests: new Map(Object.entries(files)),
  });
}

const input = (more: Partial<SuiteTest>) => digester().of(testOf(more)).input;
const grading = (assertions: readonly AssertionSpec[], more: Partial<SuiteTest> = {}) =>
  digester().of(testOf({ assertions, ...more })).grading;

describe("what a case is asked", () => {
  test("is told by its variables, in whatever order they come", () => {
    const one = input({
      vars: new Map<string, Json>([
        ["a", 1],
        ["b", { x: 1, y: [2] }],
      ]),
    });
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(
      input({
        vars: new Map<string, Json>([
          ["b", { y: [2], x: 1 }],
          ["a", 1],
        ]),
      }),
    ).toBe(one);
    expect(
      input({
        vars: new Map<string, Json>([
          ["a", 2],
          ["b", { x: 1, y: [2] }],
        ]),
      }),
    ).not.toBe(one);
    expect(
      input({
        vars: new Map<string, Json>([
          ["a", "1"],
          ["b", { x: 1, y: [2] }],
        ]),
      }),
    ).not.toBe(one);
  });

  test("depends on code that computes variables, and not on id, tags or graders", () => {
    const vars = new Map<string, Json>([["a", 1]]);
    const script = (code: string): ScriptSpec => ({ language: "javascript", code, at });
    const one = input({ vars, varScripts: new Map([["b", script("1")]]) });
    expect(input({ vars, varScripts: new Map([["b", script("2")]]) })).not.toBe(one);
    const plain = input({ vars });
    expect(input({ vars, id: "other", tags: ["x"], assertions: [assertion("contains", "a")] })).toBe(plain);
  });
});

describe("what a case is graded by", () => {
  const base = assertion("contains", "a");

  test.each<[string, AssertionSpec]>([
    ["type", assertion("icontains", "a")],
    ["negation", assertion("not-contains", "a")],
    ["value", assertion("contains", "b")],
    ["kind of value", assertion("contains", ["a"])],
    ["threshold", assertion("contains", "a", { threshold: 0.5 })],
    ["weight", assertion("contains", "a", { weight: 2 })],
    ["metric", assertion("contains", "a", { metric: "m" })],
    ["settings", assertion("contains", "a", { config: { b: 1 } })],
    ["rubric prompt", assertion("contains", "a", { rubricPrompt: "r" })],
    ["code", assertion("contains", "a", { script: { language: "javascript", code: "1", at } })],
    ["transform", assertion("contains", "a", { transform: { language: "javascript", code: "1", at } })],
    ["inner graders", assertion("contains", "a", { assertions: [base] })],
  ])("is another with another %s", (_, other) => {
    expect(grading([other])).not.toBe(grading([base]));
  });

  test("is another with more graders, in another order, with a threshold of the test or a transform", () => {
    const second = assertion("equals", "b");
    const one = grading([base, second]);
    expect(grading([base])).not.toBe(one);
    expect(grading([second, base])).not.toBe(one);
    expect(grading([base, second], { threshold: 0.5 })).not.toBe(one);
    const transform: ScriptSpec = { language: "javascript", code: "output.trim()", at };
    expect(grading([base, second], { options: { transform } })).not.toBe(one);
    expect(grading([base, second], { options: { rubricPrompt: "p" } })).not.toBe(one);
  });

  test("is the same wherever it is written and whoever judges", () => {
    const elsewhere = { ...base, at: { file: "t", line: 9, column: 9 } };
    const provider = evalCase().provider;
    expect(grading([elsewhere])).toBe(grading([base]));
    expect(grading([{ ...base, provider }])).toBe(grading([base]));
    const similar = assertion("similar", "a");
    expect(grading([{ ...similar, provider }])).not.toBe(grading([similar]));
  });

  test("follows the bytes of a file with code, not its place on this machine", () => {
    const script: ScriptSpec = { language: "python", file: "/repo/evals/check.py", at };
    const specs = [assertion("python", undefined, { script })];
    const one = digester({ "evals/check.py": "1" }).of(testOf({ assertions: specs })).grading;
    const moved = { ...script, file: "/elsewhere/evals/check.py" };
    const there = new CaseDigester({
      file: "evals/s.eval.yaml",
      folder: "/elsewhere/evals",
      digests: new Map([["evals/check.py", "1"]]),
    }).of(testOf({ assertions: [assertion("python", undefined, { script: moved })] })).grading;
    expect(there).toBe(one);
    expect(digester({ "evals/check.py": "2" }).of(testOf({ assertions: specs })).grading).not.toBe(one);
  });

  test("is told apart where rows fill in what they expect, and is the same for the same", () => {
    const shared = assertion("contains", undefined);
    const one = digester();
    const of = (value: string) =>
      one.of(testOf({ assertions: [{ ...shared, value, renderValue: false }, base] })).grading;
    const [a, b, again] = [of("x"), of("y"), of("x")];
    expect(a).not.toBe(b);
    expect(again).toBe(a);
    expect(grading([{ ...shared, value: "x", renderValue: false }, base])).toBe(a);
  });
});
