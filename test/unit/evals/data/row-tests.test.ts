import { describe, expect, test } from "vitest";
import { type RowProblem, type RowRules, RowTests } from "../../../../src/evals/data/row-tests.js";
import { readNativeSuite } from "../../../../src/evals/suite/read-native-suite.js";
import type { Json } from "../../../../src/prompts/types.js";
import { reported, suiteSource } from "../../../support/suite-source.js";

async function rulesOf(text: string, more: Partial<RowRules> = {}): Promise<RowRules> {
  const source = await suiteSource(`target: {prompt: answer}\ndata: d.jsonl\n${text}`);
  const suite = readNativeSuite(source);
  expect(reported(source)).toEqual([]);
  const critical = new Set(suite.criticalIds.map(({ name }) => name));
  return { ...suite, criticalIds: critical, ...more };
}

function testsOf(rules: RowRules, rows: readonly Readonly<Record<string, Json>>[]) {
  const problems: RowProblem[] = [];
  const tests = new RowTests(rules);
  const made = rows.map((row, index) =>
    tests.testOf(
      { values: new Map(Object.entries(row)), at: { file: "d.jsonl", line: index + 1, column: 1 } },
      (problem) => problems.push(problem),
    ),
  );
  return { tests: made, problems: problems.map(({ line, message }) => `${line}: ${message}`) };
}

test("columns become id, variables, slices, tags, cluster and critical", async () => {
  const rules = await rulesOf(
    "id: nr\nvars: {question: q}\nexpected: a\nslices: [lang, len]\ntags: labels\ncluster: chat\ncritical: must\ngraders: [equals, is-json]\n",
  );
  const { tests, problems } = testsOf(rules, [
    { nr: 7, q: "Wo?", a: "da", lang: "de", len: 3, labels: "x, y;z", chat: 12, must: "yes" },
    { nr: "8", q: "Où?", a: { here: true }, lang: "", labels: ["n"], must: false },
  ]);
  expect(problems).toEqual([]);
  expect(tests[0]).toMatchObject({
    id: "7",
    slices: { lang: "de", len: "3" },
    tags: ["x", "y", "z"],
    cluster: "12",
    critical: true,
    renderVars: false,
    assertions: [{ type: "equals", value: "da", renderValue: false }, { type: "is-json" }],
    at: { file: "d.jsonl", line: 1 },
  });
  expect(tests[0]?.vars.get("question")).toBe("Wo?");
  expect(tests[0]?.vars.get("expected")).toBe("da");
  expect(tests[0]?.vars.get("lang")).toBe("de");
  expect(tests[1]).toMatchObject({ id: "8", slices: {}, tags: ["n"], critical: false });
  expect(tests[1]?.assertions[0]?.value).toEqual({ here: true });
});

test("what data says is never rendered, even where it looks like a template", async () => {
  const rules = await rulesOf('expected: a\ngraderColumn: g\ngraders: [equals, {contains: "{{ q }}"}]\n');
  const { tests } = testsOf(rules, [
    { q: "{{ env.KEY }}", a: "{{ env.KEY }}", g: [{ contains: "{{ env.KEY }}" }] },
  ]);
  expect(tests[0]?.renderVars).toBe(false);
  expect(tests[0]?.assertions.map(({ value, renderValue }) => [value, renderValue])).toEqual([
    ["{{ env.KEY }}", false],
    ["{{ q }}", true],
    ["{{ env.KEY }}", false],
  ]);
});

describe("graders of a row's own", () => {
  test("come after those of the suite, as a list, one, or JSON in a cell", async () => {
    const rules = await rulesOf("graderColumn: g\ngraders: [is-json]\n");
    const { tests, problems } = testsOf(rules, [
      { g: ["not-contains-json", { contains: "x", weight: 2 }] },
      { g: '[{"icontains": "y"}]' },
      { g: "is-html" },
      { g: "" },
      {},
    ]);
    expect(problems).toEqual([]);
    const told = tests.map((made) =>
      made?.assertions.map(({ type, negated, value }) =>
        `${negated ? "not-" : ""}${type} ${value ?? ""}`.trim(),
      ),
    );
    expect(told).toEqual([
      ["is-json", "not-contains-json", "contains x"],
      ["is-json", "icontains y"],
      ["is-json", "is-html"],
      ["is-json"],
      ["is-json"],
    ]);
  });

  test("are neither run, nor read from files, nor sent anywhere", async () => {
    const rules = await rulesOf("graderColumn: g\ngraders: [is-json]\n");
    const { tests, problems } = testsOf(rules, [
      { g: [{ javascript: "process.exit()" }] },
      { g: [{ type: "equals", value: "x", transform: "process.exit()" }] },
      { g: [{ contains: "x", provider: "exec:rm" }] },
      { g: [{ webhook: "http://x.test" }] },
      { g: [{ contains: "file:///etc/passwd" }] },
      { g: [{ contain: "x" }] },
    ]);
    expect(problems).toEqual([
      "1: graders: javascript may not be used in a data file (write this grader in the suite)",
      "2: graders: transform may not be used in a data file (write this grader in the suite)",
      "3: graders: provider may not be used in a data file (write this grader in the suite)",
      "4: graders: webhook may not be used in a data file (write this grader in the suite)",
      '6: graders: unknown grader "contain" (did you mean contains?)',
    ]);
    expect(tests[4]?.assertions[1]).toMatchObject({ value: "file:///etc/passwd" });
    expect(tests[4]?.assertions[1]?.script).toBeUndefined();
  });
});

test("rows that lack what they need, or have it in another form, are told, and are no tests", async () => {
  const rules = await rulesOf(
    "id: nr\nvars: {question: q}\nexpected: a\ncritical: must\ngraders: [equals]\n",
  );
  const { tests, problems } = testsOf(rules, [
    { q: "x", a: "y" },
    { nr: "", q: "x", a: "y" },
    { nr: 2 ** 60, q: "x", a: "y" },
    { nr: ["a"], q: "x", a: "y" },
    { nr: 1 },
    { nr: 2, q: null, a: null, must: "maybe" },
  ]);
  expect(tests).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  expect(problems).toEqual([
    '1: the row has no "nr", which is its id',
    '2: the row has no "nr", which is its id',
    "3: the id 1152921504606847000 is too large a number to be kept exactly; put ids in quotes",
    '4: the id must be a text or a number, found ["a"]',
    '5: the row has no "a", which is what is expected',
    '5: the row has no "q", which gives the variable question',
    '6: "must" must be true or false, found "maybe"',
  ]);
});

test("critical cases may be named by their ids; every case has the suite's tags, threshold and transform", async () => {
  const rules = await rulesOf(
    "id: nr\ncritical: [b]\ntags: [nightly]\nthreshold: 0.5\ntransform: output.trim()\ngraders: [is-json]\n",
  );
  const { tests } = testsOf(rules, [{ nr: "a" }, { nr: "b" }]);
  expect(tests.map((made) => made?.critical)).toEqual([false, true]);
  expect(tests[0]).toMatchObject({
    tags: ["nightly"],
    threshold: 0.5,
    options: { transform: { code: "output.trim()" } },
  });
});
