import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { directoryContent, listingDigest } from "../../src/data/tree.js";
import type { RunContext } from "../../src/runs/types.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

interface Shown {
  readonly params: Record<string, string>;
  readonly git: { commit?: string; branch?: string | null; dirty: boolean };
  readonly context: RunContext;
  readonly artifacts: readonly { path: string; sha256: string; size: number }[];
}

/** The last run, as `runs show` tells it. */
async function shown(repo: TestRepo): Promise<Shown> {
  const { stdout, stderr } = await mlx(repo, "runs show last --json");
  expect(stderr).toBe("");
  return JSON.parse(stdout).run;
}

/** Records a command that succeeds, and returns what is known of it. */
async function recorded(
  repo: TestRepo,
  command: string | readonly string[],
  options: Parameters<typeof mlx>[2] = {},
): Promise<Shown & { stderr: string }> {
  const { code, stderr } = await mlx(repo, command, options);
  expect(code, stderr).toBe(0);
  return { ...(await shown(repo)), stderr };
}

/** A program of this repository's own, found on PATH before others. */
function program(repo: TestRepo, name: string, script: string): NodeJS.ProcessEnv {
  const folder = join(repo.home, "bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  return { PATH: `${folder}:${repo.env["PATH"]}` };
}

const secret = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");

describe("the code of a run", () => {
  test("a clean tree: commit and branch, no snapshot, the remote without its password", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    const commit = repo.commit();
    repo.git("remote", "add", "origin", "https://me:hunter22@example.com/a.git");
    const { git, context } = await recorded(repo, "run -- true");
    expect(git).toEqual({ commit, branch: "main", dirty: false });
    expect(context.code).toEqual({ changes: [], remote: "https://example.com/a.git" });
    expect(context.command).toMatchObject({ argv: ["true"], cwd: "." });
    expect(repo.git("for-each-ref", "refs/mlx")).toBe("");
  });

  test("a dirty tree is kept as it was before the command changed it", async () => {
    const repo = gitRepo({ "a.txt": "a\n", "sub/b.txt": "b\n" });
    repo.commit();
    repo.write({ "a.txt": "before\n", "new.txt": "new\n" });
    const { git, context } = await recorded(repo, ["run", "--", "sh", "-c", "echo after > ../a.txt"], {
      cwd: "sub",
    });
    expect(git.dirty).toBe(true);
    expect(context.code?.changes).toEqual(["a.txt", "new.txt"]);
    expect(context.command?.cwd).toBe("sub");
    const ref = context.code?.snapshot?.ref ?? "";
    expect(repo.git("show", `${ref}:a.txt`)).toBe("before");
    expect(repo.git("show", `${ref}:new.txt`)).toBe("new");
    expect(repo.read("a.txt")).toBe("after\n");
  });

  test("a secret stays out of the repository, the ledger and the run's command line", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "conf.py": `\nTOKEN = "${secret}"\n` });
    const { context, stderr } = await recorded(repo, ["run", "--", "true", "--token", secret]);
    expect(context.code?.snapshot?.omitted).toEqual([
      { path: "conf.py", reason: "secret", detail: "conf.py:2 looks like a GitHub token" },
    ]);
    expect(context.command?.argv).toEqual(["true", "--token", "[redacted]"]);
    expect(stderr).toContain("the command line holds what looks like a secret");
    expect(stderr).toContain(
      "the run's snapshot lacks conf.py (conf.py:2 looks like a GitHub token): it cannot be reproduced without",
    );
    expect(repo.git("cat-file", "--batch", "--batch-all-objects")).not.toContain(secret);
    expect(JSON.stringify(context)).not.toContain(secret);
  });

  test("nor is one recorded that stands in a parameter or a tag, and the parameter is named", async () => {
    const repo = gitRepo({ "params.yaml": `api_key: hunter2hunter2\nlr: 0.1\neos_token: </s>\n` });
    repo.commit();
    const url = "postgres://me:hunter2hunter2@db/x";
    const words = ["run", "--param", `url=${url}`, "--tag", `used=${secret}`, "--", "true"];
    const { params, context, stderr } = await recorded(repo, words);
    expect(params).toEqual({
      ...{ api_key: "[redacted]", lr: "0.1", eos_token: "</s>" },
      url: "postgres://[redacted]@db/x",
    });
    expect(stderr).toMatch(/parameter api_key holds what looks like a secret[\s\S]*parameter url holds/);
    expect(JSON.stringify(context)).not.toMatch(new RegExp(`hunter2|${secret}`));
  });

  test("before the first commit, and on a detached HEAD", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    const unborn = await recorded(repo, "run -- true");
    expect(unborn.git).toMatchObject({ branch: "main", dirty: true });
    expect(unborn.context.code?.snapshot?.files).toBe(1);
    const commit = repo.commit();
    repo.git("checkout", "--quiet", "--detach");
    const detached = await recorded(repo, "run -- true");
    expect(detached.git).toMatchObject({ commit, dirty: false });
    expect(detached.git.branch ?? undefined).toBeUndefined();
  });

  test("what an earlier run left in the place of an output is no code, though the tree is dirty", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "out/model.bin": "old model\n", "out.txt": "a file\n" });
    const { git, context } = await recorded(repo, "run --output out -- true");
    expect(git.dirty).toBe(true);
    const { ref = "", files } = context.code?.snapshot ?? {};
    expect(files).toBe(1);
    expect(repo.git("ls-tree", "-r", "--name-only", ref).split("\n")).toEqual(["a.txt", "out.txt"]);
  });

  test("a new key store stays out of the snapshot, though nobody can look inside", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "certs/server.p12": "\0binary", "b.txt": "b\n" });
    const { context } = await recorded(repo, "run -- true");
    const { ref = "", omitted } = context.code?.snapshot ?? {};
    expect(omitted).toEqual([
      { path: "certs/server.p12", reason: "secret", detail: "a file of this kind holds keys or passwords" },
    ]);
    expect(repo.git("ls-tree", "-r", "--name-only", ref).split("\n")).toEqual(["a.txt", "b.txt"]);
  });

  test("where git refuses, the run goes on and says so", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ ".git/index": "no index" });
    const { stderr } = await recorded(repo, "run -- true");
    expect(stderr).toMatch(/git could not tell which code this is: git status failed/);
  });
});

