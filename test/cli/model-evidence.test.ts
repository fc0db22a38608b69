import { existsSync, readdirSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { asSha256 } from "../../src/core/sha256.js";
import { evidenceDigest, formatEvidence } from "../../src/registry/evidence/evidence.js";
import { readEvidence } from "../../src/registry/evidence/read-evidence.js";
import { must } from "../support/data-project.js";
import { evidenceProject } from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
import {
  approve,
  changes,
  modelSettings,
  predictions,
  promote,
  registeredModel,
  registerVersion,
} from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { withoutScores } from "../support/scored-evidence.js";

const evaluate = (version: string, ...words: string[]) => [
  ...["eval", "run", "holdout", "--record", "--model", `penguins@${version}`],
  ...words,
];

function evidenceOf(repo: TestRepo): Record<string, unknown>[] {
  const folder = repo.path("models/penguins/evidence");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => JSON.parse(repo.read(`models/penguins/evidence/${name}`)));
}

/** Puts evidence in the place of all that there is, which says the same but keeps neither truth nor prediction of a case. */
function forgetScores(repo: TestRepo): void {
  for (const name of readdirSync(repo.path("models/penguins/evidence"))) {
    const file = `models/penguins/evidence/${name}`;
    const read = readEvidence(new TextEncoder().encode(repo.read(file)), asSha256(name.slice(0, 64)));
    if (!read.ok || read.value.kind !== "evaluation") throw new TypeError(`${file} is no evaluation`);
    const text = formatEvidence(withoutScores(read.value));
    rmSync(repo.path(file));
    repo.write({ [`models/penguins/evidence/${evidenceDigest(text)}.json`]: text });
  }
}

