import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";
import {
  editContext,
  recordedRuns,
  recordRun,
  stateOf,
  training,
  trainingProject,
} from "../support/training.js";

const command = "--output model.json -- node train.mjs";

function leftIn(repo: TestRepo): string[] {
  try {
    return readdirSync(repo.path(".mlx", "reproduce"));
  } catch {
    return [];
  }
}

async function tagsOf(repo: TestRepo, id: string): Promise<Readonly<Record<string, string>>> {
  return (await recordedRuns(repo)).find((run) => run.id === id)?.tags ?? {};
}

describe("a run that is not in this clone's ledger", () => {
  test("is told to come with runs pull where the repository has a store, and then does", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, `--name first ${command}`);
    await must(repo, "runs push");
    await must(repo, "data push");
    repo.commit("settings");
    const clone = repo.clone();
    for (const name of ["first", id, "last", "HEAD"]) {
      const { code, error } = await mlx(clone, ["runs", "reproduce", name, "--json"]);
      expect([name, code, error.hint]).toEqual([name, 2, expect.stringContaining("mlx runs pull brings it")]);
    }
    await must(clone, "runs pull");
    expect(await must(clone, "runs reproduce first")).toContain("identical outputs");
  });

  test("without a store, and where a name was mistyped, nobody is sent to pull", async () => {
    const repo = gitRepo({ "a.txt": "a" });
    repo.commit();
    const empty = (await mlx(repo, "runs reproduce first --json")).error;
    expect([empty.message, empty.hint]).toEqual([
      ...[
        'there is no run "first" in this repository\'s ledger, which holds none',
        "record one: mlx run -- COMMAND",
      ],
    ]);
    repo.write({ "mlx.yaml": "remotes: {a: {url: ../a}, b: {url: ../b}}\n" });
    const { hint } = (await mlx(repo, "runs reproduce first --json")).error;
    expect(hint).toContain("mlx runs pull --remote NAME brings it");
    const { repo: trained } = await trainingProject();
    await recordRun(trained, `--name first ${command}`);
    expect((await mlx(trained, "runs show frist --json")).error.hint).toBe("did you mean first?");
  });
});