describe("inputs and tracked data", () => {
  test("files, folders, links and paths outside of the repository are digested", async () => {
    const outside = tempFolder();
    writeFileSync(join(outside, "x.csv"), "outside\n");
    const repo = gitRepo({ "in/a.csv": "a\n", "in/b/c.csv": "c\n", "one.csv": "one\n" });
    symlinkSync("../one.csv", repo.path("in/link.csv"));
    repo.commit();
    const { context } = await recorded(
      repo,
      `run --input in --input one.csv --input ${outside}/x.csv -- true`,
    );
    const entry = (path: string, text: string) => {
      return { path, sha256: sha256Of(text), size: text.length, mode: "644" } as const;
    };
    const folder = directoryContent([
      entry("a.csv", "a\n"),
      entry("b/c.csv", "c\n"),
      entry("link.csv", "one\n"),
    ]);
    expect(context.inputs).toEqual([
      { path: "in", kind: "directory", sha256: listingDigest(folder.pointer), size: 8, files: 3 },
      { path: "one.csv", kind: "file", sha256: sha256Of("one\n"), size: 4 },
      { path: `${outside}/x.csv`, kind: "file", sha256: sha256Of("outside\n"), size: 8 },
    ]);
  });

  test("a tracked path has the digest of its pointer, and what was edited is told", async () => {
    const repo = gitRepo({ "data/a.csv": "a\n", "data/b.csv": "b\n", "one.csv": "one\n" });
    await mlx(repo, "init");
    await mlx(repo, "data add data one.csv");
    repo.commit();
    const { context } = await recorded(repo, "run --input data -- true");
    const [data, one] = context.data?.pointers ?? [];
    expect(context.data?.modified).toEqual([]);
    expect(data).toMatchObject({ path: "data", kind: "directory", files: 2, size: 4 });
    expect(one).toEqual({ path: "one.csv", kind: "file", sha256: sha256Of("one\n"), size: 4 });
    expect(context.inputs).toEqual([data]);
    repo.write({ "data/a.csv": "edited\n" });
    const edited = await recorded(repo, "run --input data -- true");
    expect(edited.context.data?.modified).toEqual(["data"]);
    expect(edited.context.data?.pointers[0]).toEqual(data);
    expect(edited.context.inputs?.[0]?.sha256).not.toBe(data?.sha256);
  });

  test("a missing input is told before anything starts, with how to get it", async () => {
    const repo = gitRepo({ "one.csv": "one\n" });
    await mlx(repo, "init");
    await mlx(repo, "data add one.csv");
    repo.remove("one.csv");
    const { code, error } = await mlx(repo, [
      "run",
      "--json",
      "--input",
      "one.csv",
      "--",
      "touch",
      "started",
    ]);
    expect(code).toBe(2);
    expect(error).toMatchObject({
      code: "MLX_INPUT_MISSING",
      hint: expect.stringContaining("mlx data pull one.csv"),
    });
    expect(repo.exists("started")).toBe(false);
    expect((await mlx(repo, "run --input nowhere -- true")).stderr).toContain(
      "the input nowhere does not exist",
    );
    symlinkSync("nowhere", repo.path("dangling"));
    expect((await mlx(repo, "run --input dangling -- true")).stderr).toContain(
      "the input dangling is a link that leads nowhere",
    );
    expect((await mlx(repo, "runs list --json")).json["runs"]).toEqual([]);
  });

  test("the repository itself is neither input nor output", async () => {
    const repo = gitRepo();
    for (const option of ["--input .", "--output .", "--output .git/x", "--input .mlx"]) {
      expect((await mlx(repo, `run ${option} -- true`)).code, option).toBe(2);
    }
  });

  test("a refused run leaves nothing behind: its folder goes once nothing is made in it any more", async () => {
    const repo = gitRepo();
    const done = join(repo.home, "done");
    const env = program(repo, "mkfifo", `#!/bin/sh\nsleep 0.5; mkdir -p "$(dirname "$3")"; : > ${done}\n`);
    expect((await mlx(repo, "run --output . -- true", { env })).code).toBe(2);
    expect(existsSync(done)).toBe(true);
    expect(readdirSync(repo.path(".mlx/runs"))).toEqual([]);
  });

  test("a broken pointer is told, and the run goes on", async () => {
    const repo = gitRepo({ "x.csv.mlx": "mlx: 1\nkind: what\n" });
    expect((await recorded(repo, "run -- true")).stderr).toMatch(/x\.csv\.mlx:\d+:\d+/);
  });
});