describe("eval run --record --model", () => {
  test("writes what a suite says of a version: figures with intervals, digests, and the outcome of each case", async () => {
    const repo = await registeredModel(0.9);
    const { code, json, stderr } = await mlx(repo, evaluate("1", "--json"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(json["evidence"]).toMatchObject([{ noun: "model", name: "penguins", version: "1" }]);
    expect(evidenceOf(repo)).toMatchObject([
      {
        ...{ kind: "evaluation", noun: "model", name: "penguins", version: "1", verdict: "passed" },
        digests: {
          data: { "data/holdout.csv": expect.any(String), "evals/holdout.eval.yaml": expect.any(String) },
          predictions: { "out/predictions.csv": expect.any(String) },
        },
        summary: {
          cases: 40,
          metrics: { accuracy: 0.95 },
          intervals: { accuracy: [expect.any(Number), expect.any(Number)] },
        },
        outcomes: {
          providers: expect.any(Array),
          cases: expect.arrayContaining([
            expect.stringMatching(/^0 0 [0-9a-f]{16} \d+ - - [01] 1 0 [01] 0 1 p0$/),
          ]),
          scored: {
            texts: ["Adelie", "Gentoo"],
            columns: ["text", "text"],
            metrics: {
              accuracy: { metric: "accuracy", truth: 0, prediction: 1 },
              f1: { metric: "f1_macro", truth: 0, prediction: 1 },
            },
          },
        },
      },
    ]);
    expect(repo.read(".gitattributes")).toContain("models/*/evidence/*");
    await must(repo, "registry verify");
  });

  test("JSON names it by its digest alike, wherever it is listed", async () => {
    const repo = await registeredModel(0.9, 0.95);
    for (const version of ["1", "2"]) await must(repo, evaluate(version));
    repo.commit();
    const digests = readdirSync(repo.path("models/penguins/evidence")).map((name) => name.slice(0, 64));
    const shown = (await mlx(repo, "model show penguins@2 --json")).json;
    const lineage = (await mlx(repo, "model lineage penguins@2 --json")).json;
    const { evaluations } = (await mlx(repo, "model diff penguins@1 penguins@2 --json")).json;
    const own = { digest: expect.toBeOneOf(digests) };
    expect(shown).toMatchObject({ evidence: [own] });
    expect(lineage).toMatchObject({ versions: [{ evidence: [own] }] });
    expect(evaluations).toMatchObject([{ suite: "holdout", found: [own, own] }]);
  });

  test("its predictions are the model's own: those of a later version do not make it stale, other data does", async () => {
    const repo = await registeredModel(0.9);
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{evaluation: holdout}]}\n" });
    await must(repo, evaluate("1"));
    repo.write(predictions(6));
    await must(repo, promote("1", "--dry-run"));
    repo.write({ "data/holdout.csv": repo.read("data/holdout.csv").replace("p39,Gentoo", "p39,Adelie") });
    const { code, stdout } = await mlx(repo, promote("1"));
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("other data: data/holdout.csv has changed since"),
    ]);
    expect(stdout).toContain("next: evaluate it: mlx eval run holdout --record --model penguins@1");
  });

  test("a failed verdict is kept as well, and a newer one decides", async () => {
    const repo = await registeredModel(0.9);
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{evaluation: holdout}]}\n" });
    await must(repo, evaluate("1"));
    repo.write(predictions(20));
    expect((await mlx(repo, evaluate("1"))).code).toBe(1);
    const { stdout } = await mlx(repo, promote("1"));
    expect(stdout).toMatch(/failed +evaluation: holdout · failed: 20 of 40 cases.*accuracy ≥ 0\.8/);
    expect(stdout).toMatch(/next: see which cases: mlx eval show \w{8}/);
  });

  test.each([
    [["--limit", "3"], "--limit"],
    [["--repeat", "2"], "--repeat"],
  ])("with %j it is refused before anything is asked", async (words, said) => {
    const repo = await registeredModel(0.9);
    const { code, error } = await mlx(repo, evaluate("1", ...words, "--json"));
    expect(code).toBe(2);
    expect(error.message).toContain(said);
    expect(evidenceOf(repo)).toEqual([]);
  });

  test("a suite that asks a prompt is taken as it stands: with --prompt it is refused", async () => {
    const repo = await evidenceProject("1.0.0");
    await registerVersion(repo, 0.9);
    const run = ["eval", "run", "answer", "--record", "--model", "penguins@1", "--json"];
    const { error } = await mlx(repo, [...run, "--prompt", "answer@1.0.0"]);
    expect(error).toMatchObject({
      code: "MLX_EVIDENCE_REFUSED",
      message: expect.stringContaining("--prompt"),
    });
    await must(repo, run);
    const [made] = evidenceOf(repo);
    expect(made).toMatchObject({ digests: { data: { "prompts/answer/prompt.md": expect.any(String) } } });
  });

  test("a version that is not there, and no version, are refused", async () => {
    const repo = await registeredModel(0.9);
    expect((await mlx(repo, evaluate("4", "--json"))).error.code).toBe("MLX_VERSION_NOT_FOUND");
    expect((await mlx(repo, "eval run holdout --record --model penguins --json")).error.code).toBe(
      "MLX_REFERENCE",
    );
    expect((await mlx(repo, "eval run holdout --model gulls@1 --json")).error.code).toBe("MLX_NOT_PUBLISHED");
  });

  test("answers that another run left behind are refused where the version's run is known", async () => {
    const repo = await registeredModel();
    const script = `import { writeFileSync } from "node:fs"; writeFileSync("model.json", process.argv[2] ?? ""); writeFileSync("out/predictions.csv", ${JSON.stringify(predictions(1)["out/predictions.csv"])});`;
    repo.write({ "train.mjs": script });
    repo.commit();
    await must(repo, [
      "run",
      "--output",
      "model.json",
      "--output",
      "out/predictions.csv",
      "--",
      "node",
      "train.mjs",
      "1",
    ]);
    await must(repo, ["model", "register", "penguins", "model.json", "--run", "last", "-m", "from a run"]);
    await must(repo, evaluate("1"));
    repo.write(predictions(0));
    const { code, error } = await mlx(repo, evaluate("1", "--json"));
    expect([code, error.code]).toEqual([2, "MLX_EVIDENCE_REFUSED"]);
    expect(error.message).toMatch(
      /out\/predictions\.csv is not what the run \w{8} left there, which made penguins@1/,
    );
    expect(evidenceOf(repo)).toHaveLength(1);
    const command = /mlx (runs get \w{8} outputs\/out\/predictions\.csv --to out\/predictions\.csv --force);/;
    await must(repo, command.exec(error.hint ?? "")?.[1] ?? "no command");
    expect(repo.read("out/predictions.csv")).toBe(predictions(1)["out/predictions.csv"]);
    await must(repo, evaluate("1"));
    repo.write(predictions(0));
    const below = await mlx(repo, ["--cwd", "out", ...evaluate("1", "--json")]);
    expect(below.error.hint).toContain("outputs/out/predictions.csv --to predictions.csv --force");
  });

  test("a suite of recorded answers without --model: the hint names the one model that goes by it", async () => {
    const repo = await registeredModel(0.9, 0.95);
    const hint = async () => (await mlx(repo, "eval run holdout --record --json")).error.hint;
    expect(await hint()).toContain("--model NAME@VERSION");
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{evaluation: holdout}]}\n" });
    expect(await hint()).toContain("--model penguins@2");
    repo.write({ "models/penguins/model.yaml": "gates: {champion: 1}\n" });
    expect(await hint()).toContain("--model NAME@VERSION");
    await must(repo, evaluate("1"));
    expect(await hint()).toContain("--model penguins@2");
  });

  test("a whole output folder that is as the run left it will do, and one that is not will not", async () => {
    const repo = await registeredModel();
    const script = `import { writeFileSync } from "node:fs"; writeFileSync("model.json", "1"); writeFileSync("out/predictions.csv", ${JSON.stringify(predictions(1)["out/predictions.csv"])});`;
    repo.write({ "train.mjs": script });
    repo.commit();
    await must(repo, ["run", "--output", "model.json", "--output", "out", "--", "node", "train.mjs"]);
    await must(repo, ["model", "register", "penguins", "model.json", "--run", "last", "-m", "from a run"]);
    await must(repo, evaluate("1"));
    repo.write({ "out/more.txt": "not the run's" });
    const { error } = await mlx(repo, evaluate("1", "--json"));
    expect([error.code, error.hint]).toEqual([
      "MLX_EVIDENCE_REFUSED",
      expect.stringContaining("--force, and whatever else has changed in out since; or register"),
    ]);
  });
});

