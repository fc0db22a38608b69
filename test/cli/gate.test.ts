import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { evaluated, evidenceProject } from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
import {
  changes,
  modelSettings,
  promote,
  registeredModel,
  registerVersion,
} from "../support/registered-model.js";
import { projectFile } from "../support/released-prompt.js";

const gate = (version: string, ...words: string[]) => [
  "gate",
  `penguins@${version}`,
  "--to",
  "champion",
  ...words,
];
const gates = ["{metric: accuracy, min: 0.88}", "{approvals: 1}"];

async function gated(...accuracies: number[]) {
  const repo = await registeredModel(...accuracies);
  repo.write(modelSettings(gates));
  repo.commit();
  return repo;
}

test("the verdict is that of promote: exit 0 or 1, and nothing in the repository is changed", async () => {
  const repo = await registeredModel(0.9, 0.8);
  repo.write(modelSettings(["{metric: accuracy, min: 0.88}"]));
  await must(repo, promote("1"));
  repo.commit();
  const passed = await mlx(repo, gate("1"));
  expect([passed.code, passed.stdout]).toEqual([
    0,
    expect.stringContaining("passed: penguins@1 may be champion, as it is; 1 of 1 gates passed"),
  ]);
  const refused = await mlx(repo, gate("2"));
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining("refused: penguins@2 may not be champion; 1 of 1 gates failed"),
  ]);
  expect(refused.stdout).toMatch(
    /failed +metric: accuracy ≥ 0\.88 · 0\.8, recorded with the version\n +next: /,
  );
  expect(changes(repo)).toBe("");
});

test("an alias without gates whose name is nearly that of one with gates: the verdict stands, and a warning asks", async () => {
  const repo = await gated(0.9);
  const meant = "did you mean champion? it has gates for champion";
  const judged = await mlx(repo, "gate penguins@1 --to champoin");
  expect([judged.code, judged.stderr]).toEqual([0, expect.stringContaining(meant)]);
  const promoted = await mlx(repo, "model promote penguins@1 --to champoin");
  expect([promoted.code, promoted.stderr]).toEqual([0, expect.stringContaining(meant)]);
  expect((await mlx(repo, "gate penguins@1 --to challenger")).stderr).toBe("");
  expect((await mlx(repo, gate("1"))).stderr).not.toContain("did you mean");
});

test("works in a fresh shallow clone without tags, and without an identity", async () => {
  const repo = await gated(0.9);
  const clone = repo.clone("--depth", "1", "--no-tags");
  const { code, json } = await mlx(clone, gate("1", "--json"), { env: { GIT_CONFIG_GLOBAL: "/dev/null" } });
  expect(code).toBe(1);
  expect(json).toMatchObject({
    ...{
      noun: "model",
      name: "penguins",
      version: "1",
      alias: "champion",
      present: null,
      record: expect.stringMatching(/^[0-9a-f]{64}$/),
      verdict: "refused",
    },
    file: "models/penguins/model.yaml",
    gates: [
      { passed: true, value: 0.9, threshold: 0.88 },
      { passed: false, value: 0, threshold: 1, hint: expect.any(String) },
    ],
  });
});

test("an alias that demands nothing passes, and says that", async () => {
  const repo = await gated(0.9);
  const { code, stdout } = await mlx(repo, ["gate", "penguins@1", "--to", "staging"]);
  expect([code, stdout]).toEqual([0, "passed: penguins@1 may be staging; nothing is demanded of it\n"]);
  expect((await mlx(repo, ["gate", "penguins@1", "--to", "staging", "--format", "junit"])).stdout).toContain(
    'tests="1" failures="0"',
  );
});