describe("settings of a run", () => {
  test("parameters of files nearer to the command win, --param wins over all, and seeds are told", async () => {
    const repo = gitRepo({
      "params.yaml": "train:\n  lr: 1e-3\n  seed: 7\nkeep: top\n",
      "sub/params.json": '{"train": {"lr": 0.50}, "random_state": 3}',
      "sub/requirements-dev.txt": "x\n",
      "uv.lock": "lock\n",
    });
    repo.commit();
    const run = await recorded(repo, "run --param keep=typed --param my.seed=9 -- true --seed 5", {
      cwd: "sub",
      env: { PYTHONHASHSEED: "0" },
    });
    expect(run.params).toEqual({
      "train.lr": "0.50",
      "train.seed": "7",
      keep: "typed",
      random_state: "3",
      "my.seed": "9",
    });
    expect(run.context.seeds).toEqual({
      "train.seed": "7",
      random_state: "3",
      "my.seed": "9",
      "--seed": "5",
      PYTHONHASHSEED: "0",
    });
    expect(run.context.paramFiles?.map(({ path }) => path)).toEqual(["params.yaml", "sub/params.json"]);
    expect(run.context.lockFiles).toEqual([
      { path: "uv.lock", kind: "file", sha256: sha256Of("lock\n"), size: 5, manager: "uv" },
      { path: "sub/requirements-dev.txt", kind: "file", sha256: sha256Of("x\n"), size: 2, manager: "pip" },
    ]);
  });

  test("a broken parameter file is told with its place, and the run goes on", async () => {
    const repo = gitRepo({ "params.yaml": "a: 1\nb: [1,\nc: 2\n", "params.toml": "ok = 1\n" });
    const { stderr, params } = await recorded(repo, "run -- true");
    expect(stderr).toMatch(/params\.yaml:\d+:\d+: .*; its parameters are not recorded/);
    expect(params).toEqual({ ok: "1" });
  });
});