describe("grades", () => {
  test("a deterministic script as identical, whatever happened in the working tree since, and touches nothing there", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, `--tag team=x ${command}`);
    repo.write({ "train.mjs": "throw new Error('edited since')", "params.json": "{}", "new.txt": "new" });
    repo.git("add", "params.json");
    repo.write({ "data/train.csv": "9\n" });
    await must(repo, "data add data/train.csv");
    repo.write({ "model.json": "mine" });
    const before = stateOf(repo);

    const { code, stdout, stderr } = await mlx(repo, ["runs", "reproduce", id]);
    expect(stderr).toContain("trained to");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("identical outputs") });
    expect(stdout).toMatch(/model\.json +[0-9a-f]{12} +[0-9a-f]{12} +same/);
    expect(stdout).toMatch(/loss +\S+ +\S+ +0 +same/);
    expect(stdout).not.toContain("trained to");
    expect(stateOf(repo)).toEqual(before);
    expect(repo.read("model.json")).toBe("mine");
    expect(repo.read("data/train.csv")).toBe("9\n");
    expect(leftIn(repo)).toEqual([]);
  });

  test("as JSON, and notes the grade and the run on the new run", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, `--tag team=x ${command}`);
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      run: id,
      grade: "identical",
      verdict: "identical outputs",
      reasons: [],
      outputs: [{ path: "model.json", same: true }],
      metrics: [{ key: "loss", difference: 0, within: true, sameHistory: true }],
      environment: { same: true, differences: [] },
      worktree: null,
    });
    expect(await tagsOf(repo, String(json["reproduction"]))).toMatchObject({
      "mlx.reproduces": id,
      "mlx.grade": "identical",
      team: "x",
    });
  });

  test("by metrics alone where no output was declared, and says so", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, "-- node train.mjs");
    const { code, stdout } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(0);
    expect(stdout).toContain("identical metrics\n  no outputs were declared: only metrics were compared");
  });

  test("by the metrics of the runs that an MLflow client made inside, in their order", async () => {
    const client = `const call = async (path, body) => {
  const headers = { authorization: "Bearer " + process.env.MLFLOW_TRACKING_TOKEN };
  const url = process.env.MLFLOW_TRACKING_URI + "/api/2.0/mlflow/" + path;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};
for (const value of [0.5, 0.25]) {
  const context = Object.entries(JSON.parse(process.env.MLFLOW_RUN_CONTEXT)).map(([key, value]) => ({ key, value }));
  const name = "run-" + process.pid + "-" + value;
  const { run } = await call("runs/create", { experiment_id: "0", run_name: name, start_time: Date.now(), tags: context });
  await call("runs/log-metric", { run_id: run.info.run_id, key: "loss", value, timestamp: Date.now(), step: 1 });
}
`;
    const { repo } = await trainingProject({ "client.mjs": client });
    const id = await recordRun(repo, "-- node client.mjs");
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
    expect({ code, json }).toMatchObject({
      code: 0,
      json: {
        verdict: "identical metrics",
        metrics: [
          { key: "1: loss", recorded: 0.5, now: 0.5 },
          { key: "2: loss", recorded: 0.25, now: 0.25 },
        ],
      },
    });
    const [inside] = await recordedRuns(repo, "client");
    const again = await mlx(repo, ["runs", "reproduce", inside?.id ?? "", "--json"]);
    expect(again.json).toMatchObject({ run: expect.any(String), grade: "identical" });
    expect(again.json["run"]).not.toBe(inside?.id);
  });

  test("a script with randomness as different, with exit 1", async () => {
    const { repo } = await trainingProject({
      "train.mjs": training.replace("let mean = 0", "let mean = Math.random()"),
    });
    const id = await recordRun(repo, command);
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      grade: "different",
      outputs: [{ same: false }],
      metrics: [{ within: false }],
    });
    const loose = await mlx(repo, ["runs", "reproduce", id, "--json", "--tolerance", "1e9"]);
    expect(loose.json).toMatchObject({ grade: "within_tolerance" });
  });

  test("tiny noise as within tolerance", async () => {
    const noisy = training.replace("let mean = 0", "let mean = Math.random() * 1e-9");
    const { repo } = await trainingProject({ "train.mjs": noisy });
    const id = await recordRun(repo, command);
    const { code, stdout } = await mlx(repo, ["runs", "reproduce", id]);
    expect(stdout).toContain("metrics within tolerance\n  model.json has other content");
    expect(code).toBe(0);
  });

  test("other results elsewhere as the environment's doing, and lists how it differs", async () => {
    const { repo } = await trainingProject({
      "train.mjs": training.replace("let mean = 0", "let mean = Math.random()"),
    });
    const id = await recordRun(repo, command);
    await editContext(repo, id, ({ environment }) => ({
      environment: {
        ...environment,
        interpreter: {
          name: "Node.js",
          version: "18.0.0",
          path: "/usr/bin/node",
          packages: { left: "1.0.0" },
        },
      },
    }));
    const { code, stdout } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(1);
    expect(stdout).toContain(`interpreter: Node.js 18.0.0 → Node.js ${process.versions.node}`);
    expect(stdout).toContain("package left: 1.0.0 → none");
    expect(stdout).toContain("\nenvironment differs\n");
  });

  test("a failure that fails again as reproduced, and one that does not as different", async () => {
    const { repo } = await trainingProject({
      "fail.mjs":
        "import {existsSync} from 'node:fs'; process.exit(existsSync(process.env.HOME + '/mended') ? 0 : 3)",
    });
    const id = await recordRun(repo, "-- node fail.mjs");
    expect((await mlx(repo, ["runs", "reproduce", id])).code).toBe(0);
    writeFileSync(join(repo.home, "mended"), "");
    const { code, stdout } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(1);
    expect(stdout).toContain("it failed with exit code 3, and now it finished with exit code 0");
  });
});

