import { describe, expect, test } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import { formatBaseline } from "../../../../src/evals/outcomes/baseline.js";
import { baselinePath } from "../../../../src/evals/outcomes/baseline-path.js";
import { readBaseline } from "../../../../src/evals/outcomes/read-baseline.js";
import { baselineOf, digestA, digestB, outcome } from "../../../support/evals/outcomes.js";

const full = outcome("refund-7", {
  ...{ passed: 2, graded: 3, errored: 1, score: 0.75, metrics: { tone: 0.5, clear: 1 }, critical: true },
  ...{ cluster: "talk-1", slices: { language: "de", kind: "long" }, judges: [digestA] },
});
const baseline = baselineOf([outcome("a"), full, outcome("ß")], {
  judges: [{ model: "m", rubric: "c".repeat(64) }],
  partial: ["--limit 3"],
});
const text = formatBaseline(baseline);

function read(changed: string | Uint8Array) {
  return readBaseline(
    typeof changed === "string" ? Buffer.from(changed) : changed,
    "evals/baselines/support.json",
  );
}

function problem(changed: string | Uint8Array): MlxError {
  try {
    read(changed);
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  }
  throw new Error("it was read");
}

/** Where the problem is, and what. */
function told(changed: string | Uint8Array): readonly unknown[] {
  const { code, at, exitCode } = problem(changed);
  return [code, at?.line, at?.column, exitCode];
}

const lines = text.split("\n");
const lineOf = (piece: string) => lines.findIndex((line) => line.includes(piece)) + 1;

describe("a baseline", () => {
  test("comes back as it was written", () => {
    expect(read(text)).toEqual(baseline);
    expect(formatBaseline(read(text))).toBe(text);
  });

  test("is the same where git checked it out with CRLF line ends, and an edit shows all the same", () => {
    const converted = text.replaceAll("\n", "\r\n");
    expect(read(converted)).toEqual(baseline);
    expect(problem(converted.replace('"passed":2', '"passed":1')).message).toContain("digest does not fit");
  });

  test("is JSON with a line for each case, whose keys say what happened first", () => {
    expect(JSON.parse(text)).toMatchObject({
      mlx: 1,
      suite: "support",
      cases: [{ id: "a" }, {}, { id: "ß" }],
    });
    expect(lines[lineOf('"id":"a"') - 1]).toBe(
      `    {"id":"a","prompt":"p","provider":"echo","passed":1,"graded":1,"input":"${digestA}","grading":"${digestB}"},`,
    );
    expect(lines[lineOf("refund-7") - 1]).toContain('"metrics":{"clear":1,"tone":0.5}');
  });

  test("is sealed by the SHA-256 of its text without the line of the digest", () => {
    const others = lines.filter((line) => !line.startsWith('  "digest": ')).join("\n");
    expect(text).toContain(`  "digest": "${sha256Of(others)}",\n`);
  });
});