test("Markdown tells verdict, figures and next steps, and nothing in it is mark-up of others", async () => {
  const repo = await gated(0.8);
  const { code, stdout } = await mlx(repo, gate("1", "--format", "markdown"));
  expect(code).toBe(1);
  expect(stdout).toContain("## ❌ `penguins@1` to `champion`: refused\n");
  expect(stdout).toContain("| **failed** | `metric: accuracy ≥ 0.88` | `0.8, recorded with the version` |");
  expect(stdout).toMatch(/\nNext:\n\n- `metric: accuracy ≥ 0\.88`: `train a better one/);
});

test("JUnit has a test a gate: one that failed says why and what to do", async () => {
  const repo = await gated(0.9);
  const { stdout } = await mlx(repo, gate("1", "--format", "junit"));
  expect(stdout).toContain('<testsuite name="penguins@1 to champion" tests="2" failures="1">');
  expect(stdout).toContain(
    '<testcase classname="penguins@1 to champion" name="metric: accuracy ≥ 0.88"><system-out>0.9, recorded',
  );
  expect(stdout).toMatch(
    /name="approvals: 1"><failure type="gate" message="0 of 1">0 of 1&#10;next: ask somebody other/,
  );
});

test("annotations of GitHub stand at the gates' lines in model.yaml", async () => {
  const repo = await gated(0.9);
  const { stdout, stderr } = await mlx(repo, gate("1", "--format", "github"));
  expect(stdout).toMatch(
    /^::error file=models\/penguins\/model\.yaml,line=4,col=7,title=approvals%3A 1::penguins@1 may not be champion: 0 of 1%0Aask /,
  );
  expect(stderr).toContain("refused: penguins@1 may not be champion");
});

test("a prompt is judged by mlx.yaml, with the commands that help", async () => {
  const repo = await evidenceProject("1.0.0");
  const refused = await mlx(repo, "gate answer@1.0.0 --to stable --json");
  expect([refused.code, refused.json]).toMatchObject([
    1,
    {
      ...{ noun: "prompt", verdict: "refused", file: "mlx.yaml" },
      gates: [
        {
          gate: "evaluation: answer",
          hint: "to evaluate it: mlx eval run answer --prompt answer@1.0.0 --record",
        },
      ],
    },
  ]);
  await must(repo, evaluated("1.0.0"));
  await must(repo, "gate answer@1.0.0 --to stable");
  repo.write({ "mlx.yaml": projectFile("[{lint: errors}]") });
  expect(await must(repo, "gate answer@1.0.0 --to stable")).toContain("passed: answer@1.0.0 may be stable");
});

test("a name that a prompt and a model share means the model", async () => {
  const repo = await evidenceProject("1.0.0");
  await registerVersion(repo, 0.9);
  repo.write({ "models/answer/keep.txt": "" });
  await must(repo, ["model", "register", "answer", "model.json", "-m", "same name"]);
  expect((await mlx(repo, "gate answer@1 --to stable --json")).json).toMatchObject({
    noun: "model",
    verdict: "passed",
  });
});

test.each([
  [["gate", "penguins", "--to", "champion"], "MLX_REFERENCE", "penguins@VERSION"],
  [["gate", "penguins@1"], "MLX_USAGE", "--to"],
  [["gate", "penguins@5", "--to", "champion"], "MLX_VERSION_NOT_FOUND", "it has 1"],
  [["gate", "gulls@1", "--to", "champion"], "MLX_NOT_PUBLISHED", "no version of the model or prompt gulls"],
  [["gate", "penguins@1", "--to", "con"], "MLX_ALIAS_NAME", "a name is"],
  [["gate", "penguins@1", "--to", "champion", "--format", "junit"], "MLX_USAGE", "two forms"],
])("%j is refused", async (words, code, said) => {
  const repo = await gated(0.9);
  const result = await mlx(repo, [...words, "--json"]);
  expect([result.code, result.error.code]).toEqual([2, code]);
  expect(`${result.error.message} ${result.error.hint}`).toContain(said);
});

test("--strict: an alias that demands nothing is a failure, so a mistyped one passes nothing", async () => {
  const repo = await gated(0.9);
  const { code, stderr } = await mlx(repo, ["gate", "penguins@1", "--to", "chamipon", "--strict"]);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("sets no gates for chamipon, and --strict demands some"),
  ]);
  expect(stderr).toContain("did you mean champion?");
  repo.write(modelSettings(["{metric: accuracy, min: 0.88}"]));
  expect((await mlx(repo, gate("1", "--strict"))).code).toBe(0);
});

test("gates that are not as they were committed are told", async () => {
  const repo = await gated(0.9);
  repo.write(modelSettings(["{metric: accuracy, min: 0.5}"]));
  expect((await mlx(repo, gate("1"))).stderr).toContain("model.yaml is not as it was committed");
});