describe("the code", () => {
  test("of a dirty run comes from its snapshot, untracked files included", async () => {
    const { repo } = await trainingProject();
    repo.write({
      "train.mjs": training.replace('readFileSync("params.json"', 'readFileSync("mine.json"'),
      "mine.json": '{ "rate": 0.25, "epochs": 2 }',
    });
    const id = await recordRun(repo, command);
    const model = repo.read("model.json");
    repo.git("checkout", "--quiet", "--", "train.mjs");
    repo.remove("mine.json");
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json", "--keep"]);
    expect({ code, grade: json["grade"] }).toEqual({ code: 0, grade: "identical" });
    expect(repo.at(String(json["worktree"])).read("model.json")).toBe(model);
    const taken = await mlx(repo, ["runs", "reproduce", id, "--json", "--keep"]);
    expect(taken.error).toMatchObject({ code: "MLX_FOLDER_NOT_EMPTY", exitCode: 2 });
    repo.git("worktree", "remove", "--force", String(json["worktree"]));
  });

  test("of a run before the first commit comes from its snapshot, too", async () => {
    const repo = gitRepo({
      "write.mjs": "import {writeFileSync} from 'node:fs'; writeFileSync('out.txt', 'x')",
    });
    const id = await recordRun(repo, "--output out.txt -- node write.mjs");
    repo.commit("first");
    repo.write({ "write.mjs": "" });
    expect((await mlx(repo, ["runs", "reproduce", id, "--json"])).json).toMatchObject({ grade: "identical" });
  });

  test("is found by a revision: the run recorded there, not one that reproduced it", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, command);
    repo.git("tag", "v1");
    repo.commit("later");
    expect((await mlx(repo, "runs reproduce v1 --json")).json).toMatchObject({ run: id, grade: "identical" });
    expect((await mlx(repo, "runs reproduce v1 --json")).json).toMatchObject({ run: id, grade: "identical" });
  });

  test("with a file left out of the snapshot for a secret cannot run", async () => {
    const { repo } = await trainingProject();
    const key = ["AKIA", "QWERTYUIOPASDFGH"].join("");
    repo.write({
      "keys.json": `{"aws_access_key_id": "${key}", "aws_secret_access_key": "${"aB3/".repeat(10)}"}`,
    });
    const id = await recordRun(repo, command);
    const { code, stdout, stderr } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("keys.json was left out of the run's snapshot because it may hold a secret");
    expect(stderr).toContain("hint:");
  });

  test("that this clone lacks cannot run, with the fetch that would bring it", async () => {
    const { repo } = await trainingProject();
    const first = await recordRun(repo, command);
    repo.write({ "params.json": '{ "rate": 0.1, "epochs": 1 }' });
    const dirty = await recordRun(repo, command);
    repo.commit("later");
    const clone = repo.clone("--depth", "1");
    await must(clone, "init");
    writeFileSync(join(clone.root, ".mlx", "ledger.db"), await ledgerOf(repo));
    const shallow = await mlx(clone, ["runs", "reproduce", first, "--json"]);
    expect(shallow.code).toBe(3);
    expect(shallow.json).toMatchObject({ grade: "cannot_run", reproduction: null });
    expect(shallow.error).toMatchObject({
      code: "MLX_CANNOT_REPRODUCE",
      hint: "fetch the whole history: git fetch --unshallow",
    });
    const elsewhere = await mlx(clone, ["runs", "reproduce", dirty]);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain(`refs/mlx/runs/${dirty}: it was recorded in another clone`);
  });
});

/** A ledger's bytes, whole without its journal. */
async function ledgerOf(repo: TestRepo): Promise<Buffer> {
  const { default: Database } = await import("better-sqlite3");
  const database = new Database(repo.path(".mlx", "ledger.db"), { readonly: true });
  try {
    return database.serialize();
  } finally {
    database.close();
  }
}