describe("eval run --model", () => {
  const suite = `target: {exec: node ask.mjs}
cases:
  - {vars: {q: one}, expected: "0.9"}
graders: [contains]
`;
  const ask = `import { readFileSync } from "node:fs";
import { join } from "node:path";
const { weights } = JSON.parse(readFileSync(join(process.env.MLX_MODEL_DIR, "model.json"), "utf8"));
console.log(process.env.MLX_MODEL, weights[0]);
`;

  test("gives programs the files of the version, and asks anew for another version", async () => {
    const repo = await registeredModel(0.9, 0.95);
    repo.write({ "evals/ask.eval.yaml": suite, "evals/ask.mjs": ask });
    const outputs = async (version: string) => {
      const { json } = await mlx(
        repo,
        `eval run ask --model penguins@${version} --json --output answers.jsonl`,
      );
      const result = JSON.parse(repo.read("answers.jsonl").split("\n")[0] ?? "");
      return { output: result.output, calls: json["calls"] };
    };
    expect(await outputs("1")).toMatchObject({ output: "penguins@1 0.9", calls: { made: 1, cached: 0 } });
    expect(await outputs("2")).toMatchObject({ output: "penguins@2 0.95", calls: { made: 1, cached: 0 } });
    expect(await outputs("1")).toMatchObject({ output: "penguins@1 0.9", calls: { made: 0, cached: 1 } });
    // The folder is gone when the command ends.
    const left = readdirSync(repo.path(".mlx/tmp"), { recursive: true });
    expect(left.filter((path) => String(path).endsWith("model.json"))).toEqual([]);
  });

  test("records evidence of the version that an alias meant, by what its files answered", async () => {
    const repo = await registeredModel(0.9, 0.85);
    repo.write({ "evals/ask.eval.yaml": suite, "evals/ask.mjs": ask });
    await must(repo, promote("1"));
    await must(repo, "eval run ask --record --model penguins@champion");
    expect(evidenceOf(repo)).toMatchObject([{ version: "1", verdict: "passed" }]);
    expect((await mlx(repo, "eval run ask --record --model penguins@2 --json")).json).toMatchObject({
      verdict: "failed",
    });
  });

  test("of a version that ends in errors nobody can say that it is not worse", async () => {
    const repo = await registeredModel(0.9, 0.85);
    const cases = Array.from({ length: 20 }, (_, place) => `  - {vars: {q: "${place}"}, expected: penguins}`);
    const often = `target: {exec: node ask.mjs, input: "{{q}}"}\ncases:\n${cases.join("\n")}\ngraders: [contains]\n`;
    const fails = `process.stdin.on("data", (text) => { if (process.env.MLX_MODEL === "penguins@2" && Number(text) % 5 === 0) process.exit(1); console.log(process.env.MLX_MODEL); });`;
    repo.write({ "evals/ask.eval.yaml": often, "evals/ask.mjs": fails });
    repo.write(modelSettings(["{nonInferior: passRate, margin: 0.3}"]));
    await must(repo, "eval run ask --record --model penguins@1");
    await must(repo, promote("1"));
    await mlx(repo, "eval run ask --record --model penguins@2");
    const { code, stdout } = await mlx(repo, promote("2"));
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("4 of 20 cases of penguins@2 ended in errors"),
    ]);
  });

  test("fetches what the cache lacks, and says so where nobody has it", async () => {
    const repo = await registeredModel(0.9);
    repo.write({ "evals/ask.eval.yaml": suite, "evals/ask.mjs": ask });
    repo.commit();
    const clone = repo.clone();
    const { code, error } = await mlx(clone, "eval run ask --model penguins@1 --json");
    expect([code, error.code]).toEqual([3, "MLX_NOT_CACHED"]);
    expect((await mlx(clone, "eval run ask --model penguins@1 --dry-run")).code).toBe(0);
  });
});

