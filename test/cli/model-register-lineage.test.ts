import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { detailsOf, registered, trainedProject, treesText } from "../support/model-project.js";
import { promptText } from "../support/released-prompt.js";
import { recordRun } from "../support/training.js";

describe("from a run", () => {
  test("everything comes from the ledger: outputs, commit, data, parameters, figures, environment", async () => {
    const { repo, run } = await trainedProject();
    const { code, stdout, stderr } = await mlx(repo, "model register penguins --run last --require-lineage");
    expect([code, stdout]).toEqual([0, expect.stringContaining("registered penguins@1, 1 file")]);
    expect(stderr).not.toContain("not known");
    const model = sha256Of(repo.read("model.json"));
    expect(detailsOf(repo, "penguins", 1)).toMatchObject({
      artifacts: [{ path: "model.json", sha256: model }],
      run: { id: run, name: "trained", experiment: "Default", outputs: { "model.json": model } },
      code: { commit: repo.git("rev-parse", "HEAD"), dirty: false },
      data: { "data/train.csv": sha256Of("1\n2\n6\n") },
      parameters: { rate: "0.5" },
      metrics: { loss: 0.140625 },
      environment: { digest: expect.stringMatching(/^[0-9a-f]{64}$/), summary: { os: expect.any(String) } },
      missing: [],
    });
  });

  test("declared inputs are its data; what it wrote itself is none", async () => {
    const { repo } = await trainedProject();
    repo.write({ "raw/extra.csv": "9\n", ".gitignore": "model.json\nraw/\n" });
    repo.commit();
    await recordRun(repo, [
      ...["--input", "raw/extra.csv", "--output", "model.json", "--", process.execPath, "train.mjs"],
    ]);
    await must(repo, "model register m --run last");
    expect(detailsOf(repo, "m", 1)["data"]).toEqual({ "raw/extra.csv": sha256Of("9\n") });
  });

  test("figures of the person count beside and before those of the run", async () => {
    const { repo } = await trainedProject();
    await must(repo, "model register m --run trained --metric loss=0.5 --metric accuracy=0.8");
    expect(detailsOf(repo, "m", 1)["metrics"]).toEqual({ loss: 0.5, accuracy: 0.8 });
  });

  test("changes beside the commit are kept as a snapshot, which the version names", async () => {
    const { repo } = await trainedProject();
    repo.write({ "params.json": '{ "rate": 0.25, "epochs": 3 }\n' });
    await recordRun(repo, ["--output", "model.json", "--", process.execPath, "train.mjs"]);
    await must(repo, "model register m --run last");
    const { code, missing } = detailsOf(repo, "m", 1);
    expect(code).toMatchObject({ dirty: true, snapshot: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(missing).toEqual([]);
  });

  test("a credential in its command or its parameters is masked", async () => {
    const { repo } = await trainedProject();
    const ledger = await openRunLedger(repo.path(".mlx/ledger.db"));
    const [run] = ledger.search({}).runs;
    if (run === undefined) throw new Error("no run");
    ledger.append(run.id, { params: { api_key: "sk-abcdefghijklmnop1234" } }, 1);
    ledger.close();
    await must(repo, "model register m --run last");
    expect(repo.read("models/m/versions/1.json")).not.toContain("abcdefghijklmnop");
    expect(detailsOf(repo, "m", 1)["parameters"]).toMatchObject({ api_key: "[redacted]" });
  });

  test("an artifact is named by its path in the run, as it was declared or as it is kept", async () => {
    const { repo, run } = await trainedProject();
    await must(repo, ["model", "register", "one", `runs:/${run}/model.json`]);
    await must(repo, ["model", "register", "two", `runs:/${run.slice(-8)}/outputs/model.json`]);
    expect(repo.read("models/one/versions/1.yaml")).toBe(repo.read("models/two/versions/1.yaml"));
    expect(detailsOf(repo, "one", 1)).toMatchObject({ run: { id: run }, missing: [] });
    const absent = await mlx(repo, ["model", "register", "m", `runs:/${run}/modell.json`, "--json"]);
    expect([absent.code, absent.error.code]).toEqual([2, "MLX_ARTIFACT_NOT_FOUND"]);
    expect((await mlx(repo, "model register m runs:/nobody/x --json")).error.code).toBe("MLX_RUN_NOT_FOUND");
  });

  test("without outputs it says what to name", async () => {
    const { repo } = await trainedProject();
    await recordRun(repo, ["--", process.execPath, "-e", "0"]);
    const { code, error } = await mlx(repo, "model register m --run last --json");
    expect([code, error.code, error.hint]).toEqual([
      2,
      "MLX_ARTIFACT_NOT_FOUND",
      expect.stringContaining("--output"),
    ]);
  });

  test("a run that failed is told, and its output taken", async () => {
    const { repo } = await trainedProject();
    const script = "require('fs').writeFileSync('model.json', 'half'); process.exit(3)";
    await recordRun(repo, ["--output", "model.json", "--", process.execPath, "-e", script]);
    const { code, stderr } = await mlx(repo, "model register m --run last");
    expect([code, stderr]).toEqual([0, expect.stringContaining("failed, not finished")]);
  });
});

describe("a file that the run did not write", () => {
  test("is told, and refused under --require-lineage with exit 1 and nothing written", async () => {
    const { repo } = await trainedProject();
    repo.write({ "other.txt": treesText() });
    const refused = await mlx(repo, "model register m other.txt --run last --require-lineage");
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("not registered: --require-lineage, and 1 part of the lineage of m");
    expect(refused.stderr).toContain("other.txt is not what the run");
    expect(repo.exists("models")).toBe(false);
    const { code, stderr } = await mlx(repo, "model register m other.txt --run last");
    expect([code, stderr]).toEqual([0, expect.stringContaining("other.txt is not what the run")]);
    expect(detailsOf(repo, "m", 1)["missing"]).toEqual(["outputs"]);
  });

  test("a changed byte is enough", async () => {
    const { repo } = await trainedProject();
    repo.write({ "model.json": `${repo.read("model.json")} ` });
    expect(await registered(repo, ["m", "model.json", "--run", "last"])).toMatchObject({
      warnings: [expect.stringContaining("model.json is not what the run")],
    });
  });
});

describe("without --run", () => {
  test("the run that wrote these bytes is found in the ledger, and told", async () => {
    const { repo, run } = await trainedProject();
    const { stderr } = await mlx(repo, "model register penguins model.json --require-lineage");
    expect(stderr).toContain("wrote these bytes");
    expect(detailsOf(repo, "penguins", 1)).toMatchObject({ run: { id: run }, missing: [] });
    const again = await registered(repo, ["penguins", "model.json"]);
    expect(again).toMatchObject({ outcome: "unchanged", foundRun: run });
  });

  test("what is missing is said with what would fill it; --require-lineage refuses, also as JSON", async () => {
    const { repo } = await trainedProject();
    repo.write({ "other.txt": treesText() });
    const refused = await mlx(repo, "model register m other.txt --require-lineage --json");
    expect(refused.code).toBe(1);
    expect(refused.json).toMatchObject({ outcome: "refused", version: "1", files: [] });
    expect(repo.exists("models")).toBe(false);
    const { stderr } = await mlx(repo, "model register m other.txt");
    expect(stderr).toContain("which data it was trained on – track the data, mlx data add PATH");
    expect(stderr).toContain("which run made it – train with mlx run");
  });

  test("a clone without a ledger registers all the same, and makes none", async () => {
    const { repo } = await trainedProject();
    const clone = repo.clone();
    clone.write({ "m.txt": treesText() });
    await must(clone, "model register m m.txt");
    expect(clone.exists(".mlx/ledger.db")).toBe(false);
  });
});

test("a prompt's version is kept by the digest of its record", async () => {
  const { repo } = await trainedProject();
  repo.write({
    "prompts/answer/prompt.md": promptText(),
    "mlx.yaml": `${repo.read("mlx.yaml")}models:\n  house-1: {contextWindow: 100000, pinned: true}\n`,
  });
  await must(repo, "prompt publish answer --version 1.0.0 -m one");
  await must(repo, "prompt alias answer stable 1.0.0");
  await must(repo, "model register m --run last --prompt answer@stable");
  const { digest } = JSON.parse(repo.read("prompts/answer/versions/1.0.0.json"));
  expect(detailsOf(repo, "m", 1)["prompts"]).toEqual({ "answer@1.0.0": digest });
});