describe("data and inputs", () => {
  test("are fetched from the remote where the cache lacks them", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, command);
    repo.remove("data/train.csv");
    dropObject(repo.path(".mlx/cache"), "1\n2\n6\n");
    const dry = await mlx(repo, ["runs", "reproduce", id, "--dry-run", "--json"]);
    expect(dry.json).toMatchObject({ runnable: true, data: { tracked: 1, missing: 1 } });
    expect((await mlx(repo, ["runs", "reproduce", id])).code).toBe(0);
    expect(repo.exists("data/train.csv")).toBe(false);
  });

  test("that are nowhere cannot run, and are listed", async () => {
    const { repo, store } = await trainingProject();
    const id = await recordRun(repo, command);
    for (const place of [repo.path(".mlx/cache"), store]) dropObject(place, "1\n2\n6\n");
    const { code, json, error } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
    expect(code).toBe(3);
    expect(json).toMatchObject({ grade: "cannot_run", reasons: [expect.stringContaining("data/train.csv")] });
    expect(error).toMatchObject({
      code: "MLX_CANNOT_REPRODUCE",
      hint: expect.stringContaining("mlx data push"),
    });
    expect(leftIn(repo)).toEqual([]);
  });

  test("that were not there when the run began are done without", async () => {
    const { repo } = await trainingProject();
    repo.write({ "data/other.csv": "3\n" });
    await must(repo, "data add data/other.csv");
    repo.commit("other data");
    repo.remove("data/other.csv");
    dropObject(repo.path(".mlx/cache"), "3\n");
    const id = await recordRun(repo, command);
    expect((await mlx(repo, ["runs", "reproduce", id, "--json"])).json).toMatchObject({ grade: "identical" });
  });

  test("modified when the run began cannot run", async () => {
    const { repo } = await trainingProject();
    repo.write({ "data/train.csv": "7\n7\n" });
    const id = await recordRun(repo, command);
    const { code, stderr } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(3);
    expect(stderr).toContain("data/train.csv was not as its pointer says when the run began");
  });

  test("that git ignores are copied while they are as they were, and named once they are not", async () => {
    const script = training.replace("data/train.csv", "raw/mine.csv");
    const { repo } = await trainingProject({ "train.mjs": script, "raw/mine.csv": "4\n5\n" });
    const id = await recordRun(repo, `--input raw/mine.csv ${command}`);
    const copied = await mlx(repo, ["runs", "reproduce", id]);
    expect(copied.code).toBe(0);
    expect(copied.stderr).toContain("copied raw/mine.csv");
    repo.write({ "raw/mine.csv": "4\n6\n" });
    const changed = await mlx(repo, ["runs", "reproduce", id]);
    expect(changed.code).toBe(3);
    expect(changed.stderr).toContain(
      "the input raw/mine.csv is neither in git nor tracked, and not as it was",
    );
  });

  test("that an earlier run wrote come from the cache once they were written over", async () => {
    const { repo } = await trainingProject({
      "judge.mjs":
        "import {readFileSync, writeFileSync} from 'node:fs'; writeFileSync('verdict.json', readFileSync('model.json'))",
    });
    await recordRun(repo, command);
    const id = await recordRun(repo, "--input model.json --output verdict.json -- node judge.mjs");
    repo.write({ "model.json": "another" });
    expect((await mlx(repo, ["runs", "reproduce", id, "--json"])).json).toMatchObject({ grade: "identical" });
    expect(repo.read("model.json")).toBe("another");
  });
});