describe("outputs", () => {
  test("files and folders become artifacts whose bytes are in the cache", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    const script =
      "mkdir -p out/deep && echo m > out/model.bin && echo d > out/deep/d.txt && echo s > single";
    const run = await recorded(repo, [
      "run",
      "--output",
      "out",
      "--output",
      "single",
      "--output",
      "never",
      "--",
      "sh",
      "-c",
      script,
    ]);
    expect(run.artifacts.map(({ path, sha256, size }) => ({ path, sha256, size }))).toEqual([
      { path: "outputs/out/deep/d.txt", sha256: sha256Of("d\n"), size: 2 },
      { path: "outputs/out/model.bin", sha256: sha256Of("m\n"), size: 2 },
      { path: "outputs/single", sha256: sha256Of("s\n"), size: 2 },
    ]);
    expect(run.context.outputs).toMatchObject([
      { path: "out", kind: "directory", files: 2, size: 4 },
      { path: "single", kind: "file", sha256: sha256Of("s\n") },
      { path: "never" },
    ]);
    expect(run.context.outputs?.[2]).toEqual({ path: "never" });
    expect(run.stderr).toContain("the output never was not written");
    const digest = sha256Of("m\n");
    expect(repo.read(`.mlx/cache/objects/sha256/${digest.slice(0, 2)}/${digest.slice(2)}`)).toBe("m\n");
  });

  test("under a name that no artifact may have is told, not kept, and counts in the digest", async () => {
    const repo = gitRepo();
    const script = "mkdir out && echo 1 > 'out/a\\b' && echo 2 > out/ok";
    const run = await recorded(repo, ["run", "--output", "out", "--", "sh", "-c", script]);
    expect(run.artifacts.map(({ path }) => path)).toEqual(["outputs/out/ok"]);
    expect(run.stderr).toContain('"outputs/out/a\\\\b" is not kept as an artifact: its path has a backslash');
    expect(run.context.outputs).toMatchObject([{ path: "out", files: 2 }]);
  });

  test("links are followed inside of the repository, and told where they lead out of it", async () => {
    const outside = tempFolder();
    writeFileSync(join(outside, "private"), "private\n");
    const repo = gitRepo({ "real.txt": "real\n" });
    repo.commit();
    const script = `mkdir out && ln -s ../real.txt out/in && ln -s ${outside}/private out/away && ln -s . out/round && ln -s ${outside}/private top`;
    const run = await recorded(repo, ["run", "--output", "out", "--output", "top", "--", "sh", "-c", script]);
    expect(run.artifacts.map(({ path }) => path)).toEqual(["outputs/out/in"]);
    expect(run.stderr).toContain("out/away: the link leads out of the repository");
    expect(run.stderr).toContain("out/round: the link leads in a circle");
    expect(run.stderr).toMatch(/top is a link to .*, outside of the repository/);
    expect(run.context.outputs?.[1]).toEqual({ path: "top" });
  });

  test("what did not change since the last run is in the cache even when that was emptied", async () => {
    const repo = gitRepo();
    repo.write({ ".gitignore": "out\n" });
    repo.commit();
    await recorded(repo, [
      "run",
      "--output",
      "out",
      "--",
      "sh",
      "-c",
      "mkdir -p out; echo m > out/model.bin",
    ]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await recorded(repo, "run --input out -- true");
    repo.remove(".mlx/cache/objects");
    const run = await recorded(repo, "run --output out -- true");
    expect(run.artifacts).toMatchObject([{ path: "outputs/out/model.bin", sha256: sha256Of("m\n") }]);
    expect((await mlx(repo, "data verify")).code).toBe(0);
    const digest = sha256Of("m\n");
    expect(repo.exists(`.mlx/cache/objects/sha256/${digest.slice(0, 2)}/${digest.slice(2)}`)).toBe(true);
  });

  test("outputs of a command that failed are kept too", async () => {
    const repo = gitRepo();
    const { code } = await mlx(repo, ["run", "--output", "out", "--", "sh", "-c", "echo half > out; exit 7"]);
    expect(code).toBe(7);
    expect((await shown(repo)).artifacts.map(({ path }) => path)).toEqual(["outputs/out"]);
  });
});