describe("drift", () => {
  async function monitored() {
    const repo = await registeredModel(0.9);
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{drift: inflow, maxAge: 30d}]}\n" });
    repo.write({ "data/inflow.csv": rows(0), "data/moved.csv": rows(500) });
    await must(repo, "drift baseline inflow --data data/inflow.csv");
    return repo;
  }
  const rows = (shift: number) =>
    `mass\n${Array.from({ length: 200 }, (_, index) => `${shift + index}\n`).join("")}`;

  test("drift check --record keeps the verdict as evidence, a bad one as well", async () => {
    const repo = await monitored();
    const { code, stderr } = await mlx(repo, "drift check inflow --data data/moved.csv --record penguins@1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/evidence of penguins@1: models\/penguins\/evidence\/[0-9a-f]{64}\.json/);
    expect(evidenceOf(repo)).toMatchObject([
      {
        ...{
          kind: "drift",
          monitor: "inflow",
          file: "drift/inflow.drift.yaml",
          verdict: "drift",
          rows: 200,
          drifted: ["mass"],
        },
        data: { path: "data/moved.csv", sha256: expect.any(String) },
      },
    ]);
    const refused = await mlx(repo, promote("1"));
    expect(refused.stdout).toMatch(
      /failed +drift: inflow, at most 30d old · drift: 200 rows of data\/moved\.csv.*drifted: mass/,
    );
    expect(refused.stdout).toMatch(/next: see what moved: mlx drift show \w{8}/);
    const { json } = await mlx(repo, "drift check inflow --data data/inflow.csv --record penguins@1 --json");
    expect(json["evidence"]).toEqual([
      {
        noun: "model",
        name: "penguins",
        version: "1",
        file: expect.stringMatching(/evidence\/\w{64}\.json$/),
      },
    ]);
    expect((await mlx(repo, "drift check inflow --data data/inflow.csv --json")).json).not.toHaveProperty(
      "evidence",
    );
    await must(repo, promote("1"));
    await must(repo, "registry verify");
  });

  test("the newest check of this clone is taken, and written as evidence with the event", async () => {
    const repo = await monitored();
    await must(repo, "drift check inflow --data data/inflow.csv");
    repo.commit();
    await must(repo, promote("1", "--dry-run"));
    expect(changes(repo)).toBe("");
    const { json } = await mlx(repo, promote("1", "--json"));
    expect(json["files"]).toEqual([
      expect.stringMatching(/evidence\/[0-9a-f]{64}\.json$/),
      expect.stringMatching(/events\//),
      "models/penguins/aliases/champion",
    ]);
    expect(evidenceOf(repo)).toMatchObject([{ kind: "drift", verdict: "ok", taken: true }]);
    repo.commit();
    // A fresh clone has the evidence, and no ledger.
    await must(repo.clone(), "gate penguins@1 --to champion");
  });

  test("a check of a profile is no evidence: --record refuses it, and a promotion takes the newest check of data", async () => {
    const repo = await monitored();
    await must(repo, "drift profile --knots inflow data/moved.csv --output moved.json");
    const refused = await mlx(repo, "drift check inflow --profile moved.json --record penguins@1 --json");
    expect([refused.code, refused.error.code]).toEqual([2, "MLX_USAGE"]);
    await must(repo, "drift profile --knots inflow data/inflow.csv --output inflow.json");
    await must(repo, "drift check inflow --profile inflow.json");
    expect((await mlx(repo, promote("1", "--json"))).json["gates"]).toMatchObject([
      { reason: "there is no check by inflow" },
    ]);
    await must(repo, "drift check inflow --data data/inflow.csv");
    await must(repo, "drift check inflow --profile inflow.json");
    await must(repo, promote("1"));
    expect(evidenceOf(repo)).toMatchObject([
      { kind: "drift", data: { path: "data/inflow.csv" }, taken: true },
    ]);
  });

  test("another baseline, no check and no monitor are told apart, each with what to do", async () => {
    const repo = await monitored();
    const reason = async () => (await mlx(repo, promote("1", "--json"))).json["gates"];
    expect(await reason()).toMatchObject([
      { reason: "there is no check by inflow", hint: expect.stringContaining("mlx drift check inflow") },
    ]);
    await must(repo, "drift check inflow --data data/inflow.csv --record penguins@1");
    await must(repo, "drift baseline inflow --data data/moved.csv --force");
    expect(await reason()).toMatchObject([
      { reason: expect.stringContaining("against another baseline than the monitor has now") },
    ]);
    repo.remove("drift");
    expect(await reason()).toMatchObject([
      { reason: 'there is no monitor "inflow" in drift/', hint: expect.stringContaining("make one") },
    ]);
  });

  test("a version that is not there is refused before data is read, and --no-record still keeps nothing", async () => {
    const repo = await monitored();
    expect(
      (await mlx(repo, "drift check inflow --data data/gone.csv --record penguins@8 --json")).error.code,
    ).toBe("MLX_VERSION_NOT_FOUND");
    await must(repo, "drift check inflow --data data/inflow.csv --no-record");
    expect((await mlx(repo, "drift list --json")).json).toMatchObject({ checks: [] });
  });
});