describe("packages", () => {
  const files = {
    "package.json": '{ "dependencies": { "tiny": "1.0.0" } }',
    "package-lock.json":
      '{ "lockfileVersion": 3, "packages": { "node_modules/tiny": { "version": "1.0.0" } } }',
    "node_modules/tiny/package.json":
      '{ "name": "tiny", "version": "1.0.0", "type": "module", "main": "index.js" }',
    "node_modules/tiny/index.js": "export const rate = 0.5;",
    "train.mjs": training.replace(
      "const { rate, epochs } =",
      'import { rate } from "tiny"; const { epochs } =',
    ),
  };

  test("that are installed are linked while the lock file is the run's", async () => {
    const { repo } = await trainingProject(files);
    const id = await recordRun(repo, command);
    const away = join(tempFolder(), "elsewhere");
    const { code, stderr, json } = await mlx(repo, [
      "runs",
      "reproduce",
      id,
      "--to",
      away,
      "--keep",
      "--json",
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(json).toMatchObject({ grade: "identical", worktree: away });
    expect(repo.at(away).git("status", "--porcelain")).toBe("");
    expect(readdirSync(join(away, "node_modules"))).toEqual(["tiny"]);
  });

  test("of another lock file are refused, or taken with --ignore-locks", async () => {
    const { repo } = await trainingProject(files);
    const id = await recordRun(repo, command);
    repo.write({ "package-lock.json": files["package-lock.json"].replaceAll("1.0.0", "1.1.0") });
    const refused = await mlx(repo, ["runs", "reproduce", id]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain(
      "node_modules were installed from another package-lock.json than the run's",
    );
    expect((await mlx(repo, ["runs", "reproduce", id, "--ignore-locks"])).code).toBe(0);
  });
});

test("a lock file that is nowhere as it was is in the way, also where no packages are installed", async () => {
  const { repo } = await trainingProject({
    ".gitignore": "model.json\nrequirements.txt\n",
    "requirements.txt": "numpy==1\n",
  });
  const id = await recordRun(repo, command);
  expect((await mlx(repo, ["runs", "reproduce", id])).code).toBe(0);
  repo.write({ "requirements.txt": "numpy==2\n" });
  const refused = await mlx(repo, ["runs", "reproduce", id, "--json"]);
  expect([refused.code, refused.json["grade"]]).toEqual([3, "cannot_run"]);
  expect(refused.json["reasons"]).toEqual([
    expect.stringMatching(/^the lock file requirements.txt is neither in git nor tracked, and not as it was/),
  ]);
  const taken = await mlx(repo, ["runs", "reproduce", id, "--ignore-locks"]);
  expect(taken.code).toBe(0);
  expect(taken.stderr).toContain("the lock file requirements.txt");
});

test("data that is not what the run's pointers named is in the way, whatever the commit says", async () => {
  const { repo } = await trainingProject();
  const id = await recordRun(repo, command);
  const other = sha256Of("other data");
  await editContext(repo, id, ({ data }) => ({
    data: {
      modified: [],
      pointers: (data?.pointers ?? []).map((pointer) => ({ ...pointer, sha256: other })),
    },
  }));
  const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
  expect([code, json["grade"]]).toEqual([3, "cannot_run"]);
  expect(json["reasons"]).toEqual(["data/train.csv is not the data that the run had"]);
  expect(await recordedRuns(repo)).toHaveLength(1);
});

test("recorded variables have their values again", async () => {
  const script =
    "import {writeFileSync} from 'node:fs'; writeFileSync('model.json', [process.env.OMP_NUM_THREADS, process.env.TZ].join())";
  const { repo } = await trainingProject({ "train.mjs": script });
  const id = await recordRun(repo, command, { env: { OMP_NUM_THREADS: "2" } });
  const { json } = await mlx(repo, ["runs", "reproduce", id, "--json"], {
    env: { OMP_NUM_THREADS: "8", TZ: "Asia/Tokyo" },
  });
  expect(json).toMatchObject({ grade: "identical", environment: { same: true } });
});

test("--quiet shows the result without what the command prints", async () => {
  const { repo } = await trainingProject();
  const id = await recordRun(repo, command);
  const { stdout, stderr } = await mlx(repo, ["runs", "reproduce", id, "--quiet"]);
  expect(stdout).toContain("identical outputs");
  expect(stderr).toBe("");
});

describe("the place", () => {
  test("is the folder that the command ran in", async () => {
    const sub = training.replaceAll('readFileSync("', 'readFileSync("../');
    const { repo } = await trainingProject({ "sub/train.mjs": sub, "sub/.gitignore": "out/" });
    repo.write({ "sub/out/keep": "" });
    repo.write({ "sub/train.mjs": sub.replace('"model.json"', '"out/model.json"') });
    const id = await recordRun(repo, "--output out/model.json -- node train.mjs", { cwd: "sub" });
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"], { cwd: "data" });
    expect({ code, outputs: json["outputs"] }).toMatchObject({
      code: 0,
      outputs: [{ path: "sub/out/model.json", same: true }],
    });
  });

  test("has no submodules, and says so", async () => {
    const { repo } = await trainingProject({ ".gitmodules": "" });
    const id = await recordRun(repo, command);
    const { code, stderr } = await mlx(repo, ["runs", "reproduce", id]);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("submodules are left empty"),
    });
  });

  test("may be asked for from a linked worktree", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, command);
    const linked = repo.at(join(tempFolder(), "linked"));
    repo.git("worktree", "add", "--quiet", "-b", "other", linked.root);
    const before = stateOf(linked);
    expect((await mlx(linked, ["runs", "reproduce", id, "--json"])).json).toMatchObject({
      grade: "identical",
    });
    expect(stateOf(linked)).toEqual(before);
  });

  test("of absolute paths in the command is the new worktree", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, ["--output", "model.json", "--", "node", repo.path("train.mjs")]);
    repo.write({ "train.mjs": "throw new Error('edited since')" });
    expect((await mlx(repo, ["runs", "reproduce", id, "--json"])).json).toMatchObject({ grade: "identical" });
  });

  test("named with --to must be free, and is removed afterwards", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, command);
    const taken = await mlx(repo, ["runs", "reproduce", id, "--to", "data", "--json"]);
    expect(taken.error).toMatchObject({ code: "MLX_FOLDER_NOT_EMPTY", exitCode: 2 });
    expect(repo.exists("data/train.csv")).toBe(true);
    const free = join(tempFolder(), "free");
    expect((await mlx(repo, ["runs", "reproduce", id, "--to", free])).code).toBe(0);
    expect(readdirSync(join(free, ".."))).toEqual([]);
  });

  test("is not steered by a hook's variables, and runs no hooks", async () => {
    const { repo } = await trainingProject();
    const id = await recordRun(repo, command);
    repo.write({ ".git/hooks/post-checkout": '#!/bin/sh\necho ran >> "$HOME/hook-ran"\n' });
    const { chmodSync, existsSync } = await import("node:fs");
    chmodSync(repo.path(".git/hooks/post-checkout"), 0o755);
    const before = stateOf(repo);
    const env = { GIT_DIR: repo.path(".git"), GIT_INDEX_FILE: repo.path(".git/index"), GIT_PREFIX: "" };
    expect((await mlx(repo, ["runs", "reproduce", id, "--json"], { env })).json).toMatchObject({
      grade: "identical",
    });
    expect(stateOf(repo)).toEqual(before);
    expect(existsSync(join(repo.home, "hook-ran"))).toBe(false);
  });
});

