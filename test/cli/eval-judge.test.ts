import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  judgedAnswers,
  judgedProject,
  judgedSuite,
  judgeScript,
  labelsCsv,
} from "../support/evals/judged-project.js";
import { mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";

const evidence = "evals/judges/kind.json";
const judge = "eval judge kind --labels labels.csv";

/** 40 answers of which the judge accepts 20; people see 16 of these and 2 of the others as good. */
const said = Array.from({ length: 40 }, (_, index) => (index < 20 ? "good" : "bad"));
const labels = said.map((_, index) => (index < 16 || index >= 38 ? "pass" : "fail"));
// Observed agreement 34/40; by chance 18·20/1600 + 22·20/1600 = 0.5.
const kappa = (34 / 40 - 0.5) / 0.5;

async function judged(files = {}, answers: readonly string[] = said): Promise<TestRepo> {
  const repo = judgedProject(answers, { "labels.csv": labelsCsv(labels), ...files });
  await mlx(repo, "eval run kind");
  return repo;
}

interface Report {
  readonly judges: readonly Record<string, unknown>[];
}

function firstJudge(json: Record<string, unknown>): Record<string, unknown> {
  const { judges }: Report = JSON.parse(JSON.stringify(json));
  const [first] = judges;
  if (first === undefined) throw new Error("no judge");
  return first;
}

describe("eval judge", () => {
  test("tells how far judge and people agree, asks nobody, and writes evidence to be committed", async () => {
    const repo = await judged();
    repo.write({ "evals/judge.mjs": "throw new Error('asked')\n" });
    const { code, stdout } = await mlx(repo, `${judge} -m 'labelled by two'`);
    expect(code).toBe(0);
    expect(stdout).toContain("kind · llm-rubric, judged by file://judge.mjs: 40 labels of labels.csv");
    expect(stdout).toMatch(/people {2}fail │ {5}18 {6}4 {2}│ {5}22\n {8}pass │ {6}2 {5}16 {2}│ {5}18/);
    expect(stdout).toMatch(
      /κ 0\.70 \(95% interval 0\.\d\d to 0\.\d\d\): substantial agreement beyond chance/,
    );
    expect(stdout).toContain("rule of thumb");
    expect(stdout).toContain("agreement 85.0% of 40 answers, of which chance alone would give 50.0%");
    expect(stdout).toContain("milder than people 4 times, stricter 2 times");
    expect(stdout).toMatch(/c16 +fail +pass 0\.90 +it is kind/);
    expect(stdout).toContain("a gate judge: {kappa: 0.6} would pass");
    expect(stdout).toContain(`commit it: git add ${evidence}`);
    const written = JSON.parse(repo.read(evidence));
    expect(written).toMatchObject({
      ...{ mlx: 1, suite: "kind", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      judges: [
        {
          ...{
            grader: "llm-rubric",
            model: "file://judge.mjs",
            n: 40,
            matrix: [
              [18, 4],
              [2, 16],
            ],
          },
          ...{ scale: "pass", weights: "none", agreement: 0.85, message: "labelled by two", errored: 0 },
          labels: { path: "labels.csv", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
          rubrics: [expect.stringMatching(/^[0-9a-f]{64}$/)],
        },
      ],
    });
    expect(written.judges[0].kappa).toBeCloseTo(kappa, 10);
    expect(stdout).not.toContain("flips");
  });

  test("gives the same as JSON, the cases that differ with it; a dry run writes nothing", async () => {
    const repo = await judged();
    const { json, code } = await mlx(repo, `${judge} -n --json`);
    expect([code, existsSync(join(repo.root, evidence))]).toEqual([0, false]);
    expect(json).toMatchObject({ path: evidence, written: false, suite: "kind", cases: 40, notCounted: [] });
    expect(firstJudge(json)).toMatchObject({
      ...{ categories: ["fail", "pass"], reading: "substantial", positionBias: null, flips: null },
      gates: [{ kappa: 0.6, own: false, passed: true }],
    });
    const { differences } = JSON.parse(JSON.stringify(firstJudge(json)));
    expect(differences.map(({ id }: { id: string }) => id)).toEqual([
      "c16",
      "c17",
      "c18",
      "c19",
      "c38",
      "c39",
    ]);
    expect(differences[0]).toMatchObject({ people: "fail", judge: "pass", score: 0.9, reason: "it is kind" });
  });

  test("reads JSON Lines with outputs, and any words for pass and fail", async () => {
    const rows = labels.map((label, index) => ({
      id: `c${index}`,
      label: label === "pass" ? [true, 1, "yes", "Good"][index % 4] : [false, 0, "no", "bad"][index % 4],
      output: `says ${said[index]}`,
    }));
    const repo = await judged({ "labels.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join("") });
    const { json } = await mlx(repo, "eval judge kind --labels labels.jsonl --json");
    expect(firstJudge(json)["kappa"]).toBeCloseTo(kappa, 10);
  });

  test("takes a scale from the labels, and weights what is further apart more", async () => {
    const answers = [0.05, 0.3, 0.5, 0.7, 0.95, 0.95, 0.2, 0.6, 0.45, 0.8].map((score) => `good ${score}`);
    const grades = ["1", "2", "3", "3", "5", "4", "1", "5", "3", "4"];
    const repo = await judged({ "labels.csv": labelsCsv(grades) }, answers);
    const of = async (more: string) => firstJudge((await mlx(repo, `${judge} --json ${more}`)).json);
    const linear = await of("");
    expect(linear).toMatchObject({
      scale: "1..5",
      weights: "linear",
      categories: ["1", "2", "3", "4", "5"],
      n: 10,
    });
    // The judge's scores at the nearest step: 1 2 3 4 5 5 2 3 3 4.
    expect(linear["matrix"]).toEqual([
      [1, 1, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 2, 1, 0],
      [0, 0, 0, 1, 1],
      [0, 0, 1, 0, 1],
    ]);
    const [none, quadratic] = [await of("--weights none"), await of("--weights quadratic")];
    expect(Number(none["kappa"])).toBeLessThan(Number(linear["kappa"]));
    expect(Number(linear["kappa"])).toBeLessThan(Number(quadratic["kappa"]));
    expect((await of("--scale 0..6"))["categories"]).toHaveLength(7);
  });

  test("counts flips when the judge is asked again, each time anew, and only then", async () => {
    const answers = [...said.slice(0, 30), ...Array.from({ length: 10 }, () => "wavering")];
    const repo = await judged({}, answers);
    const { stdout, code } = await mlx(repo, `${judge} --repeat 3`);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /flips: asked 3 times about the same answer it changed its mind on (?:[1-9]|10) of 40/,
    );
    const { flips } = JSON.parse(repo.read(evidence)).judges[0];
    expect(flips).toMatchObject({ repeats: 3, cases: 40, errored: 0 });
    expect(flips.share).toBe(flips.flipped / 40);
    expect(repo.read("evals/calls.log")).toHaveLength(120);
    // Asked once more, the same answers come from the cache.
    const again = await mlx(repo, `${judge} --repeat 3 --json`);
    expect(firstJudge(again.json)["flips"]).toMatchObject({ flipped: flips.flipped, cases: 40 });
    expect(repo.read("evals/calls.log")).toHaveLength(120);
    const dry = await mlx(repo, `${judge} --repeat 3 -n`);
    expect(dry.stdout).toContain("would ask the judge 80 times");
  });

  test("asks another judge about the same answers, and keeps what is known of the first", async () => {
    const repo = await judged({
      "evals/other.mjs": `export default () => ({ output: '{"reason": "fine", "pass": true, "score": 1}' });\n`,
    });
    await mlx(repo, judge);
    const { json, code } = await mlx(repo, `${judge} --judge file://other.mjs --json`);
    expect(code).toBe(0);
    expect(firstJudge(json)).toMatchObject({
      model: "file://other.mjs",
      matrix: [
        [0, 22],
        [0, 18],
      ],
    });
    const models = JSON.parse(repo.read(evidence)).judges.map(({ model }: { model: string }) => model);
    expect(models).toEqual(["file://judge.mjs", "file://other.mjs"]);
  });

  test("a judge that cannot be asked ends in 3, and nothing is written", async () => {
    const repo = await judged({ "evals/broken.mjs": "export default () => { throw new Error('no') }\n" });
    for (const more of ["--judge file://broken.mjs", "--repeat 2 --max-cost 0.01"]) {
      const { code, error } = await mlx(repo, `${judge} --retries 0 ${more} --json`);
      expect([code, error.code]).toEqual([3, "MLX_JUDGE_UNASKED"]);
    }
    expect(existsSync(join(repo.root, evidence))).toBe(false);
  });

  test("answers that the judge could not judge are counted apart", async () => {
    const repo = await judged({}, [...said.slice(0, 39), "nothing"]);
    const { json, stdout } = await mlx(repo, `${judge} --json`);
    expect(firstJudge(json)).toMatchObject({ n: 39, errored: 1 });
    expect(stdout).toContain('"errored": 1');
    expect((await mlx(repo, judge)).stdout).toContain("1 labelled answer it could not judge");
  });

  test("a judge on trial, of weight 0, is taken by what it would say", async () => {
    const graders = '  - {type: llm-rubric, value: Is kind., weight: 0, provider: "file://judge.mjs"}\n';
    const repo = await judged({ "evals/kind.eval.yaml": judgedSuite(graders) });
    expect(firstJudge((await mlx(repo, `${judge} --json`)).json)["matrix"]).toEqual([
      [18, 4],
      [2, 16],
    ]);
  });
});

describe("labels", () => {
  test("that are wrong are all told with their places, and nothing is written", async () => {
    const repo = await judged({
      "labels.csv": "id,label,outputDigest\nc0,pass,\nc1,pas,\n,fail,\nc0,fail,\nc3,3,\nc4,pass,xyz\n",
    });
    const { code, error } = await mlx(repo, `${judge} --json`);
    expect([code, error.code]).toEqual([2, "MLX_INVALID_LABELS"]);
    expect(error.problems).toMatchObject([
      {
        file: "labels.csv",
        line: 3,
        message: expect.stringContaining('"pas" is no label; did you mean pass?'),
      },
      { line: 4, message: expect.stringContaining('no "id"') },
      { line: 5, message: expect.stringContaining("has a label on line 2, too") },
      { line: 6, message: expect.stringContaining("--scale 1..5") },
      { line: 7, message: expect.stringContaining("16 hexadecimal digits") },
    ]);
    expect(existsSync(join(repo.root, evidence))).toBe(false);
  });

  test.each([
    ["labels.csv", "case,lable\nc0,pass\n", "MLX_INVALID_LABELS", "did you mean"],
    ["labels.csv", "id,label\n", "MLX_INVALID_LABELS", "no rows"],
    ["labels.csv", "id,label\nc0,\nc1,\n", "MLX_INVALID_LABELS", "the column label is empty"],
    [
      "labels.csv",
      "id,label\nx0,pass\nx1,fail\n",
      "MLX_INVALID_LABELS",
      "no label of labels.csv is of an answer",
    ],
    [
      "labels.csv",
      "id,label\n<<<<<<< ours\nc0,pass\n=======\nc0,fail\n>>>>>>> theirs\n",
      ...["MLX_INVALID_LABELS", "a merge left its marks"],
    ],
    ["labels.txt", "c0 pass\n", "MLX_LABELS_FILE", "is no file of rows"],
    ["gone.csv", "", "MLX_LABELS_FILE", "there is no file gone.csv"],
    ["../labels.csv", "", "MLX_OUTSIDE_REPOSITORY", "outside"],
  ])("of %s with %j are refused: %s", async (file, text, code, message) => {
    const repo = await judged(text === "" ? {} : { [file]: text });
    const refused = await mlx(repo, ["eval", "judge", "kind", "--labels", file, "--json"]);
    expect([refused.code, refused.error.code]).toEqual([2, code]);
    expect(JSON.stringify(refused.error)).toContain(message);
  });

  test("of one kind only leave κ undefined, with the reason, and a gate without an answer", async () => {
    const one = await judged({ "labels.csv": labelsCsv(said.map((_, index) => (index < 20 ? "pass" : ""))) });
    const { code, stdout } = await mlx(one, judge);
    expect(code).toBe(0);
    expect(stdout).toContain("κ is undefined: both put every case into one category");
    expect(stdout).toContain("would be inconclusive");
    expect(JSON.parse(one.read(evidence)).judges[0]).toMatchObject({ kappa: null, n: 20, agreement: 1 });
    const half = await judged({ "labels.csv": labelsCsv(said.map(() => "pass")) });
    expect(firstJudge((await mlx(half, `${judge} --json`)).json)).toMatchObject({ kappa: 0, prevalence: 1 });
  });

  test("of other cases, other answers, or that wait to be given, are told and do not count", async () => {
    const lines = labels.slice(0, 10).map((label, index) => JSON.stringify({ id: `c${index}`, label }));
    const odd = [
      { id: "c99", label: "pass" },
      { id: "c10", label: "pass", output: "says something else" },
      { id: "c11", label: "" },
      { id: "c12", label: "fail", provider: "another" },
      { id: "c1", label: "fail", prompt: "recorded" },
    ].map((row) => JSON.stringify(row));
    const repo = await judged({ "labels.jsonl": `${[...lines, ...odd].join("\n")}\n` });
    const { stderr, json, code } = await mlx(repo, "eval judge kind --labels labels.jsonl --json");
    expect(code).toBe(0);
    expect(firstJudge(json)["n"]).toBe(10);
    expect(json["notCounted"]).toMatchObject([
      { id: "c99", line: 11, why: "no_case", reason: expect.stringContaining("did you mean c9?") },
      { id: "c10", line: 12, why: "other_output" },
      { id: "c12", line: 14, why: "no_case", reason: expect.stringContaining("provider another") },
      { id: "c1", line: 15, why: "same_case", reason: expect.stringContaining("line 2") },
    ]);
    expect(stderr).toContain("1 label does not count: c10 (line 12)");
    expect(stderr).toContain("1 row of labels.jsonl without a label");
  });

  test("of a test with several cases must say which one", async () => {
    const suite = `target:
  prompt: {text: "says good"}
  providers: [echo, {id: echo, label: again}]
data: cases.jsonl
id: id
graders:
  - {type: llm-rubric, value: Is kind., provider: "file://judge.mjs"}
`;
    const named = labels.map((label, index) => `c${index},${label},${index % 2 === 0 ? "again" : ""}\n`);
    const repo = await judged({
      "evals/kind.eval.yaml": suite,
      "labels.csv": `id,label,provider\n${named.join("")}`,
    });
    const { json } = await mlx(repo, `${judge} --json`);
    expect(firstJudge(json)["n"]).toBe(20);
    expect(Object(json["notCounted"])[0]).toMatchObject({ id: "c1", why: "ambiguous" });
  });
});

describe("graders and evaluations", () => {
  const two = `  - {type: llm-rubric, value: Is kind., metric: kind, provider: "file://judge.mjs"}
  - {type: llm-rubric, value: Is short., metric: short, provider: "file://judge.mjs"}
`;

  test("of several graders one has to be named, by the option or by the labels", async () => {
    const repo = await judged({ "evals/kind.eval.yaml": judgedSuite(two) });
    const open = await mlx(repo, `${judge} --json`);
    expect([open.code, open.error]).toMatchObject([
      2,
      { code: "MLX_JUDGE_GRADER", hint: "name one with --grader: kind, short" },
    ]);
    const wrong = await mlx(repo, `${judge} --grader shrot --json`);
    expect(wrong.error.hint).toContain("did you mean short?");
    expect((await mlx(repo, `${judge} --grader kind`)).code).toBe(0);
    repo.write({
      "labels.csv": `id,label,grader\n${labels.map((label, index) => `c${index},${label},short\n`).join("")}`,
    });
    expect(firstJudge((await mlx(repo, `${judge} --json`)).json)["grader"]).toBe("short");
    const graders = JSON.parse(repo.read(evidence)).judges.map(({ grader }: { grader: string }) => grader);
    expect(graders).toEqual(["kind", "short"]);
  });

  test("without a judge there is nothing to prove", async () => {
    const repo = await judged({ "evals/kind.eval.yaml": judgedSuite("  - contains: says\n") });
    const { code, error } = await mlx(repo, `${judge} --json`);
    expect([code, error.code]).toEqual([2, "MLX_JUDGE_GRADER"]);
  });

  test("an evaluation that is missing, unfinished or of another suite is refused", async () => {
    const repo = judgedProject(said, {
      "labels.csv": labelsCsv(labels),
      "evals/rude.eval.yaml": judgedSuite(),
    });
    const refused = async (more: string) => {
      const { code, error } = await mlx(repo, `${judge} ${more} --json`);
      return [code, error.code];
    };
    expect(await refused("")).toEqual([2, "MLX_EVAL_NOT_FOUND"]);
    await mlx(repo, "eval run kind --fail-fast");
    expect(await refused("")).toEqual([2, "MLX_JUDGE_EVALUATION"]);
    expect(await refused("--run last")).toEqual([2, "MLX_JUDGE_EVALUATION"]);
    await mlx(repo, "eval run rude");
    expect(await refused("--run last")).toEqual([2, "MLX_JUDGE_EVALUATION"]);
    await mlx(repo, "eval run kind");
    expect((await mlx(repo, `${judge} --run last`)).code).toBe(0);
  });

  test("a judge is not asked again about cases that have changed since", async () => {
    const repo = await judged();
    repo.write({ "evals/kind.eval.yaml": judgedSuite().replace("Is kind", "Is very kind") });
    const { code, error } = await mlx(repo, `${judge} --repeat 2 --json`);
    expect([code, error.code]).toEqual([2, "MLX_JUDGE_EVALUATION"]);
    expect(error.message).toContain("40 of the 40 cases are not what they were");
  });

  test("a judge that compares is asked again about the same rivals", async () => {
    const better = `export default (prompt) => {
  const [first, second] = [prompt.indexOf("says good"), prompt.indexOf("says bad")];
  return { output: JSON.stringify({ reason: "kinder", better: first < second ? "first" : "second" }) };
};\n`;
    const repo = judgedProject(said, {
      "evals/better.mjs": better,
      "evals/kind.eval.yaml": `target:
  prompt: {text: "{{ asks }}"}
  providers: ["file://good.mjs", "file://bad.mjs"]
data: cases.jsonl
id: id
graders:
  - {type: pairwise, value: Which is kinder?, provider: "file://better.mjs"}
`,
      "evals/good.mjs": 'export default () => ({ output: "says good" });\n',
      "evals/bad.mjs": 'export default () => ({ output: "says bad" });\n',
      "labels.csv": `id,label,provider\n${said.map((_, index) => `c${index},${index % 2 === 0 ? "pass" : "fail"},file://${index % 2 === 0 ? "good" : "bad"}.mjs\n`).join("")}`,
    });
    await mlx(repo, "eval run kind");
    const { json } = await mlx(repo, `${judge} --repeat 2 --json`);
    expect(firstJudge(json)).toMatchObject({
      ...{
        grader: "pairwise",
        kappa: 1,
        matrix: [
          [20, 0],
          [0, 20],
        ],
      },
      flips: { repeats: 2, cases: 40, flipped: 0, errored: 0 },
      positionBias: { comparisons: 80, share: 0 },
    });
  });

  test("pairwise judges are shown to follow the position, and a judge to prefer its own", async () => {
    const first = `export default () => ({ output: '{"reason": "it came first", "better": "first"}' });\n`;
    const repo = await judged({
      "evals/first.mjs": first,
      "evals/kind.eval.yaml": judgedSuite(
        '  - {type: pairwise, value: Which is kinder?, config: {reference: "says something"}, provider: "file://first.mjs"}\n',
      ),
    });
    const { json } = await mlx(repo, `${judge} --json`);
    expect(firstJudge(json)["positionBias"]).toMatchObject({
      comparisons: 40,
      first: 40,
      second: 0,
      share: 1,
    });
    expect((await mlx(repo, judge)).stdout).toContain(
      "position bias: 100.0% of 40 comparisons follow the position",
    );

    const own = `let n = 0; export default (prompt) => /rubric/i.test(prompt)
      ? { output: JSON.stringify({ reason: "", pass: prompt.includes("by me"), score: prompt.includes("by me") ? 1 : 0 }) }
      : { output: "by me" };\n`;
    const rows = [...said.keys()].flatMap((index) => [
      `c${index},pass,file://own.mjs\n`,
      `c${index},${index < 30 ? "fail" : "pass"},echo\n`,
    ]);
    const vain = await judged({
      "evals/own.mjs": own,
      "evals/kind.eval.yaml": `target:\n  prompt: {text: "by {{ asks }}"}\n  providers: ["file://own.mjs", echo]\ndata: cases.jsonl\nid: id\ngraders:\n  - {type: llm-rubric, value: Is kind., provider: "file://own.mjs"}\n`,
      "labels.csv": `id,label,provider\n${rows.join("")}`,
    });
    const { selfPreference } = JSON.parse(
      JSON.stringify(firstJudge((await mlx(vain, `${judge} --json`)).json)),
    );
    expect(selfPreference).toMatchObject({
      own: { n: 40, judge: 1, people: 1 },
      others: { n: 40, judge: 0, people: 0.25 },
      difference: 0.25,
    });
    expect(selfPreference.interval[0]).toBeGreaterThan(0);
    expect((await mlx(vain, judge)).stdout).toContain("self-preference: +25.0 points");
  });
});

describe("a gate on the judge", () => {
  const gated = judgedSuite(undefined, "gates:\n  - judge: {kappa: 0.6}\n");
  const other = gated.replace("file://judge.mjs", "file://other.mjs");

  test("passes by evidence of this model, rubric and labels, and decides nothing without", async () => {
    const repo = await judged({ "evals/kind.eval.yaml": gated, "evals/other.mjs": judgeScript });
    const ran = async () => {
      const { code, json } = await mlx(repo, "eval run kind --json");
      return [code, JSON.stringify(json["gates"])];
    };
    expect(await ran()).toEqual([5, expect.stringContaining("nobody has held it against labels")]);
    expect((await mlx(repo, judge)).stdout).toContain("the suite's gate judge: {kappa: 0.6} would pass");
    expect((await ran())[0]).toBe(0);
    repo.write({ "evals/kind.eval.yaml": gated.replace("Is kind", "Is very kind") });
    expect(await ran()).toEqual([5, expect.stringContaining("its rubric has changed since")]);
    repo.write({ "evals/kind.eval.yaml": other });
    expect(await ran()).toEqual([5, expect.stringContaining("the evidence is of file://judge.mjs")]);
    repo.write({ "evals/kind.eval.yaml": gated, "labels.csv": `${repo.read("labels.csv")}c99,pass\n` });
    expect(await ran()).toEqual([5, expect.stringContaining("its labels have changed since: labels.csv")]);
    repo.write({ "labels.csv": labelsCsv(labels.map((label) => (label === "pass" ? "fail" : "pass"))) });
    await mlx(repo, judge);
    expect(await ran()).toEqual([5, expect.stringContaining("below 0.6")]);
    repo.write({ [evidence]: repo.read(evidence).replace('"n": 40', '"n": 400') });
    const { code, error } = await mlx(repo, "eval run kind --json");
    expect([code, error.code]).toEqual([2, "MLX_JUDGES_DAMAGED"]);
  });

  test("knows labels that are tracked by their pointer, checked out or not", async () => {
    const repo = await judged({ "evals/kind.eval.yaml": gated });
    await mlx(repo, "init");
    await mlx(repo, "data add labels.csv");
    await mlx(repo, judge);
    rmSync(join(repo.root, "labels.csv"));
    expect((await mlx(repo, "eval run kind")).code).toBe(0);
    const missing = await mlx(repo, `${judge} --json`);
    expect(missing.error).toMatchObject({ code: "MLX_LABELS_FILE", hint: "run: mlx data pull labels.csv" });
    rmSync(join(repo.root, "labels.csv.mlx"));
    expect((await mlx(repo, "eval run kind")).stdout).toContain("its labels are gone");
  });
});

describe("evidence", () => {
  test("that was edited, or written by a newer mlx, is told with its place and not written over", async () => {
    const repo = await judged();
    await mlx(repo, judge);
    const text = repo.read(evidence);
    const refused = async (changed: string) => {
      repo.write({ [evidence]: changed });
      const { code, error } = await mlx(repo, `${judge} --json`);
      expect(repo.read(evidence)).toBe(changed);
      return [code, error.code, error.message];
    };
    expect(await refused(text.replace('"kappa": 0.7', '"kappa": 0.9'))).toEqual([
      ...[
        2,
        "MLX_JUDGES_DAMAGED",
        expect.stringMatching(/^evals\/judges\/kind\.json:2:3: .*digest does not fit/),
      ],
    ]);
    expect((await refused(`${text} `)).slice(0, 2)).toEqual([2, "MLX_JUDGES_DAMAGED"]);
    expect(await refused(text.replace('"mlx": 1', '"mlx": 2'))).toEqual([
      ...[2, "MLX_JUDGES_NEWER", expect.stringContaining("newer mlx")],
    ]);
    expect(await refused(`<<<<<<< ours\n${text}`)).toEqual([
      ...[2, "MLX_JUDGES_DAMAGED", expect.stringContaining("merge conflict")],
    ]);
  });

  test("is read where git checked it out with CRLF line ends, and an edit shows all the same", async () => {
    const repo = await judged();
    await mlx(repo, judge);
    const converted = repo.read(evidence).replaceAll("\n", "\r\n");
    repo.write({ [evidence]: converted });
    expect((await mlx(repo, judge)).code).toBe(0);
    repo.write({ [evidence]: converted.replace('"kappa": 0.7', '"kappa": 0.9') });
    expect((await mlx(repo, `${judge} --json`)).error.message).toContain("digest does not fit");
  });

  test("is the same bytes for the same labels in another order, but for when and of which file", async () => {
    const repo = await judged();
    await mlx(repo, judge);
    const lines = () =>
      repo
        .read(evidence)
        .split("\n")
        .filter((line) => !/"(?:digest|time)"/.test(line));
    const before = lines();
    const [head = "", ...rows] = repo.read("labels.csv").trimEnd().split("\n");
    repo.write({ "labels.csv": `${[head, ...rows.reverse()].join("\n")}\n` });
    await mlx(repo, judge);
    expect(lines()).toEqual(before);
    expect(judgedAnswers(said)).toBe(repo.read("evals/cases.jsonl"));
  });
});
