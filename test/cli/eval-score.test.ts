import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

const binary = `id,sex,bought,p,guess,p_new
a,f,yes,0.9,yes,0.8
b,f,no,0.2,no,0.1
c,m,yes,0.4,no,0.7
d,m,no,0.6,yes,0.3
e,f,yes,0.8,yes,0.9
f,f,no,0.1,no,0.2
g,m,yes,0.7,yes,0.6
h,m,no,0.3,no,0.4
i,f,yes,0.6,yes,0.9
j,f,no,0.5,yes,0.2
k,m,yes,0.9,yes,0.8
l,x,no,0.4,no,0.1
m,x,no,0.2,no,0.1
`;

const repoWith = (files: Files = {}) => gitRepo({ "holdout.csv": binary, ...files });

async function score(typed: string, files: Files = {}) {
  const repo = repoWith(files);
  const ran = await mlx(repo, `eval score ${typed} --json`);
  return {
    code: ran.code,
    json: ran.stdout === "" ? {} : ran.json,
    error: ran.stderr === "" ? undefined : ran.error,
  };
}

/** A file of these rows: what is wrong with them. */
async function problems(rows: string, typed: string) {
  const { code, error } = await score(typed, { "rows.csv": rows });
  const list: unknown[] = error?.problems ?? [];
  return { code, error: error?.code, message: error?.message, hint: error?.hint, problems: list };
}

describe("a binary task", () => {
  const typed = "holdout.csv --truth bought --score p --prediction guess";

  test("has its figures with intervals, the confusion matrix, and says how it was told", async () => {
    const { code, json } = await score(typed);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ schemaVersion: 1, file: "holdout.csv", task: "binary", n: 13, skipped: 0, positive: "yes" },
      because: "there are 2 classes",
      metrics: {
        accuracy: { value: 10 / 13, interval: [expect.any(Number), expect.any(Number)], method: "wilson" },
        precision: { value: 5 / 7, method: "wilson" },
        recall: { value: 5 / 6, method: "wilson" },
        f1: { value: 10 / 13, interval: [expect.any(Number), expect.any(Number)], method: "bootstrap" },
        roc_auc: { method: "delong" },
        ...{ pr_auc: {}, log_loss: {}, brier: {}, ece: {}, f1_macro: {}, mcc: {}, kappa: {} },
      },
      confusion: {
        labels: ["no", "yes"],
        matrix: [
          [5, 2],
          [1, 5],
        ],
      },
    });
    expect(json).not.toHaveProperty("slices");
  });

  test("without a prediction is told by the threshold", async () => {
    const { json } = await score("holdout.csv --truth bought --score p --threshold 0.45");
    expect(json).toMatchObject({ threshold: 0.45, metrics: { recall: { value: 5 / 6 } } });
  });

  test("has slices, and one of few cases is marked", async () => {
    const { json } = await score(`${typed} --slice sex`);
    expect(json["slices"]).toMatchObject({
      sex: {
        f: { n: 6, tooFew: true, metrics: { accuracy: { value: 5 / 6 } } },
        x: {
          n: 2,
          tooFew: true,
          metrics: { roc_auc: { value: null, reason: "no case is yes: one class cannot be ranked" } },
        },
      },
    });
    const { stdout } = await mlx(repoWith(), `eval score ${typed} --slice sex`);
    expect(stdout).toMatch(/^x +2 +too few to say$/m);
  });

  test("is shown as a table on the terminal", async () => {
    const { stdout, stderr } = await mlx(
      repoWith(),
      `eval score ${typed} --curves --fairness sex --compare p_new`,
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^holdout\.csv: 13 cases, binary \(there are 2 classes\), positive is yes$/m);
    expect(stdout).toMatch(/^accuracy +0\.769 +0\.497 to 0\.918$/m);
    expect(stdout).toMatch(/^is \\ predicted +no +yes$/m);
    expect(stdout).toMatch(/^fairness by sex +value +95% interval$/m);
    expect(stdout).toMatch(/^equal_opportunity +– +x: no case is positive$/m);
    expect(stdout).toMatch(/^second model +first +second +difference +95% interval +p +verdict$/m);
    expect(stdout).toMatch(/^ +0\.50 +7 /m);
  });

  test("has curves in JSON when they are asked for", async () => {
    const { json } = await score(`${typed} --curves --bins 5`);
    const { curves } = json;
    expect(curves).toMatchObject({
      classes: [{ label: "yes", roc: expect.any(Array), precisionRecall: expect.any(Array) }],
      calibration: [{ from: 0, to: 0.2, n: 3 }, { n: 3 }, { n: 3 }, { n: 2 }, { n: 2 }],
    });
    expect(JSON.stringify(curves)).toContain(
      '"roc":[{"threshold":"Infinity","falsePositiveRate":0,"truePositiveRate":0},{"threshold":0.9,',
    );
  });

  test("may have another positive class", async () => {
    const { json } = await score("holdout.csv --truth bought --prediction guess --positive no");
    expect(json).toMatchObject({ positive: "no", metrics: { recall: { value: 5 / 7 } } });
  });

  test("has no area where there is one class alone, and does not crash", async () => {
    const { code, json } = await score("one.csv --truth y --score p", { "one.csv": "y,p\n1,0.5\n1,0.9\n" });
    expect(code).toBe(0);
    expect(json["metrics"]).toMatchObject({
      roc_auc: { value: null, interval: null, reason: "no case is 0: one class cannot be ranked" },
      accuracy: { value: 1 },
    });
  });
});