describe("cannot run", () => {
  test("a program that is not here", async () => {
    const { repo } = await trainingProject();
    repo.write({ "raw/tool": "#!/bin/sh\nexit 0\n" });
    const { chmodSync } = await import("node:fs");
    chmodSync(repo.path("raw/tool"), 0o755);
    const id = await recordRun(repo, "-- ./raw/tool");
    const { code, json } = await mlx(repo, ["runs", "reproduce", id, "--json"]);
    expect({ code, json }).toMatchObject({
      code: 3,
      json: { grade: "cannot_run", reasons: [expect.stringContaining("./raw/tool")] },
    });
  });

  test("what was killed: there is nothing to compare with", async () => {
    const { repo } = await trainingProject({
      "die.mjs": "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 9000)",
    });
    const id = await recordRun(repo, "-- node die.mjs");
    const { code, stderr } = await mlx(repo, ["runs", "reproduce", id]);
    expect(code).toBe(3);
    expect(stderr).toContain("it was ended by SIGKILL, so it has no results");
  });

  test("a run that is not there", async () => {
    const { repo } = await trainingProject();
    expect((await mlx(repo, "runs reproduce nosuchrun --json")).error).toMatchObject({
      code: "MLX_RUN_NOT_FOUND",
      exitCode: 2,
    });
  });
});

test("a dry run says what would be run on what, and leaves nothing behind", async () => {
  const { repo } = await trainingProject();
  const id = await recordRun(repo, command);
  const { code, stdout } = await mlx(repo, ["runs", "reproduce", id, "--dry-run"]);
  expect(code).toBe(0);
  expect(stdout).toContain("command  node train.mjs");
  expect(stdout).toContain(`code     ${repo.git("rev-parse", "HEAD").slice(0, 12)}`);
  expect(stdout).toContain("data     1 tracked path, all of it in the cache");
  expect(await recordedRuns(repo)).toHaveLength(1);
  expect(leftIn(repo)).toEqual([]);
});
