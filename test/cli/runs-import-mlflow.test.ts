import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/runs/types.js";
import { must } from "../support/data-project.js";
import {
  recordedStore,
  startRecordedServer,
  startServer,
  writeRecordedDatabase,
} from "../support/mlflow-history.js";
import { mlx } from "../support/mlx.js";
import { historyOf, recordedRuns } from "../support/recorded-runs.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { contentsOf } from "../support/run-ledger.js";
import { tempFolder } from "../support/temp-folder.js";

/** What must be in the ledger, whichever of the three histories it came from. */
async function expectHistory(repo: TestRepo, options: { readonly artifacts: boolean }): Promise<void> {
  const byName = new Map<string, RunRecord>((await recordedRuns(repo)).map((run) => [run.name, run]));
  expect([...byName.keys()].sort()).toEqual(["child", "gone", "killed", "open", "parent"]);
  const run = (name: string) => {
    const found = byName.get(name);
    if (!found) throw new Error(`no run ${name}`);
    return found;
  };
  const [parent, child] = [run("parent"), run("child")];
  expect(parent).toMatchObject({
    experiment: "digits",
    kind: "client",
    status: "finished",
    user: "ada",
    git: { commit: `${"c0ffee".repeat(6)}c0ff`, dirty: false },
    params: { lr: "0.1", "train/epochs": "3" },
    tags: {
      team: "vision",
      "mlflow.run_id": expect.stringMatching(/^[0-9a-f]{32}$/),
      "mlflow.source.type": "LOCAL",
    },
    metrics: {
      "val/acc": { value: 0.75, step: 2 },
      nan: { value: Number.NaN },
      worst: { value: Number.NEGATIVE_INFINITY },
    },
  });
  expect(parent.endTime).toBeGreaterThan(parent.startTime);
  expect((await historyOf(repo, parent, "loss")).map(({ step, value }) => [step, value])).toEqual([
    [0, 1],
    [1, 0.5],
    [2, 1 / 3],
  ]);
  expect(child).toMatchObject({
    status: "finished",
    tags: { "mlflow.parentRunId": parent.id },
    inputs: [{ name: "train", sourceType: "local", tags: { "mlflow.data.context": "training" } }],
    models: [
      {
        name: "echo",
        runId: child.id,
        status: "LOGGED_MODEL_READY",
        step: 2,
        metrics: [{ key: "acc", value: 0.9, step: 2, datasetName: "train" }],
      },
    ],
  });
  const [model] = child.models;
  const paths = child.artifacts.map(({ path }) => path);
  expect(paths.includes(`models/${model?.id}/MLmodel`)).toBe(options.artifacts);
  expect(parent.artifacts.map(({ path }) => path)).toEqual(options.artifacts ? ["notes/read me.txt"] : []);
  expect(run("gone")).toMatchObject({ status: "failed", deletedAt: expect.any(Number) });
  expect(run("killed")).toMatchObject({ experiment: "old", status: "killed", deletedAt: expect.any(Number) });
  // Its last metric is the last sign of it.
  const [last] = await historyOf(repo, run("open"), "loss");
  expect(run("open")).toMatchObject({ status: "interrupted", endTime: last?.timestamp });
}

/** Imports twice: the second time changes nothing. */
async function importTwice(repo: TestRepo, source: string, ...options: string[]): Promise<void> {
  const first = await mlx(repo, ["runs", "import", "mlflow", source, ...options, "--json"]);
  expect([first.code, first.stderr]).toEqual([0, ""]);
  expect(first.json).toMatchObject({
    added: 5,
    merged: 0,
    unchanged: 0,
    refused: [],
    unfinished: 1,
    missing: [],
  });
  const before = await contentsOf(repo);
  const second = await mlx(repo, ["runs", "import", "mlflow", source, ...options, "--json"]);
  expect(second.json).toMatchObject({ added: 0, merged: 0, unchanged: 5, refused: [] });
  expect(await contentsOf(repo)).toEqual(before);
}