describe("other tasks", () => {
  test("several classes, with a column of probabilities each", async () => {
    const rows = "y,a,b,c\nx,0.7,0.2,0.1\ny,0.1,0.8,0.1\nz,0.3,0.4,0.3\n";
    const { json } = await score("p.csv --truth y --score x=a --score y=b --score z=c", { "p.csv": rows });
    expect(json).toMatchObject({
      ...{ task: "multiclass", n: 3 },
      metrics: { accuracy: { value: 2 / 3 }, f1: {}, f1_weighted: {}, roc_auc: {}, roc_auc_weighted: {} },
      classes: [{ label: "x", support: 1, predicted: 1, precision: 1 }, { label: "y" }, { label: "z" }],
    });
  });

  test.each([
    ["p.csv", 'y,g\na;b,b;a\n,a\n"c",c\n'],
    ["p.jsonl", '{"y": ["a", "b"], "g": ["b", "a"]}\n{"y": [], "g": ["a"]}\n{"y": ["c"], "g": ["c"]}\n'],
  ])("sets of labels in %s", async (file, text) => {
    const { code, json } = await score(`${file} --truth y --prediction g`, { [file]: text });
    expect(code).toBe(0);
    expect(json).toMatchObject({
      task: "multilabel",
      metrics: { accuracy: { value: 2 / 3 }, hamming_loss: { value: 1 / 9 }, f1_samples: { value: 2 / 3 } },
    });
  });

  test("numbers", async () => {
    const { json } = await score("p.tsv --truth y --prediction g", {
      "p.tsv": "y\tg\n1.5\t2\n3\t3\n-1\t0\n",
    });
    expect(json).toMatchObject({
      task: "regression",
      metrics: { mae: { value: 0.5 }, r2: {}, rmse: {}, mape: {} },
    });
    expect(json).not.toHaveProperty("confusion");
  });

  test("a task that is named is that, whatever the data look like", async () => {
    const { json } = await score("p.csv --truth y --prediction g --task regression", {
      "p.csv": "y,g\n1,1\n0,1\n",
    });
    expect(json).toMatchObject({ task: "regression", metrics: { mae: { value: 0.5 } } });
    expect(json).not.toHaveProperty("because");
  });
});

test("a matrix of many classes is left out, and their figures are not", async () => {
  const rows = Array.from({ length: 201 }, (_, row) => `c${row},c${row}`).join("\n");
  const { json } = await score("many.csv --truth y --prediction g", { "many.csv": `y,g\n${rows}\n` });
  expect(json).toMatchObject({
    task: "multiclass",
    metrics: { accuracy: { value: 1 } },
    classes: expect.any(Array),
  });
  expect(json).not.toHaveProperty("confusion");
});

