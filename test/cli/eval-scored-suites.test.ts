import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

const rows = `id,island,species,predicted,p_gentoo,mass,mass_hat
a,Biscoe,Adelie,Adelie,0.2,3700,3650
b,Biscoe,Gentoo,Gentoo,0.9,5000,5100
c,Biscoe,Gentoo,Adelie,0.4,5200,4900
d,Dream,Adelie,Adelie,0.1,3800,3900
e,Dream,Gentoo,Gentoo,0.8,4900,4950
f,Dream,Adelie,Gentoo,0.6,3600,3700
`;

const head = "data: holdout.csv\nid: id\nslices: [island]\nexpected: species\n";
const classes = `target: {predictions: holdout.csv, output: predicted}\n${head}`;

async function run(suite: string, files: Files = {}) {
  const repo = gitRepo({ "evals/p.eval.yaml": suite, "evals/holdout.csv": rows, ...files });
  const ran = await mlx(repo, "eval run evals/p.eval.yaml --json");
  return { code: ran.code, stderr: ran.stderr, json: ran.stdout === "" ? {} : ran.json, repo };
}

test("metrics grade each case and stand in the summary under their names", async () => {
  const { code, json } = await run(
    `${classes}graders:\n  - accuracy\n  - f1: {average: macro}\n  - roc_auc: {score: p_gentoo, positive: Gentoo}\ngates: [{metric: f1, min: 0.5}]\n`,
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({
    ...{ verdict: "passed", cases: { total: 6, passed: 4, failed: 2, errored: 0 } },
    metrics: { accuracy: 4 / 6, f1: 4 / 6, roc_auc: 8 / 9 },
    gates: [{ name: "f1 ≥ 0.5", passed: true, value: 4 / 6 }, { name: "errors" }],
  });
});

test("a gate may ask for a metric of a slice", async () => {
  const { code, json } = await run(
    `${classes}graders: [accuracy]\ngates: [{metric: accuracy, min: 0.9, slice: {island: Biscoe}}]\n`,
  );
  expect(code).toBe(1);
  expect(json["gates"]).toMatchObject([{ passed: false, value: 2 / 3 }, {}]);
});

test("the threshold of a metric is a gate on all cases, and no condition of each", async () => {
  const { code, json } = await run(
    `${classes}graders: [{f1: {positive: Gentoo}, threshold: 0.6, metric: gentoo}]\n`,
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({
    metrics: { gentoo: 2 / 3 },
    gates: [{ name: "gentoo ≥ 0.6", passed: true, value: 2 / 3, threshold: 0.6 }, {}],
  });
});

test("predicted numbers pass, or keep within a tolerance, and their error is a score of its own", async () => {
  const numbers = `target: {predictions: holdout.csv, output: mass_hat}\n${head}`;
  const { json } = await run(
    `${numbers}graders: [{mae: {truth: mass}, threshold: 150}, {r2: {truth: mass, tolerance: 200}}]\n`,
  );
  expect(json).toMatchObject({
    cases: { passed: 5, failed: 1 },
    metrics: { absolute_error: 700 / 6, mae: 700 / 6, r2: expect.any(Number) },
    gates: [{ name: "mae ≤ 150", passed: true }, { name: "errors" }],
  });
});

test("a prediction that is no number, or no probability, cannot be graded", async () => {
  const { code, json, repo } = await run(
    `target: {predictions: holdout.csv, output: predicted}\n${head}graders: [{mae: {truth: mass}}]\n`,
  );
  expect({ code, cases: json["cases"] }).toMatchObject({ code: 3, cases: { errored: 6 } });
  const shown = await mlx(repo, "eval show --case a");
  expect(shown.stdout).toContain('the prediction "Adelie" is no number');
  const scores = await run(`${classes}graders: [{brier: {score: mass, positive: Gentoo}}]\n`);
  expect(scores.json["cases"]).toMatchObject({ errored: 6 });
});

test("outputs may be JSON with the prediction and its scores in it", async () => {
  const suite = `target: {prompt: {text: "{{ said }}"}, providers: [echo]}\ncases:
  - {vars: {said: '{"label": "spam", "p": 0.9}'}, expected: spam}
  - {vars: {said: '{"label": "ham", "p": 0.2}'}, expected: ham}
graders: [{accuracy: {prediction: label}}, {roc_auc: {prediction: label, score: p, positive: spam}}]\n`;
  const { code, json } = await run(suite);
  expect({ code, metrics: json["metrics"] }).toEqual({ code: 0, metrics: { accuracy: 1, roc_auc: 1 } });
});

test("an output that is a probability is its own score, and passes on the right side of a half", async () => {
  const probabilities = `target: {predictions: holdout.csv, output: p_gentoo}\n${head}`;
  const { json } = await run(`${probabilities}graders: [{roc_auc: {positive: Gentoo}, threshold: 0.8}]\n`);
  expect(json).toMatchObject({
    cases: { passed: 4, failed: 2 },
    metrics: { roc_auc: 8 / 9 },
    gates: [{ name: "roc_auc ≥ 0.8", passed: true }, {}],
  });
});

test("sets of labels are compared as sets", async () => {
  const suite = `target: {predictions: tags.csv, output: said}\nexpected: is\ngraders: [{f1: {average: micro, task: multilabel}}]\n`;
  const { json } = await run(suite, { "evals/tags.csv": "id,is,said\n1,a;b,b;a\n2,a,a;b\n" });
  expect(json).toMatchObject({ cases: { passed: 1, failed: 1 }, metrics: { f1: expect.closeTo(6 / 7, 12) } });
});

test("the figures of merged shards are those of all cases, not means of the shards' figures", async () => {
  const suite = `${classes}graders: [{f1: {average: macro}}, {roc_auc: {score: p_gentoo, positive: Gentoo}}]\ngates: [{metric: f1, min: 0.5}]\n`;
  const { json, repo } = await run(suite);
  for (const index of [1, 2]) await mlx(repo, `eval run evals/p.eval.yaml --shard ${index}/2`);
  const merged = await mlx(repo, "eval merge last last~1 --json");
  expect(merged.code).toBe(0);
  expect(merged.json).toMatchObject({ metrics: { f1: 4 / 6, roc_auc: 8 / 9 } });
  expect(merged.json["metrics"]).toEqual(json["metrics"]);
});

test.each([
  ["graders: [{f1: {avrage: macro}}]", 'unknown key "avrage"'],
  ["graders: [{f1: {average: mean}}]", 'expected one of macro, micro, weighted, samples, found "mean"'],
  ["graders: [{accuracy: {tolerance: 1}}]", "accuracy has no tolerance"],
  ["graders: [not-accuracy]", "not-accuracy means nothing"],
  ["graders: [accuracy, {accuracy: {positive: Gentoo}}]", "there is a metric accuracy already"],
  ["graders: [{f1: high}]", "settings of f1"],
  ["graders: [accuracy]\ngates: [{metric: acuracy, min: 1}]", "did you mean accuracy?"],
])("%s is refused", async (text, message) => {
  const { code, stderr } = await run(`${classes}${text}\n`);
  expect(code).toBe(2);
  expect(stderr.replaceAll('\\"', '"')).toContain(message);
});

test("without an expected column a metric must name its truth", async () => {
  const { code, stderr } = await run(
    "target: {predictions: holdout.csv, output: predicted}\ngraders: [accuracy]\n",
  );
  expect(code).toBe(2);
  expect(stderr).toContain("nothing says what is true, which accuracy needs");
});
