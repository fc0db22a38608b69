import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RunRecord } from "../../src/runs/types.js";
import { mlx } from "../support/mlx.js";
import { historyOf, onlyRun, recordedRuns } from "../support/recorded-runs.js";
import { gitRepo, plainFolder } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

test("what was typed is recorded: name, experiment, tags, parameters, the command and its folder", async () => {
  const repo = gitRepo({ "sub/a.txt": "" });
  const commit = repo.commit();
  const argv = ["run", "--name", "first", "--experiment", "churn", "--tag", "team=x", "--tag", "note=a=b"];
  const { code, stdout, stderr } = await mlx(
    repo,
    [...argv, "--param", "lr=0.1", "--", "sh", "-c", "exit 0"],
    {
      cwd: "sub",
    },
  );
  expect([code, stdout]).toEqual([0, ""]);
  const run = await onlyRun(repo);
  expect(stderr).toMatch(
    new RegExp(`^run ${run.id.slice(-8)} finished in .* · mlx runs show ${run.id.slice(-8)}\\n$`),
  );
  expect(run).toMatchObject({
    ...{ name: "first", experiment: "churn", kind: "command", status: "finished", exitCode: 0 },
    ...{ user: "test@example.com", tags: { team: "x", note: "a=b" }, params: { lr: "0.1" } },
    git: { commit, branch: "main", dirty: false },
    context: { command: { argv: ["sh", "-c", "exit 0"], cwd: "sub" } },
  });
  expect(existsSync(repo.path(".mlx/runs", run.id))).toBe(false);
});

test("without a name a run is called after its command, shortened, without credentials", async () => {
  const repo = gitRepo();
  await mlx(repo, ["run", "--", "/bin/sh", "-c", "exit 0", "x".repeat(100)]);
  await mlx(repo, ["run", "--", "true", "--token=abcdefghij"], { env: { API_TOKEN: "abcdefghij" } });
  const [long, secret] = await recordedRuns(repo);
  expect(long?.name).toMatch(/^sh -c 'exit 0' x+…$/);
  expect(long?.name).toHaveLength(60);
  expect(secret?.name).not.toContain("abcdefghij");
});

test("the setting runs.experiment names the experiment of runs that name none", async () => {
  const repo = gitRepo({ "mlx.yaml": "runs: {experiment: churn}\n" });
  await mlx(repo, "run -- true");
  await mlx(repo, "run -- true", { env: { MLX_RUNS_EXPERIMENT: "other" } });
  await mlx(repo, "run --experiment third -- true");
  expect((await recordedRuns(repo)).map(({ experiment }) => experiment)).toEqual(["churn", "other", "third"]);
});

test("-- may be left out: what follows the program is the program's", async () => {
  const repo = gitRepo();
  const { code } = await mlx(repo, ["run", "--name", "x", "sh", "-c", 'test "$1" = --json', "sh", "--json"]);
  expect(code).toBe(0);
  const help = await mlx(repo, ["run", "sh", "-c", 'test "$1" = --help && exit 4', "sh", "--help"]);
  expect([help.code, help.stdout]).toEqual([4, ""]);
});

test("mlx run --help explains it", async () => {
  const { code, stdout } = await mlx(gitRepo(), "run --help");
  expect(code).toBe(0);
  expect(stdout).toContain("mlx run [options] -- <command...>");
});