describe("the environment of a run", () => {
  test("the machine, allowed variables, and of others a digest that is no plain one", async () => {
    const repo = gitRepo();
    const env = {
      OMP_NUM_THREADS: "4",
      MY_PIN: "1234",
      APP_LEVEL: "3",
      APP_TOKEN: "abcdefgh",
      LANG: "C.UTF-8",
    };
    const { context } = await recorded(repo, ["run", "--env", "APP_*", "--", "true"], { env });
    const environment = context.environment ?? {};
    expect(environment).toMatchObject({
      arch: process.arch,
      locale: "C.UTF-8",
      cpu: { count: expect.any(Number) },
      memoryBytes: expect.any(Number),
      variables: { OMP_NUM_THREADS: "4", APP_LEVEL: "3" },
      otherVariables: {
        MY_PIN: expect.stringMatching(/^[0-9a-f]{12}@[0-9a-f]{4}$/),
        APP_TOKEN: expect.any(String),
      },
    });
    expect(environment.otherVariables?.["MY_PIN"]).not.toContain(sha256Of("1234").slice(0, 12));
    expect(JSON.stringify(context)).not.toContain("abcdefgh");
    const again = await recorded(repo, "run -- true", { env });
    expect(again.context.environment?.otherVariables?.["MY_PIN"]).toBe(
      environment.otherVariables?.["MY_PIN"],
    );
  });

  test("the setting runs.env allows variables, and a full name allows a secret one", async () => {
    const repo = gitRepo({ "mlx.yaml": "runs:\n  env: [APP_*, APP_TOKEN]\n" });
    const { context } = await recorded(repo, "run -- true", {
      env: { APP_LEVEL: "3", APP_TOKEN: "abcdefgh" },
    });
    expect(context.environment?.variables).toMatchObject({ APP_LEVEL: "3", APP_TOKEN: "abcdefgh" });
  });

  test("a virtual environment tells version and packages without being started", async () => {
    const repo = gitRepo();
    const python = "#!/bin/sh\necho started >> started\n";
    repo.write({
      ".venv/bin/python": python,
      ".venv/pyvenv.cfg": "version = 3.12.4\ninclude-system-site-packages = false\n",
      ".venv/lib/python3.12/site-packages/scikit_learn-1.5.0.dist-info/METADATA":
        "Name: scikit-learn\nVersion: 1.5.0\n\nName: no\n",
      ".venv/lib/python3.12/site-packages/old.egg-info/PKG-INFO": "Name: old\nVersion: 0.1\n",
      ".gitignore": ".venv\n",
    });
    chmodSync(repo.path(".venv/bin/python"), 0o755);
    const { context } = await recorded(repo, "run -- .venv/bin/python x.py");
    expect(context.environment?.interpreter).toEqual({
      name: "Python",
      version: "3.12.4",
      path: repo.path(".venv/bin/python"),
      packages: { old: "0.1", "scikit-learn": "1.5.0" },
    });
    expect(repo.read("started")).toBe("started\n");
  });

  test("another Python is asked once, isolated; also where a script's first line names it", async () => {
    const repo = gitRepo({ "site/a-1.dist-info/METADATA": "Name: a\nVersion: 1\n" });
    const answer = JSON.stringify({
      name: "CPython",
      version: "3.13.0",
      executable: "/opt/py",
      path: [repo.path("site")],
      user: null,
    });
    const env = program(
      repo,
      "python3",
      `#!/bin/sh\necho "$1 $2" >> "${repo.home}/calls"\n[ "$1" = -I ] && echo '${answer}'\nexit 0\n`,
    );
    program(repo, "launch", "#!/usr/bin/env python3\n");
    const { context } = await recorded(repo, "run -- launch", { env });
    expect(context.environment?.interpreter).toEqual({
      name: "Python",
      version: "3.13.0",
      path: "/opt/py",
      packages: { a: "1" },
    });
    expect(
      repo
        .at(repo.home)
        .read("calls")
        .split("\n")
        .filter((line) => line.startsWith("-I")),
    ).toEqual(["-I -c"]);
  });

  test("Node's own version, and the project's packages", async () => {
    const repo = gitRepo({
      "package.json": "{}",
      "node_modules/.package-lock.json": JSON.stringify({
        packages: {
          "node_modules/a": { version: "1.0.0" },
          "node_modules/@s/b": { version: "2.0.0" },
          "node_modules/a/node_modules/c": { version: "3.0.0" },
        },
      }),
      "sub/x.js": "",
    });
    const { context } = await recorded(repo, "run -- node x.js", { cwd: "sub" });
    expect(context.environment?.interpreter).toMatchObject({
      name: "Node.js",
      version: process.versions.node,
      packages: { "@s/b": "2.0.0", a: "1.0.0" },
    });
  });

  test("R and Julia", async () => {
    const repo = gitRepo({ "Manifest.toml": '[[deps.Flux]]\nversion = "0.14.0"\n' });
    const env = program(
      repo,
      "Rscript",
      "#!/bin/sh\n[ \"$1\" = --vanilla ] && printf '4.4.1\\nbase 4.4.1\\nxgboost 1.7'\nexit 0\n",
    );
    program(repo, "julia", '#!/bin/sh\necho "julia version 1.10.2"\n');
    expect(
      (await recorded(repo, "run -- Rscript x.R", { env })).context.environment?.interpreter,
    ).toMatchObject({
      name: "R",
      version: "4.4.1",
      packages: { base: "4.4.1", xgboost: "1.7" },
    });
    expect(
      (await recorded(repo, "run -- julia x.jl", { env })).context.environment?.interpreter,
    ).toMatchObject({
      name: "Julia",
      version: "1.10.2",
      packages: { Flux: "0.14.0" },
    });
  });

  test("graphics cards are asked for where an interpreter runs, and nothing is started for other programs", async () => {
    const repo = gitRepo();
    const env = program(
      repo,
      "nvidia-smi",
      `#!/bin/sh\necho smi >> "${repo.home}/calls"\necho "NVIDIA T4, 550.1, 15360"\n`,
    );
    const plain = await recorded(repo, "run -- true", { env });
    expect(plain.context.environment?.gpus).toBeUndefined();
    expect(repo.at(repo.home).exists("calls")).toBe(false);
    const { context } = await recorded(repo, ["run", "--", "node", "-e", ""], { env });
    expect(context.environment?.gpus).toEqual([
      { name: "NVIDIA T4", driver: "550.1", memoryBytes: 15360 * 2 ** 20 },
    ]);
  });

  test("an interpreter that does not answer is told, and the run goes on", async () => {
    const repo = gitRepo();
    const env = program(repo, "python3", '#!/bin/sh\n[ "$1" = -I ] && exit 3\nexit 0\n');
    const { stderr, context } = await recorded(repo, "run -- python3 x.py", { env });
    expect(stderr).toMatch(/python3 did not say which version and packages it has/);
    expect(context.environment?.interpreter).toBeUndefined();
  });
});