describe("reproducibility", () => {
  async function trained(body: string) {
    const repo = gitRepo({ "train.mjs": body });
    repo.commit();
    await must(repo, ["run", "--output", "model.json", "--", "node", "train.mjs"]);
    await must(repo, ["model", "register", "penguins", "model.json", "--run", "last", "-m", "from a run"]);
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{reproducibility: identical}]}\n" });
    repo.write({ ".gitignore": "model.json\n" });
    return repo;
  }
  const steady = 'import { writeFileSync } from "node:fs"; writeFileSync("model.json", "1");';

  test("runs reproduce --record keeps the grade as evidence", async () => {
    const repo = await trained(steady);
    expect((await mlx(repo, promote("1"))).stdout).toMatch(
      /nobody has run it again yet\n +next: run it again: mlx runs reproduce \w{8} --record penguins@1/,
    );
    const { json } = await mlx(repo, "runs reproduce last --record penguins@1 --json");
    expect(json["evidence"]).toEqual([
      {
        noun: "model",
        name: "penguins",
        version: "1",
        file: expect.stringMatching(/evidence\/\w{64}\.json$/),
      },
    ]);
    expect(evidenceOf(repo)).toMatchObject([
      { kind: "reproduction", grade: "identical", tolerance: 1e-6, reproducedAs: expect.any(String) },
    ]);
    await must(repo, promote("1"));
    await must(repo, "registry verify");
  });

  test("one that was done before is taken out of the ledger", async () => {
    const repo = await trained(steady);
    await must(repo, "runs reproduce last --quiet");
    await must(repo, promote("1"));
    expect(evidenceOf(repo)).toMatchObject([{ kind: "reproduction", grade: "identical", taken: true }]);
  });

  test("other results are kept as well, and fail the gate with what differed", async () => {
    const repo = await trained(
      'import { writeFileSync } from "node:fs"; writeFileSync("model.json", String(Math.random()));',
    );
    expect((await mlx(repo, "runs reproduce last --record penguins@1 --quiet")).code).toBe(1);
    expect((await mlx(repo, promote("1"))).stdout).toMatch(
      /failed +reproducibility: identical · different, .*: model\.json has other content/,
    );
  });

  test("the run of another version is refused", async () => {
    const repo = await trained(steady);
    await must(repo, ["run", "--output", "model.json", "--", "node", "train.mjs"]);
    const { code, error } = await mlx(repo, "runs reproduce last --record penguins@1 --json");
    expect([code, error.code]).toEqual([2, "MLX_EVIDENCE_REFUSED"]);
    expect(error.hint).toMatch(/mlx runs reproduce \w{8} --record penguins@1/);
    await registerVersion(repo, 0.5);
    expect((await mlx(repo, "runs reproduce last --record penguins@2 --json")).error.code).toBe(
      "MLX_EVIDENCE_REFUSED",
    );
  });
});