describe("refused, with nothing recorded:", () => {
  test.each([
    ["no command", "run --json", 2, "MLX_USAGE"],
    ["a program that is not there", "run --json -- no-such-program", 3, "MLX_PROGRAM_NOT_FOUND"],
    ["a program path that is not there", "run --json -- ./no-such-program", 3, "MLX_PROGRAM_NOT_FOUND"],
    ["a file that is no program", "run --json -- ./a.txt", 3, "MLX_PROGRAM_NOT_EXECUTABLE"],
    ["a folder", "run --json -- ./folder", 3, "MLX_PROGRAM_NOT_EXECUTABLE"],
    ["a blank name", ["run", "--json", "--name", " ", "--", "true"], 2, "MLX_USAGE"],
    ["an empty experiment", ["run", "--json", "--experiment", "", "--", "true"], 2, "MLX_USAGE"],
    ["an empty command", ["run", "--json", "--", ""], 3, "MLX_PROGRAM_NOT_FOUND"],
    ["an empty path", ["run", "--json", "--input", "", "--", "true"], 2, "MLX_USAGE"],
    ["an output around the repository", "run --json --output .. -- true", 2, "MLX_WHOLE_REPOSITORY"],
    ["a tag without =", "run --json --tag x -- true", 2, "MLX_USAGE"],
    ["a parameter with two values", "run --json --param a=1 --param a=2 -- true", 2, "MLX_USAGE"],
    ["an input that is not there", "run --json --input nowhere.csv -- true", 2, "MLX_INPUT_MISSING"],
  ])("%s", async (_what, command, code, name) => {
    const repo = gitRepo({ "a.txt": "text", "folder/b.txt": "" });
    repo.commit();
    await mlx(repo, "run -- true");
    repo.write({ "c.txt": "changed" });
    const result = await mlx(repo, command);
    expect([result.code, result.error.code]).toEqual([code, name]);
    expect(result.error.hint).not.toBe("");
    expect(await recordedRuns(repo)).toHaveLength(1);
    expect(repo.git("for-each-ref", "refs/mlx")).toBe("");
  });

  test("outside of a repository, and in a bare one", async () => {
    expect((await mlx(plainFolder(), "run --json -- true")).error.code).toBe("MLX_NOT_A_REPOSITORY");
    const repo = gitRepo({ "a.txt": "" });
    repo.commit();
    expect((await mlx(repo.clone("--bare"), "run --json -- true")).error.code).toBe("MLX_BARE_REPOSITORY");
  });
});

describe("recorded all the same:", () => {
  test("before the first commit, without a remote", async () => {
    const repo = gitRepo({ "a.txt": "" });
    expect((await mlx(repo, "run -- true")).code).toBe(0);
    expect((await onlyRun(repo)).git).toEqual({ branch: "main", dirty: true });
  });

  test("on a detached HEAD", async () => {
    const repo = gitRepo({ "a.txt": "" });
    const commit = repo.commit();
    repo.git("checkout", "--quiet", "--detach");
    expect((await mlx(repo, "run -- true")).code).toBe(0);
    expect((await onlyRun(repo)).git).toEqual({ commit, dirty: false });
  });

  test("in a linked worktree, into the ledger of the main one", async () => {
    const repo = gitRepo({ "a.txt": "" });
    repo.commit();
    const linked = repo.at(`${tempFolder()}/linked`);
    repo.git("worktree", "add", "--quiet", "-b", "other", linked.root);
    expect((await mlx(linked, ["run", "--", "sh", "-c", 'test "$MLX_RUN_ROOT" = "$PWD"'])).code).toBe(0);
    expect((await onlyRun(repo)).git.branch).toBe("other");
    expect(existsSync(linked.path(".mlx/ledger.db"))).toBe(false);
  });
});

test("the command finds its run, and MLflow's address, in its environment; what would mislead a client is gone", async () => {
  const repo = gitRepo();
  const script = `
    const { env } = process;
    require("node:fs").writeFileSync("env.json", JSON.stringify(env));
    fetch(env.MLFLOW_TRACKING_URI + "/api/2.0/mlflow/experiments/get?experiment_id=0", {
      headers: { authorization: "Bearer " + env.MLFLOW_TRACKING_TOKEN },
    }).then((answer) => process.exit(answer.status === 200 ? 0 : 1));
  `;
  const env = {
    MLFLOW_RUN_ID: "x",
    MLFLOW_TRACKING_USERNAME: "u",
    NO_PROXY: "example.com",
    MLFLOW_TRACKING_URI: "http://x",
  };
  expect((await mlx(repo, ["run", "--experiment", "e", "--", "node", "-e", script], { env })).code).toBe(0);
  const { id } = await onlyRun(repo);
  const seen: Record<string, string> = JSON.parse(repo.read("env.json"));
  expect(seen).toMatchObject({
    ...{
      MLX_RUN_ID: id,
      MLX_RUN_ROOT: repo.root,
      MLX_METRICS_FILE: repo.path(".mlx/runs", id, "metrics.jsonl"),
    },
    ...{ MLFLOW_EXPERIMENT_NAME: "e", MLFLOW_RUN_CONTEXT: `{"mlx.run_id":"${id}"}`, PYTHONUNBUFFERED: "1" },
    MLFLOW_TRACKING_URI: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    NO_PROXY: "example.com,127.0.0.1",
  });
  expect(seen["MLFLOW_RUN_ID"] ?? seen["MLFLOW_TRACKING_USERNAME"]).toBeUndefined();
  await expect(fetch(`${seen["MLFLOW_TRACKING_URI"]}/health`)).rejects.toThrow();
});

