import { describe, expect, test } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import { mayTakeLong } from "../../../../src/evals/graders/regex/backtracking.js";
import { readRegex } from "../../../../src/evals/graders/regex/regex-tree.js";
import { regexWork } from "../../../../src/evals/graders/regex/regex-work.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

test("a pattern is looked for anywhere in the output", async () => {
  expect(await statusOf("regex", "Order 4711 shipped", "\\b\\d{4}\\b")).toBe("passed");
  expect(await statusOf("regex", "Order 4711", "^\\d+$")).toBe("failed");
  expect(await statusOf("not-regex", "Order 4711", "^\\d+$")).toBe("passed");
  expect(await statusOf("regex", "", "^$")).toBe("passed");
  expect(await statusOf("regex", "HELLO", "hello")).toBe("failed");
  expect(await statusOf("regex", "HELLO", "hello", { config: { flags: "i" } })).toBe("errored");
});

test("what is no pattern errs at its place", async () => {
  const grade = await gradeOne(assertion("not-regex", "(unclosed"), "x");
  expect(grade.status).toBe("errored");
  expect(grade.reason).toMatch(/^s\.eval\.yaml:7:5: not-regex: "\(unclosed" is no regular expression: /);
  expect(await statusOf("regex", "x", undefined)).toBe("errored");
  expect(await statusOf("regex", "x", "a", { config: { flags: "g" } })).toBe("errored");
});

test("whether a pattern may take long depends on the text at hand, whatever texts came before", () => {
  const lengths = [100, 5000, 1, 5000, 200, 100];
  expect(lengths.map((length) => mayTakeLong(/x*x*y/, length))).toEqual(lengths.map((it) => it === 5000));
  expect(lengths.map((length) => mayTakeLong(/^(?:a+)+$/, length))).toEqual(lengths.map((it) => it > 1));
});

describe("a pattern that might backtrack for long", () => {
  const evil = assertion("regex", "^(a+)+$");
  const output = `${"a".repeat(100)}!`;

  test("is tried by the scripts, which can be stopped", async () => {
    const calls: (readonly Json[])[] = [];
    const grade = await gradeOne(evil, output, {
      services: {
        script: async (script, args) => {
          calls.push(args);
          expect(script).toMatchObject({
            language: "javascript",
            code: expect.stringContaining("new RegExp"),
          });
          return true;
        },
      },
    });
    expect(grade.status).toBe("passed");
    expect(calls).toEqual([[output, { source: "^(a+)+$", flags: "" }]]);
  });

  test("errs by name when it is stopped", async () => {
    const grade = await gradeOne(evil, output, {
      services: {
        script: async () => {
          throw new MlxError("MLX_SCRIPT", "it ran for more than 10 s");
        },
      },
    });
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain(
      'the pattern "^(a+)+$" backtracks too long on an output of 101 characters',
    );
  });
});

describe("the most steps that a pattern can take", () => {
  const work = (pattern: string, length: number): number => {
    const tree = readRegex(pattern);
    expect(tree).toBeDefined();
    return tree ? regexWork(tree, length) : Number.NaN;
  };

  test.each([
    "(a+)+$",
    "(a*)*b",
    "(a|a)*b",
    "(a|ab)*c",
    "(\\d+,?)*$",
    "(.*)*x",
    "(?:x+x+)+y",
    "(a|b|ab)*c",
    "((a{1,2}){1,20}){1,20}b",
    "(?:[\\w-]+\\.?)+@",
  ])("%s: more than can be taken", (pattern) => {
    expect(work(pattern, 200)).toBeGreaterThan(50_000_000);
  });

  test.each([
    "hello",
    "\\d+\\.\\d+",
    "^\\s*\\{.*\\}\\s*$",
    "(?:foo|bar)+baz",
    "[A-Z]{2}\\d{2}(?: ?\\d{4}){4}",
    "(?<year>\\d{4})-(?<month>\\d\\d)",
    "order (?:no|number)\\.? \\d+",
    "\\bsorry\\b.*\\brefund\\b",
    "(?=.*\\d)(?=.*[a-z]).{8,}",
    "(\\w)\\1",
    "\\u{1F44D}|\\x41",
    "]}",
  ])("%s: few on an answer of usual length", (pattern) => {
    expect(work(pattern, 2000)).toBeLessThan(50_000_000);
  });

  test("grow with the text, and not for what can only begin at its start", () => {
    expect(work(".*x", 1_000_000)).toBeGreaterThan(50_000_000);
    expect(work("^.*x", 1_000_000)).toBeLessThan(50_000_000);
    expect(work("x", 1_000_000)).toBeLessThan(50_000_000);
  });

  test("bound what the engine does on the texts that are worst for them", () => {
    for (const [pattern, text] of [
      ["^\\d+\\.\\d+$", `${"1".repeat(20_000)}.`],
      ["a{0,30}a{0,30}b", "a".repeat(2000)],
    ] as const) {
      expect(work(pattern, text.length)).toBeLessThan(50_000_000);
      const started = performance.now();
      expect(new RegExp(pattern).test(text)).toBe(false);
      expect(performance.now() - started).toBeLessThan(5000);
    }
  });
});
