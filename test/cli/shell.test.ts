import { describe, expect, test } from "vitest";
import { mlxVersion } from "../../src/core/version.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";

describe("help", () => {
  test("--help at the top lists every noun and exits 0", async () => {
    const { code, stdout, stderr } = await mlx(plainFolder(), "--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const noun of ["init", "status", "data", "remote", "completion"])
      expect(stdout).toContain(`  ${noun} `);
  });

  test("mlx alone shows the same on stderr and exits 2, for a script that lost its arguments", async () => {
    const { code, stdout, stderr } = await mlx(plainFolder(), "");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Start here:");
  });

  test("a noun alone shows its verbs and exits 2", async () => {
    const { code, stderr } = await mlx(plainFolder(), "remote");
    expect(code).toBe(2);
    expect(stderr).toContain("mlx remote <command>");
  });

  test("a noun alone under --json is an error that names the verbs", async () => {
    const { code, error } = await mlx(plainFolder(), "remote --json");
    expect(code).toBe(2);
    expect(error).toMatchObject({ code: "MLX_USAGE", exitCode: 2 });
    expect(error.message).toBe("mlx remote needs a command: add, list, remove, default, check");
  });

  test.each([
    "remote add --help",
    "remote --help add",
    "--help remote add",
    "help remote add",
    "remote add -h",
  ])("mlx %s", async (line) => {
    const { code, stdout } = await mlx(plainFolder(), line);
    expect(code).toBe(0);
    for (const part of ["Usage:", "Arguments:", "Options:", "Examples:", "Exit codes:"])
      expect(stdout).toContain(part);
  });
});

describe("version", () => {
  test.each(["--version", "remote --version", "--quiet --version"])(
    "mlx %s prints the version alone",
    async (line) => {
      expect(await mlx(plainFolder(), line)).toMatchObject({
        code: 0,
        stdout: `${mlxVersion}\n`,
        stderr: "",
      });
    },
  );
});

test("the version as JSON", async () => {
  expect((await mlx(plainFolder(), "--version --json")).json).toEqual({
    schemaVersion: 1,
    version: mlxVersion,
  });
});

describe("a command line that cannot be understood exits 2 with what was probably meant", () => {
  test.each([
    ["remot", "unknown command 'remot'", "did you mean remote?"],
    ["push", "unknown command 'push'", "did you mean mlx data push or mlx runs push?"],
    ["add", "unknown command 'add'", "did you mean mlx data add or mlx remote add?"],
    ["remote lst", "unknown command 'lst'", "did you mean list?"],
    ["runs diff", "unknown command 'diff'", "did you mean mlx runs compare?"],
    ["runs delete", "unknown command 'delete'", "did you mean mlx runs rm?"],
    ["runs search", "unknown command 'search'", "did you mean mlx runs list?"],
    ["ui", "unknown command 'ui'", "did you mean mlx runs list or mlx runs serve?"],
    ["exp show", "unknown command 'exp'", "did you mean mlx runs list?"],
    ["repro", "unknown command 'repro'", "did you mean mlx runs reproduce?"],
    ["prompt promote", "unknown command 'promote'", "did you mean mlx prompt alias?"],
    ["hooks run pre-comit", "'pre-comit' is invalid for the argument 'hook'", "did you mean pre-commit?"],
    ["remote list --jsn", "unknown option '--jsn'", "did you mean --json?"],
    ["remote add a s3://abc --encryption AES265", "argument 'AES265' is invalid", "did you mean AES256?"],
    ["remote add a", "missing required argument 'url'", "usage: mlx remote add [options] <name> <url>"],
    ["remote list extra", "too many arguments", "usage: mlx remote list"],
    ["status --cwd", "argument missing", "usage: mlx"],
  ])("mlx %s", async (line, message, hint) => {
    const text = await mlx(gitRepo(), line);
    expect(text.code).toBe(2);
    expect(text.stdout).toBe("");
    expect(text.stderr).toContain(message);
    expect(text.stderr).toContain(`hint: ${hint}`);
    const json = await mlx(gitRepo(), `--json ${line}`);
    expect(json.error).toMatchObject({ code: "MLX_USAGE", exitCode: 2 });
    expect(json.error.message).toContain(message);
  });
});

describe("global flags stand anywhere", () => {
  test.each(["--json remote list", "remote --json list", "remote list --json", "-q remote list --json"])(
    "mlx %s",
    async (line) => {
      const { code, json } = await mlx(gitRepo(), line);
      expect([code, json]).toEqual([0, { schemaVersion: 1, remotes: [], defaultRemote: null }]);
    },
  );

  test("short flags can be joined with a command's own", async () => {
    const repo = gitRepo();
    const { code, stdout, stderr } = await mlx(repo, "remote add origin ../store -nq");
    expect([code, stdout, stderr]).toEqual([0, "", ""]);
    expect(repo.exists("mlx.yaml")).toBe(false);
  });

  test("--cwd works from another folder", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: /srv/store}}\n" });
    const { json } = await mlx(plainFolder(), ["--cwd", repo.root, "remote", "list", "--json"]);
    expect(json["remotes"]).toMatchObject([{ name: "origin" }]);
  });

  test("--cwd into nowhere exits 2", async () => {
    const { code, error } = await mlx(plainFolder(), "status --cwd nowhere --json");
    expect([code, error.code]).toEqual([2, "MLX_NO_SUCH_FOLDER"]);
  });
});

test("outside of a repository a command says how to start one", async () => {
  const { code, stderr } = await mlx(plainFolder(), "status");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .* is not inside a git repository\nhint: start one with: mlx init\n$/);
});

test("a secret of the environment does not leave in a message", async () => {
  const env = { AWS_SECRET_ACCESS_KEY: "abcdefgh12345678" };
  const { stderr } = await mlx(gitRepo(), "remote add origin ftp://host/abcdefgh12345678", { env });
  expect(stderr).toContain("error:");
  expect(stderr).not.toContain("abcdefgh12345678");
});

test("a command that is interrupted before it begins exits 130 without a word", async () => {
  const controller = new AbortController();
  controller.abort();
  const { code, stdout, stderr } = await mlx(gitRepo(), "status", { signal: controller.signal });
  expect([code, stdout, stderr]).toEqual([130, "", ""]);
});

test.each(["help data add", "data help add", "--help data add", "data add --help"])(
  "mlx %s explains the command",
  async (line) => {
    const { code, stdout } = await mlx(gitRepo(), line);
    expect(code).toBe(0);
    expect(stdout).toContain("mlx data add [options] <paths...>");
  },
);

test("a path behind an optional --remote is told from a remote's name", async () => {
  const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: /srv/a}}\n" });
  const { code, stderr } = await mlx(repo, "data status --remote data/x");
  expect(code).toBe(2);
  expect(stderr).toContain("a path goes before --remote");
});