describe("nonInferior", () => {
  const gate = (more = "") => ({
    "models/penguins/model.yaml": `gates: {champion: [{nonInferior: accuracy, margin: 0.1${more}}]}\n`,
  });

  test("is judged case by case against the present holder, in a fresh clone as well", async () => {
    const repo = await registeredModel(0.95, 0.93, 0.7);
    repo.write(gate(", evaluation: holdout"));
    await must(repo, evaluate("1"));
    await must(repo, promote("1"));
    repo.write(predictions(2));
    await must(repo, evaluate("2"));
    const { stdout } = await mlx(repo, promote("2", "--dry-run"));
    expect(stdout).toMatch(
      /passed +nonInferior: accuracy, margin 0\.1 by holdout · 0\.95 against 0\.95 of penguins@1: 0 \(95%: .*\), 40 cases of both compared one by one/,
    );
    repo.write(predictions(9));
    await mlx(repo, evaluate("3"));
    repo.commit();
    // At a glance, too: the newest version is much worse than the holder.
    expect((await mlx(repo, "status")).stdout).toContain("3 waits for champion (nonInferior)");
    const refused = await mlx(repo.clone(), "gate penguins@3 --to champion --json");
    expect(refused.code).toBe(1);
    expect(refused.json["gates"]).toMatchObject([
      { passed: false, threshold: -0.1, value: -0.175, evidence: [expect.any(String), expect.any(String)] },
    ]);
  });

  test("a figure of all cases together is compared by pairs, which decide what the interval of each leaves open", async () => {
    const repo = await registeredModel(0.95, 0.93);
    repo.write({
      "models/penguins/model.yaml":
        "gates: {champion: [{nonInferior: f1, margin: 0.12, evaluation: holdout}]}\n",
    });
    for (const [version, wrong] of [
      ["1", 6],
      ["2", 7],
    ] as const) {
      repo.write(predictions(wrong));
      await must(repo, evaluate(version));
    }
    await must(repo, promote("1"));
    const { code, stdout } = await mlx(repo, promote("2", "--dry-run"));
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /passed +nonInferior: f1, .* of penguins@1: -0\.02\d+ \(95%: .*\), 40 cases of both compared one by one by a bootstrap/,
      ),
    ]);
    // As an mlx wrote it that kept neither truth nor prediction: it is read still.
    forgetScores(repo);
    await must(repo, "registry verify");
    const apart = await mlx(repo, promote("2", "--dry-run"));
    expect([apart.code, apart.stdout]).toEqual([1, expect.stringContaining(", from the interval of each")]);
    expect(apart.stdout).toContain("next: too few cases to be sure");
  });

  test("areas under the curve are compared by DeLong's method, from the probabilities that the evidence keeps", async () => {
    const repo = await registeredModel(0.95, 0.93);
    const said = (shift: number) => {
      const rows = Array.from({ length: 40 }, (_, place) => {
        const score = ((place * 11) % 40) / 80 + (place < 20 ? 0 : 0.35) + (place % 3 === 0 ? shift : 0);
        return `p${place},${score.toFixed(4)}\n`;
      });
      return { "out/predictions.csv": `id,output\n${rows.join("")}` };
    };
    repo.write({
      "evals/holdout.eval.yaml": `target: {predictions: ../out/predictions.csv}
data: ../data/holdout.csv
id: id
expected: species
graders: [{roc_auc: {positive: Gentoo}}]
gates: [{metric: roc_auc, min: 0.5}]
`,
      "models/penguins/model.yaml": "gates: {champion: [{nonInferior: roc_auc, margin: 0.1}]}\n",
    });
    repo.write(said(0));
    await must(repo, evaluate("1"));
    await must(repo, promote("1"));
    repo.write(said(0.06));
    await must(repo, evaluate("2"));
    expect(await must(repo, promote("2", "--dry-run"))).toMatch(
      /passed +nonInferior: roc_auc, .* of penguins@1: .*, 40 cases of both compared one by one by DeLong's method/,
    );
  });

  test("goes by the records where no suite has said anything, and says that no interval is known", async () => {
    const repo = await registeredModel(0.95, 0.9, 0.7);
    repo.write(gate());
    await must(repo, promote("1"));
    expect((await mlx(repo, promote("2", "--dry-run"))).stdout).toContain(
      "no interval is known, so the figures alone decide",
    );
    expect((await mlx(repo, promote("3"))).code).toBe(1);
  });

  test("says what is missing where the holder was not evaluated, or nobody knows which way is better", async () => {
    const repo = await registeredModel(0.95, 0.9);
    repo.write(gate(", evaluation: holdout"));
    await must(repo, promote("1"));
    await must(repo, evaluate("2"));
    expect((await mlx(repo, promote("2"))).stdout).toMatch(
      /penguins@1, which holds the alias, has no accuracy by holdout\n +next: evaluate it: mlx eval run holdout --record --model penguins@1/,
    );
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{nonInferior: zing, margin: 0}]}\n" });
    expect((await mlx(repo, promote("2"))).stdout).toContain(
      "next: say it in the gate: direction: higher, or lower",
    );
  });
});