test("a login for MLflow in the person's home does not take the place of the run's token", async () => {
  const repo = gitRepo({
    "show.mjs": `
      const { MLFLOW_TRACKING_URI, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } = process.env;
      const login = Buffer.from(MLFLOW_TRACKING_USERNAME + ":" + MLFLOW_TRACKING_PASSWORD).toString("base64");
      const url = MLFLOW_TRACKING_URI + "/api/2.0/mlflow/experiments/get?experiment_id=0";
      const answer = await fetch(url, { headers: { authorization: "Basic " + login } });
      console.log(answer.status);
    `,
  });
  const login = join(repo.home, ".mlflow", "credentials");
  mkdirSync(dirname(login), { recursive: true });
  writeFileSync(login, "[mlflow]\nmlflow_tracking_username = ada\nmlflow_tracking_password = elsewhere\n");
  const { stdout } = await mlx(repo, "run -- node show.mjs");
  expect(stdout).toBe("200\n");
});

describe("--metrics", () => {
  test("takes in what the command wrote, nested keys with dots", async () => {
    const repo = gitRepo();
    const script = `echo '{"step": 3, "acc": 0.9, "val": {"auc": 0.8}, "name": "x"}' > m.json
      printf '{"step":1,"loss":2}\\n{"step":2,"loss":NaN}\\n' > h.jsonl`;
    const { code, stderr } = await mlx(repo, [
      "run",
      "--metrics",
      "m.json",
      "--metrics",
      "h.jsonl",
      "--",
      "sh",
      "-c",
      script,
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(" · 3 metrics · ")]);
    const run = await onlyRun(repo);
    expect(run.metrics).toMatchObject({
      acc: { value: 0.9, step: 3 },
      "val.auc": { value: 0.8, step: 3 },
      loss: { value: Number.NaN, step: 2 },
    });
    expect(await historyOf(repo, run, "loss")).toMatchObject([{ value: 2 }, { value: Number.NaN }]);
  });

  test.each([
    ["is not there", "true", "it does not exist"],
    ["is a pipe", "mkfifo m.json", "it is no file"],
    ["is malformed", "echo '{' > m.json", "neither JSON nor an object a line"],
    ["was there before, and not written to", "true", "was not written by this run"],
  ])("of a file that %s: a warning, and the command's exit code", async (what, script, warning) => {
    const repo = gitRepo(what.startsWith("was there") ? { "m.json": '{"acc": 1}' } : {});
    const { code, stderr } = await mlx(repo, ["run", "--metrics", "m.json", "--", "sh", "-c", script]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(new RegExp(`warning: m\\.json.*${warning}`))]);
    const run = await onlyRun(repo);
    expect([run.metrics, run.context.warnings]).toEqual([{}, [expect.stringContaining("m.json")]]);
  });
});

describe("a script that logs with MLflow past mlx is warned of:", () => {
  test("by the store that MLflow made", async () => {
    const { stderr } = await mlx(gitRepo(), "run -- mkdir mlruns");
    expect(stderr).toMatch(/warning: an MLflow client logged to .*mlruns and not to mlx/);
  });

  test("by a store that was there before, once something was added to it", async () => {
    const repo = gitRepo({ "mlruns/0/meta.yaml": "", "mlruns/0/one/meta.yaml": "", "mlflow.db": "" });
    for (const folder of ["mlruns/0/one", "mlruns/0", "mlruns", "mlflow.db"])
      utimesSync(repo.path(folder), 1_700_000_000, 1_700_000_000);
    expect((await mlx(repo, "run -- true")).stderr).not.toContain("warning");
    expect((await mlx(repo, "run -- mkdir mlruns/0/two")).stderr).toContain("mlruns and not to mlx");
    expect((await mlx(repo, ["run", "--", "sh", "-c", "echo x > mlflow.db"])).stderr).toContain(
      "mlflow.db and not to mlx",
    );
  });

  test("by what the script says", async () => {
    const repo = gitRepo({
      "train.py": 'import mlflow\nmlflow.set_tracking_uri("http://elsewhere")\n',
      "plain.py": "import mlflow\n",
      "none.py": "print('import mlflow')\n",
      "mlruns/0/meta.yaml": "",
    });
    expect((await mlx(repo, "run -- true train.py")).stderr).toContain(
      "train.py overrides the tracking address",
    );
    expect((await mlx(repo, "run -- true plain.py")).stderr).toContain(
      "plain.py imports mlflow, and no MLflow client",
    );
    expect((await mlx(repo, "run -- true none.py")).stderr).not.toContain("warning");
    const warned = (await recordedRuns(repo)).map(({ context }) => context.warnings?.length ?? 0);
    expect(warned).toEqual([1, 1, 0]);
  });
});