describe("a baseline that is not as mlx wrote it", () => {
  test("because someone edited a figure is named at its digest", () => {
    const edited = text.replace('"passed":2,"graded":3', '"passed":3,"graded":3');
    expect(told(edited)).toEqual(["MLX_BASELINE_DAMAGED", lineOf('"digest"'), 3, 2]);
    expect(problem(edited).message).toContain("digest does not fit");
    expect(told(text.replace("Answers in", "Replies in"))[1]).toBe(lineOf('"digest"'));
  });

  test("because its form changed is named where it differs", () => {
    expect(told(text.replace('{"id":"a"', '{ "id":"a"'))).toEqual([
      ...["MLX_BASELINE_DAMAGED", lineOf('"id":"a"'), 6, 2],
    ]);
    expect(told(text.replace('  "dirty"', '    "dirty"'))).toEqual([
      ...["MLX_BASELINE_DAMAGED", lineOf('"dirty"'), 3, 2],
    ]);
    expect(told(`${text}\n`)[0]).toBe("MLX_BASELINE_DAMAGED");
    expect(problem(JSON.stringify(JSON.parse(text), null, 2)).message).toContain("not in the form");
  });

  test("because it is no JSON is named at the character", () => {
    const nan = text.replace('"score":0.75', '"score":NaN');
    expect(told(nan)).toEqual([
      ...[
        "MLX_BASELINE_DAMAGED",
        lineOf("refund-7"),
        (lines[lineOf("refund-7") - 1]?.indexOf("0.75") ?? 0) + 1,
        2,
      ],
    ]);
    expect(problem(nan).message).toContain("is not JSON");
    expect(told(text.slice(0, 400))[0]).toBe("MLX_BASELINE_DAMAGED");
    expect(told("")[0]).toBe("MLX_BASELINE_DAMAGED");
    expect(problem(Buffer.from([0xff, 0xfe])).message).toContain("UTF-8");
  });

  test.each([
    ['"score":0.75', '"score":"NaN"', '"score" must be a number'],
    ['"passed":2', '"passed":-2', '"passed" must be a whole number'],
    ['"passed":2', '"passed":9', '"passed" must be at most what was graded'],
    ['"graded":3', '"graded":"3"', '"graded" must be a whole number'],
    ['"cluster":"talk-1"', '"cluster":7', '"cluster" must be text'],
    ['"cluster":"talk-1"', '"group":"talk-1"', '"group" must be left out'],
    [`"judges":["${digestA}"]`, '"judges":"m"', '"judges" must be a list'],
    ['"critical":true', '"critical":"yes"', '"critical" must be true'],
  ])("because a case has %s is named at the key", (was, is, message) => {
    const changed = text.replace(was, is);
    const found = problem(changed);
    const line = changed.split("\n")[lineOf("refund-7") - 1] ?? "";
    const key = `${is.slice(0, is.indexOf(":"))}:`;
    expect(found.message).toContain(message);
    expect([found.at?.line, found.at?.column]).toEqual([lineOf("refund-7"), line.indexOf(key) + 1]);
  });

  test.each([
    ['"dirty": false', '"dirty": 0', '"dirty" must be true or false'],
    ['"time": "2026-05-12T09:30:00.000Z"', '"time": "yesterday"', '"time" must be a time'],
    ['"suite": "support"', '"sweet": "support"', 'mlx does not write, "sweet"'],
  ])("because its header has %s is named there", (was, is, message) => {
    expect(problem(text.replace(was, is)).message).toContain(message);
    expect(problem(text.replace(was, is)).at).toMatchObject({ line: lineOf(was), column: 3 });
  });

  test("because a case stands twice, or out of order, is named at the case", () => {
    const [a = "", b = ""] = [lines[lineOf('"id":"a"') - 1], lines[lineOf("refund-7") - 1]];
    expect(problem(text.replace(`${b}\n`, `${a}\n`)).message).toContain('holds the case "a" twice');
    expect(told(text.replace(`${b}\n`, `${a}\n`))).toEqual([
      ...["MLX_BASELINE_DAMAGED", lineOf("refund-7"), 5, 2],
    ]);
    expect(problem(text.replace(`${a}\n${b}\n`, `${b}\n${a}\n`)).message).toContain('"a" out of order');
  });

  test("because a merge left its marks says to accept again", () => {
    const conflict = text.replace('  "dirty"', '<<<<<<< HEAD\n  "dirty"');
    expect(told(conflict)).toEqual(["MLX_BASELINE_CONFLICT", lineOf('"dirty"'), 1, 2]);
    expect(problem(conflict).hint).toContain("mlx eval baseline accept");
  });

  test("because a newer mlx wrote it says to update", () => {
    const newer = text.replace('"mlx": 1', '"mlx": 2').replace('"cases": [', '"outcomes": [');
    expect(told(newer)).toEqual(["MLX_BASELINE_NEWER", lineOf('"mlx"'), 3, 2]);
    expect(told('{"mlx":2,"other":"form"}')[0]).toBe("MLX_BASELINE_NEWER");
    expect(problem(newer).hint).toContain("update mlx");
  });
});

describe("the file of a baseline", () => {
  test("is called as the suite is, where every system can have such a file", () => {
    expect(baselinePath("support")).toBe("evals/baselines/support.json");
    expect(baselinePath("rückgabe-2.1")).toBe("evals/baselines/rückgabe-2.1.json");
  });

  test("stays in its folder and differs from that of every other suite", () => {
    const names = ["a/b", "a b", "a:b", "../a", ".a", "a.", "x".repeat(300), "x".repeat(301), ""];
    const paths = names.map(baselinePath);
    expect(new Set(paths).size).toBe(names.length);
    for (const path of paths)
      expect(path).toMatch(/^evals\/baselines\/[\p{L}\p{N}_-]{0,60}-[0-9a-f]{8}\.json$/u);
  });
});