describe("runs import mlflow", () => {
  test("a file store, with its artifacts", async () => {
    const repo = gitRepo();
    await importTwice(repo, recordedStore);
    await expectHistory(repo, { artifacts: true });
    await must(repo, "runs get parent --to out");
    expect(repo.read("out/notes/read me.txt")).toBe("a note");
  });

  test("a symbolic link among the artifacts is not followed, and told", async () => {
    const store = join(tempFolder(), "mlruns");
    cpSync(recordedStore, store, { recursive: true });
    const secret = join(tempFolder(), "secret");
    writeFileSync(secret, "not theirs");
    const notes = readdirSync(store, { recursive: true, encoding: "utf8" }).find((path) =>
      path.endsWith("notes/read me.txt"),
    );
    const link = join(store, dirname(notes ?? ""), "link.txt");
    symlinkSync(secret, link);
    const repo = gitRepo();
    const { code, stderr } = await mlx(repo, ["runs", "import", "mlflow", store]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${link}: it is a symbolic link`)]);
    await must(repo, "runs get parent --to out");
    expect(readdirSync(repo.path("out/notes"))).toEqual(["read me.txt"]);
  });

  test("the folder around a file store, by a relative path", async () => {
    const repo = gitRepo();
    cpSync(recordedStore, repo.path("mlruns"), { recursive: true });
    await importTwice(repo, ".");
    await expectHistory(repo, { artifacts: true });
  });

  test("a SQLite database, with the artifact folder that it names", async () => {
    const repo = gitRepo();
    writeRecordedDatabase(repo.path("mlflow.db"));
    await importTwice(repo, "sqlite:///mlflow.db", "--no-artifacts");
    await expectHistory(repo, { artifacts: false });
    // The folder that the database names is not on this computer.
    const other = gitRepo();
    writeRecordedDatabase(other.path("mlflow.db"));
    const { code, stderr, json } = await mlx(other, "runs import mlflow mlflow.db --json");
    expect([code, json["added"]]).toEqual([0, 5]);
    expect(stderr).toContain("/home/ada/project/mlruns/1/");
  });

  test.each(["./mlruns", "mlflow-artifacts:"])(
    "a database finds the artifacts below %s beside it",
    async (place) => {
      const repo = gitRepo();
      writeRecordedDatabase(repo.path("mlflow.db"), place);
      await must(repo, "runs import mlflow mlflow.db --no-artifacts");
      const parent = (await recordedRuns(repo)).find(({ name }) => name === "parent");
      const folder = place === "./mlruns" ? "mlruns" : "mlartifacts";
      const other = gitRepo({
        [`${folder}/1/${parent?.tags["mlflow.run_id"]}/artifacts/notes/a.txt`]: "a note",
      });
      writeRecordedDatabase(other.path("mlflow.db"), place);
      expect((await mlx(other, "runs import mlflow mlflow.db --json")).json).toMatchObject({
        added: 5,
        artifacts: 1,
      });
      const imported = (await recordedRuns(other)).find(({ name }) => name === "parent");
      expect(imported?.artifacts).toMatchObject([{ path: "notes/a.txt", size: 6 }]);
    },
  );

  test("a server, with the artifacts that it hands out", async () => {
    const server = await startRecordedServer();
    const repo = gitRepo();
    await importTwice(repo, server.url);
    await expectHistory(repo, { artifacts: true });
    await server.close();
  });

  test("a server's credentials come from the environment or the address, and are not shown", async () => {
    const server = await startServer(() => ({ status: 200, text: '{"experiments": []}' }));
    const repo = gitRepo();
    await must(repo, ["runs", "import", "mlflow", server.url], {
      env: { MLFLOW_TRACKING_TOKEN: "abcdefgh" },
    });
    expect(server.authorization).toBe("Bearer abcdefgh");
    const user = { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "secret-word" };
    await must(repo, ["runs", "import", "mlflow", server.url], { env: user });
    expect(server.authorization).toBe(`Basic ${btoa("ada:secret-word")}`);
    const address = server.url.replace("://", "://ada:hidden-word@");
    const { stdout } = await mlx(repo, ["runs", "import", "mlflow", `${address}/`, "--json"]);
    expect(server.authorization).toBe(`Basic ${btoa("ada:hidden-word")}`);
    expect(stdout).not.toContain("hidden-word");
    await server.close();
  });

  test("a server that refuses ends with 4; one that is not there, or no server of MLflow, with 3", async () => {
    const refusing = await startServer(() => ({ status: 401, text: '{"message": "who are you?"}' }));
    const repo = gitRepo();
    const denied = await mlx(repo, ["runs", "import", "mlflow", refusing.url, "--json"]);
    expect(denied.error).toMatchObject({
      code: "MLX_MLFLOW_SOURCE",
      exitCode: 4,
      hint: expect.stringContaining("MLFLOW_TRACKING_TOKEN"),
    });
    await refusing.close();
    const gone = await mlx(repo, ["runs", "import", "mlflow", refusing.url, "--json"]);
    expect(gone.error).toMatchObject({ exitCode: 3, message: expect.stringContaining("cannot be reached") });
    const page = await startServer(() => ({ status: 200, text: "<html>" }));
    const other = await mlx(repo, ["runs", "import", "mlflow", page.url, "--json"]);
    expect(other.error).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("does not answer as MLflow's"),
    });
    await page.close();
  });

  test("one experiment alone; an unknown one is refused with those that there are", async () => {
    const repo = gitRepo();
    const { json } = await mlx(repo, [
      "runs",
      "import",
      "mlflow",
      recordedStore,
      "--experiment",
      "old",
      "--json",
    ]);
    expect(json).toMatchObject({ added: 1 });
    const { error } = await mlx(repo, [
      "runs",
      "import",
      "mlflow",
      recordedStore,
      "--experiment",
      "new",
      "--json",
    ]);
    expect(error).toMatchObject({ exitCode: 2, hint: expect.stringContaining("digits") });
  });

  test("a dry run reads everything and stores nothing", async () => {
    const repo = gitRepo();
    const { json } = await mlx(repo, ["runs", "import", "mlflow", recordedStore, "--dry-run", "--json"]);
    expect(json).toMatchObject({ dryRun: true, added: 5, artifacts: expect.any(Number) });
    expect(await recordedRuns(repo)).toEqual([]);
    expect(repo.exists(".mlx/cache/objects")).toBe(false);
  });

  test("a run that cannot be read is named with its file, and the others are taken in", async () => {
    const store = join(tempFolder(), "mlruns");
    cpSync(recordedStore, store, { recursive: true });
    const runs = readdirSync(store, { recursive: true, encoding: "utf8" });
    const metrics = runs.find(
      (path) => path.endsWith("metrics/loss") && readFileSync(join(store, path), "utf8").includes("0.5"),
    );
    const killed = runs.find((path) => /\.trash\/\d+\/[0-9a-f]{32}\/meta\.yaml$/.test(path));
    appendFileSync(join(store, metrics ?? ""), "1795207813816 much 3\n");
    writeFileSync(join(store, killed ?? ""), "start_time: [");
    const { code, json, stderr } = await mlx(gitRepo(), ["runs", "import", "mlflow", store, "--json"]);
    expect(code).toBe(3);
    expect(json).toMatchObject({ added: 3 });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "MLX_IMPORT_INCOMPLETE", exitCode: 3 } });
    expect(stderr).toContain("metrics/loss:4");
    expect(stderr).toContain("meta.yaml is not YAML");
  });

  test("a run that changed in MLflow since it was imported is refused, and says what differs", async () => {
    const store = join(tempFolder(), "mlruns");
    cpSync(recordedStore, store, { recursive: true });
    const repo = gitRepo();
    await must(repo, ["runs", "import", "mlflow", store]);
    const note = readdirSync(store, { recursive: true, encoding: "utf8" }).find((path) =>
      path.endsWith("read me.txt"),
    );
    rmSync(join(store, note ?? ""));
    const { code, json } = await mlx(repo, ["runs", "import", "mlflow", store, "--json"]);
    expect(code).toBe(3);
    expect(json).toMatchObject({
      unchanged: 4,
      refused: [{ reason: expect.stringContaining("artifact notes/read me.txt: only here") }],
    });
  });

  test.each([
    ["nothing there", "absent", "there is nothing at"],
    ["a folder of something else", ".", "holds no experiments of MLflow"],
    ["a bucket", "s3://bucket/mlruns", "is no place that runs can be read from"],
    ["a file that is no database", "notes.txt", "cannot be read as a database"],
  ])("%s is told", async (_, source, message) => {
    const repo = gitRepo({
      "notes.txt": "not a database, however long it is, and it has to be long enough for that",
    });
    const { code, stderr } = await mlx(repo, ["runs", "import", "mlflow", source]);
    expect([2, 3]).toContain(code);
    expect(stderr).toContain(message);
  });
});