describe("scan", () => {
  test("looks at the bytes as they are now: a malicious pickle is refused by file and rule", async () => {
    const repo = await registeredModel();
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{scan: ok}]}\n" });
    // cos\nsystem\n(S'true'\ntR.
    repo.write({ "model.pkl": "cos\nsystem\n(S'true'\ntR." });
    await must(repo, ["model", "register", "penguins", "model.pkl", "-m", "bad"]);
    const { code, stdout } = await mlx(repo, promote("1"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed +scan: ok · suspicious: model\.pkl: .*os\.system/);
    expect(stdout).toContain("next: see all of it: mlx model pull penguins@1 --to DIR && mlx model scan DIR");
  });

  test("bytes that nobody has fail the gate", async () => {
    const repo = await registeredModel(0.9);
    repo.write({ "models/penguins/model.yaml": "gates: {champion: [{scan: ok}]}\n" });
    repo.commit();
    const { code, stdout } = await mlx(repo.clone(), promote("1"));
    expect([code, stdout]).toEqual([1, expect.stringContaining("its bytes cannot be had")]);
  });
});

test("evidence that was changed or taken away is found, and does not count", async () => {
  const repo = await registeredModel(0.9);
  repo.write({ "models/penguins/model.yaml": "gates: {champion: [{evaluation: holdout}]}\n" });
  await must(repo, evaluate("1"));
  await must(repo, approve("1"), { env: as("bob") });
  const [name = ""] = readdirSync(repo.path("models/penguins/evidence"));
  const file = `models/penguins/evidence/${name}`;
  const text = repo.read(file);
  repo.write({ [file]: text.replace('"verdict": "passed"', '"verdict": "failed"') });
  expect((await mlx(repo, "registry verify")).stdout).toContain(file);
  expect((await mlx(repo, promote("1"))).stdout).toContain("1 file of evidence cannot be read");
  repo.remove(file);
  expect((await mlx(repo, "registry verify")).stdout).toContain("missing-evidence");
});