describe("gates", () => {
  const typed = "holdout.csv --truth bought --score p --slice sex";

  test.each([
    [["accuracy>=70%"], 0],
    [["accuracy>=0.7", "roc_auc>0.99"], 1],
    [["f1[sex=f]>=0.5"], 0],
    [["brier<=0.01"], 1],
    [["demographic_parity[sex]<=1"], 0],
    [["roc_auc[sex=x]>=0.5"], 5],
    [["f1[sex=q]>=0.5"], 5],
  ])("%s: exit %i", async (gates, code) => {
    const ran = await mlx(repoWith(), [
      "eval",
      "score",
      ...typed.split(" "),
      ...gates.flatMap((gate) => ["--gate", gate]),
    ]);
    expect(ran.code).toBe(code);
  });

  test("by the interval one that reaches across the limit says nothing, and --strict makes a failure of that", async () => {
    const gate = [...typed.split(" "), "--gate", "accuracy>=0.7", "--by", "interval"];
    const { code, json } = await mlx(repoWith(), ["eval", "score", ...gate, "--json"]);
    expect(code).toBe(5);
    expect(json["gates"]).toMatchObject([
      { name: "accuracy>=0.7", passed: false, inconclusive: true, threshold: 0.7 },
    ]);
    expect((await mlx(repoWith(), ["eval", "score", ...gate, "--strict"])).code).toBe(1);
    const low = [...typed.split(" "), "--gate", "accuracy>=0.3", "--by", "interval"];
    expect((await mlx(repoWith(), ["eval", "score", ...low])).code).toBe(0);
  });

  test.each([
    ["accuracy", "is no condition"],
    ["acuracy>=1", "there is no metric acuracy"],
    ["disparate_impact>=0.8", "disparate_impact compares the values of a slice"],
    ["f1[sex]>=0.8", "which sex is meant?"],
    ["f1[gender=f]>=0.8", 'has no column "gender"'],
  ])("%s is refused", async (gate, message) => {
    const { code, stderr } = await mlx(repoWith(), ["eval", "score", ...typed.split(" "), "--gate", gate]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("two models", () => {
  test("are compared case by case, a column against a column", async () => {
    const { json } = await score("holdout.csv --truth bought --score p --compare p_new");
    expect(json["comparison"]).toMatchObject([
      {
        metric: "accuracy",
        test: "mcnemar_exact",
        discordant: { improved: 3, regressed: 0 },
        verdict: "no_evidence",
      },
      { metric: "roc_auc", test: "delong", after: 1 },
      { metric: "log_loss", test: "sign_flip", better: "lower" },
      { metric: "brier" },
    ]);
  });

  test("are paired by id, whatever the order of the rows", async () => {
    const [head = "", ...rows] = binary.trim().split("\n");
    const other = [head, ...rows.toReversed().map((row) => row.replace("0.6", "0.1"))].join("\n");
    const { code, json } = await score("holdout.csv --truth bought --score p --against new.csv --id id", {
      "new.csv": other,
    });
    expect(code).toBe(0);
    expect(json["comparison"]).toMatchObject([
      { metric: "accuracy", discordant: { improved: 1, regressed: 1 } },
      {},
      {},
      {},
    ]);
  });

  test("that were not given the same cases are not compared", async () => {
    const other = binary.replace("\na,", "\nzz,");
    const { code, error } = await score("holdout.csv --truth bought --score p --against new.csv --id id", {
      "new.csv": other,
    });
    expect(code).toBe(2);
    expect(error).toMatchObject({
      code: "MLX_SCORE_DATA",
      problems: [
        { message: 'the case "a" is not in new.csv' },
        { message: 'the case "zz" is not in holdout.csv' },
      ],
    });
  });

  test("by ids that repeat are not compared", async () => {
    const other = binary.replace("\nb,", "\na,");
    const { error } = await score("holdout.csv --truth bought --score p --against new.csv --id id", {
      "new.csv": other,
    });
    expect(error).toMatchObject({ problems: [{ line: 3, message: 'the id "a" is that of line 2, too' }] });
  });
});

describe("what cannot be scored is told with its place", () => {
  test("values that are missing, by row, unless they may be skipped", async () => {
    const rows = "y,p\n1,0.5\n,0.4\n0,\n0,0.1\n";
    expect(await problems(rows, "rows.csv --truth y --score p")).toMatchObject({
      ...{ code: 2, error: "MLX_SCORE_DATA", hint: "--skip-missing leaves these rows out" },
      message: "rows.csv:3:1: rows.csv lacks values in 2 of 4 rows",
      problems: [
        { line: 3, message: 'the row has no "y"' },
        { line: 4, message: 'the row has no "p"' },
      ],
    });
    const { code, json } = await score("rows.csv --truth y --score p --skip-missing", { "rows.csv": rows });
    expect({ code, json }).toMatchObject({ code: 0, json: { n: 2, skipped: 2 } });
  });

  test.each([
    [
      "a probability outside of 0 to 1",
      "y,p\n1,0.5\n0,1.2\n",
      '"p" is 1.2, and a probability lies between 0 and 1',
    ],
    ["NaN", "y,p\n1,0.5\n0,NaN\n", '"p" is NaN, which is no number'],
    ["a word", "y,p\n1,0.5\n0,high\n", '"p" is high, which is no number'],
  ])("%s", async (_, rows, message) => {
    expect(await problems(rows, "rows.csv --truth y --score p")).toMatchObject({
      ...{ code: 2, error: "MLX_SCORE_DATA" },
      problems: [{ file: "rows.csv", line: 3, message }],
    });
  });

  test("probabilities that do not add up", async () => {
    const rows = "y,a,b\nx,0.7,0.7\n";
    const found = await problems(rows, "rows.csv --truth y --score x=a --score z=b");
    expect(found).toMatchObject({
      problems: [{ line: 2, message: "its probabilities add up to 1.4, not to 1" }],
    });
  });

  test("a number that is none, where numbers were to be predicted", async () => {
    const found = await problems(
      "y,g\n1.5,2\n2,Infinity\n",
      "rows.csv --truth y --prediction g --task regression",
    );
    expect(found).toMatchObject({ problems: [{ line: 3, message: '"g" is Infinity, which is no number' }] });
  });

  test("twenty rows by name, the others by their number", async () => {
    const rows = `y,p\n${"1,2\n".repeat(30)}`;
    const found = await problems(rows, "rows.csv --truth y --score p");
    expect(found.problems).toHaveLength(21);
    expect(found.problems.at(-1)).toMatchObject({ message: "10 more rows like these" });
  });

  test.each([
    ["holdout.csv --truth baught --score p", "MLX_SCORE_COLUMN", "did you mean bought?"],
    ["holdout.csv --truth bought --score p --slice sexx", "MLX_SCORE_COLUMN", "did you mean sex?"],
    ["holdout.csv --truth bought", "MLX_USAGE", "name a column with --prediction or --score"],
    [
      "holdout.csv --truth id --prediction guess --task binary",
      "MLX_SCORE_TASK",
      "score it with --task multiclass",
    ],
    [
      "holdout.csv --truth bought --prediction guess --positive maybe",
      "MLX_SCORE_TASK",
      "the classes are no, yes",
    ],
    [
      "holdout.csv --truth bought --score p --task regression",
      "MLX_SCORE_TASK",
      "name their column with --prediction",
    ],
    ["holdout.csv --truth id --prediction guess --score p", "MLX_SCORE_TASK", "write --score CLASS=COLUMN"],
    ["holdout.csv --truth id --prediction guess --fairness sex", "MLX_SCORE_TASK", "name it with --positive"],
    ["holdout.csv --truth bought --score p --against holdout.csv", "MLX_USAGE", "with --id"],
    [
      "holdout.csv --truth p --prediction p_new --score p --task regression",
      "MLX_SCORE_TASK",
      "leave --score out",
    ],
    ["none.csv --truth bought --score p", "MLX_SCORE_FILE", "relative to the folder"],
    ["notes.txt --truth bought --score p", "MLX_SCORE_FILE", "the name must end in"],
  ])("%s: %s", async (typed, code, hint) => {
    const found = await score(typed);
    expect({ exit: found.code, code: found.error?.code }).toEqual({ exit: 2, code });
    expect(found.error?.hint).toContain(hint);
  });

  test.each([
    ["empty.csv", ""],
    ["head.csv", "y,p\n"],
    ["list.json", "[]"],
  ])("%s has no rows", async (file, text) => {
    const { code, error } = await score(`${file} --truth y --score p`, { [file]: text });
    expect(code).toBe(2);
    expect(error?.code).toMatch(/^MLX_SCORE_(?:FILE|DATA)$/);
  });

  test("a column with a value of its own in every row is no slice", async () => {
    const rows = Array.from({ length: 201 }, (_, row) => `${row},1,0.5`).join("\n");
    const { code, error } = await score("r.csv --truth y --score p --slice id", {
      "r.csv": `id,y,p\n${rows}\n`,
    });
    expect(code).toBe(2);
    expect(error?.message).toBe('the slice "id" has 201 different values');
  });
});

test("a pointer stands for its data, which must be there", async () => {
  const repo = repoWith();
  await must(repo, "init");
  await must(repo, "data add holdout.csv");
  const typed = "eval score holdout.csv.mlx --truth bought --score p";
  expect((await mlx(repo, typed)).code).toBe(0);
  rmSync(join(repo.root, "holdout.csv"));
  const { code, stderr } = await mlx(repo, typed);
  expect(code).toBe(2);
  expect(stderr).toContain("holdout.csv is tracked, but not checked out");
  expect(stderr).toContain("mlx data pull holdout.csv");
});

test("data that were changed since they were tracked are scored, and that is said", async () => {
  const repo = repoWith();
  await must(repo, "init");
  await must(repo, "data add holdout.csv");
  repo.write({ "holdout.csv": `${binary}n,f,yes,0.9,yes,0.9\n` });
  const { code, stderr } = await mlx(repo, "eval score holdout.csv --truth bought --score p");
  expect(code).toBe(0);
  expect(stderr).toContain("holdout.csv is not what holdout.csv.mlx says");
});