test("runs that a client left open, or ended before the command failed, end as the command did", async () => {
  const repo = gitRepo();
  const script = `
    const { MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN, MLX_RUN_ID } = process.env;
    const call = async (path, body) => (await fetch(MLFLOW_TRACKING_URI + "/api/2.0/mlflow/" + path, {
      method: "POST",
      headers: { authorization: "Bearer " + MLFLOW_TRACKING_TOKEN, "content-type": "application/json" },
      body: JSON.stringify(body),
    })).json();
    const create = async (name) => (await call("runs/create", {
      experiment_id: "0", run_name: name, tags: [{ key: "mlx.run_id", value: MLX_RUN_ID }],
    })).run.info.run_id;
    const early = await create("early");
    await call("runs/update", { run_id: early, status: "FINISHED", end_time: Date.now() });
    await create("open");
    const last = await create("last");
    await call("runs/update", { run_id: last, status: "FINISHED", end_time: Date.now() });
    process.exit(3);
  `;
  const argv = ["run", "--name", "command", "--", "node", "--input-type=module", "-e", script];
  const { code, stderr } = await mlx(repo, argv);
  expect(code).toBe(3);
  expect(stderr).toContain(" · 3 MLflow runs · ");
  const runs = await recordedRuns(repo);
  expect(Object.fromEntries(runs.map(({ name, status }) => [name, status]))).toEqual({
    ...{ command: "failed", early: "finished", open: "failed", last: "failed" },
  });
  const [command, ...clients] = runs;
  expect(clients.map(({ commandId }) => commandId)).toEqual(clients.map(() => command?.id));
});

test("a command that removes what it is recorded in is told of what is lost, and has its exit code", async () => {
  const repo = gitRepo({ "a.txt": "" });
  const { code, stderr } = await mlx(repo, ["run", "--", "sh", "-c", "rm -rf .mlx; exit 5"]);
  expect(code).toBe(5);
  expect(stderr).toMatch(/ledger\.db was removed while the command ran: what it held is lost/);
});

test("a clock that is set back leaves a run that did not end before it began, nor lasted less than nothing", async () => {
  const repo = gitRepo({ "a.txt": "" });
  let time = 1_700_000_000_000;
  vi.spyOn(Date, "now").mockImplementation(() => (time -= 60_000));
  try {
    expect((await mlx(repo, "run -- true")).code).toBe(0);
  } finally {
    vi.restoreAllMocks();
  }
  const { startTime, endTime, context } = await onlyRun(repo);
  expect(endTime).toBe(startTime);
  expect(context.resources?.wallSeconds).toBeGreaterThanOrEqual(0);
});

test("what lies about where runs have their folders is left alone, and one that cannot be read holds up no other", async () => {
  const repo = gitRepo({ "a.txt": "" });
  await mlx(repo, "run --name one -- echo printed");
  await mlx(repo, "run --name two -- true");
  const [one, two] = await recordedRuns(repo);
  const folder = (run: RunRecord | undefined) => `.mlx/runs/${run?.id}`;
  repo.write({ ".mlx/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV": "", [`${folder(one)}/output.9`]: "the end of it\n" });
  repo.write({ [`${folder(two)}/metrics.jsonl`]: '{"key":"late","value":1}\n' });
  const { code, stdout } = await mlx(repo, "runs log one");
  expect([code, stdout]).toEqual([0, "printed\n"]);
  expect((await recordedRuns(repo))[1]?.metrics).toMatchObject({ late: { value: 1 } });
  expect([one, two].map((run) => repo.exists(folder(run)))).toEqual([false, false]);
});

test("mlx's own folder may be a link to another disk", async () => {
  const repo = gitRepo({ "a.txt": "" });
  symlinkSync(tempFolder(), repo.path(".mlx"));
  expect((await mlx(repo, "run -- true")).stderr).toMatch(/^run \S+ finished in .*\n$/);
  expect((await mlx(repo, "runs list --json")).json["runs"]).toHaveLength(1);
});
