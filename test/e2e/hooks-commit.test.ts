import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { type Files, gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

/** git as a person runs it, with the hooks. */
function git(
  repo: TestRepo,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Ran {
  const { env, input } = options;
  const { status, stderr } = spawnSync("git", args, {
    cwd: repo.root,
    env: { ...repo.env, ...env },
    encoding: "utf8",
    ...(input !== undefined && { input }),
  });
  return { code: status, stderr };
}

const commit = (repo: TestRepo, ...more: string[]): Ran =>
  git(repo, ["commit", "--quiet", "-m", "change", ...more]);
const accepted = { code: 0, stderr: "" };

const head =
  "---\nmodel: gpt-4.1-2025-04-14\nsettings: {max_output_tokens: 100}\ninputs: {question: {type: string}}\n---\n";
const good = `${head}user:\n<q>{{ question }}</q>\n`;
const bad = `${head}user:\n<q>{{ question }}{{ contxt }}</q>\n`;
const file = (name: string): string => `prompts/${name}/prompt.md`;

async function repoWithHook(files: Files = {}): Promise<TestRepo> {
  const repo = gitRepo(files);
  if (Object.keys(files).length > 0) repo.commit("start");
  expect((await mlxBinary(repo, "hooks install")).code).toBe(0);
  return repo;
}

describe("a commit", () => {
  test("with a planted secret and an undeclared variable is stopped, and says where, what to do and how to go on", async () => {
    const repo = await repoWithHook();
    const secret = `ghp_${"a1B2c3D4e5F6g7H8i9J0".padEnd(36, "k")}`;
    repo.write({ [file("support")]: `${bad}system:\nUse ${secret} to log in.\n` });
    repo.git("add", ".");
    const { code, stderr } = commit(repo);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file("support")}\n`);
    expect(stderr).toMatch(/7:\d+ +error +contxt is not an input +undeclared-variable\n +hint: /);
    expect(stderr).toMatch(/9:\d+ +error .*GitHub token.* secret\n +hint: revoke it/);
    expect(stderr).not.toContain(secret);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe("to commit anyway: git commit --no-verify");
    expect(() => repo.git("rev-parse", "HEAD")).toThrow();
    expect(commit(repo, "--no-verify")).toEqual(accepted);
  });

  test("without errors passes in silence, the first one too; a commit without prompts as well", async () => {
    const repo = await repoWithHook();
    repo.write({ [file("a")]: good, "notes.md": "{{ not a prompt }}" });
    repo.git("add", file("a"));
    expect(commit(repo)).toEqual(accepted);
    repo.git("add", ".");
    expect(commit(repo)).toEqual(accepted);
  });

  test("is judged by what is staged, not by the working tree", async () => {
    const repo = await repoWithHook({ [file("a")]: good });
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    repo.write({ [file("a")]: good });
    expect(commit(repo).code).toBe(1);
    repo.write({ [file("a")]: `${good}\nMore.\n` });
    repo.git("add", ".");
    repo.write({ [file("a")]: bad });
    expect(commit(repo)).toEqual(accepted);
  });

  test("is not stopped by prompts that it does not change", async () => {
    const repo = await repoWithHook({ [file("a")]: bad, [file("b")]: good });
    repo.write({ [file("b")]: `${good}More.\n`, [file("c")]: bad });
    repo.git("add", file("b"));
    expect(commit(repo)).toEqual(accepted);
  });

  test("of some paths alone is judged by these", async () => {
    const repo = await repoWithHook({ [file("a")]: good, [file("b")]: good });
    repo.write({ [file("a")]: bad, [file("b")]: `${good}More.\n` });
    repo.git("add", ".");
    expect(commit(repo, "--", file("b"))).toEqual(accepted);
    expect(commit(repo, "--only", file("a")).code).toBe(1);
    expect(commit(repo, "--all").code).toBe(1);
    expect(repo.git("diff", "--cached", "--name-only")).toBe(file("a"));
  });

  test("of some hunks of a file is judged by these", async () => {
    const middle = "line\n".repeat(20);
    const repo = await repoWithHook({ [file("a")]: `${good}${middle}` });
    repo.write({ [file("a")]: `${good.replace("<q>", "<q>Please: ")}${middle}{{ contxt }}\n` });
    expect(git(repo, ["commit", "--quiet", "--patch", "-m", "first hunk"], { input: "y\nn\n" })).toEqual(
      accepted,
    );
    expect(repo.git("show", `HEAD:${file("a")}`)).toContain("Please: ");
    expect(commit(repo, "--all").code).toBe(1);
  });

  test("that amends is judged by what it adds", async () => {
    const repo = await repoWithHook({ [file("a")]: good });
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo, "--amend").code).toBe(1);
    repo.write({ [file("a")]: `${good}More.\n` });
    repo.git("add", ".");
    expect(commit(repo, "--amend")).toEqual(accepted);
  });

  test("that renames a prompt is judged by the new name; one that deletes a prompt passes", async () => {
    const repo = await repoWithHook({ [file("a")]: `---\nname: a\n---\n{{ x }}\n`, [file("b")]: bad });
    repo.git("mv", "prompts/a", "prompts/c");
    expect(commit(repo).stderr).toContain(file("c"));
    repo.git("reset", "--quiet", "--hard");
    repo.git("rm", "--quiet", file("b"));
    expect(commit(repo)).toEqual(accepted);
  });

  test("that changes or deletes a partial is judged by the prompts that include it", async () => {
    const partial = "prompts/_partials/tone.md";
    const include = good.replace("user:\n", 'system:\n{% include "tone.md" %}\n\nuser:\n');
    const repo = await repoWithHook({ [partial]: "Be kind.\n", [file("a")]: include, [file("b")]: good });
    repo.write({ [partial]: "Be {{ mood }}.\n" });
    repo.git("add", ".");
    expect(commit(repo).stderr).toContain("mood");
    repo.git("reset", "--quiet", "--hard");
    repo.git("rm", "--quiet", partial);
    const { code, stderr } = commit(repo);
    expect(code).toBe(1);
    expect(stderr).toContain(file("a"));
    expect(stderr).toContain("tone.md");
    expect(stderr).not.toContain(file("b"));
  });

  test("from a subfolder, and with a working tree of its own, is judged alike", async () => {
    const repo = await repoWithHook({ [file("a")]: good, "sub/x": "" });
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo.at(repo.path("sub"))).code).toBe(1);
    const linked = repo.at(join(tempFolder(), "linked tree"));
    repo.git("worktree", "add", "--quiet", "-b", "side", linked.root);
    linked.write({ [file("a")]: bad });
    linked.git("add", ".");
    expect(commit(linked).code).toBe(1);
    linked.write({ [file("a")]: `${good}More.\n` });
    linked.git("add", ".");
    expect(commit(linked)).toEqual(accepted);
  });

  test("that ends a merge is judged by the index; what is still in conflict is git's to refuse", async () => {
    const repo = await repoWithHook({ [file("a")]: good, [file("b")]: good });
    repo.git("checkout", "--quiet", "-b", "side");
    repo.write({ [file("a")]: `${good}Side.\n` });
    expect(commit(repo, "--all")).toEqual(accepted);
    repo.git("checkout", "--quiet", "main");
    repo.write({ [file("a")]: `${good}Main.\n` });
    expect(commit(repo, "--all")).toEqual(accepted);
    expect(() => repo.git("merge", "--quiet", "side")).toThrow();
    expect((await mlxBinary(repo, "hooks run pre-commit")).code).toBe(0);
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo).code).toBe(1);
    repo.write({ [file("a")]: `${good}Both.\n` });
    repo.git("add", ".");
    expect(commit(repo)).toEqual(accepted);
  });

  test("with a configuration that is wrong is stopped, and says where", async () => {
    const repo = await repoWithHook();
    repo.write({ "mlx.yaml": "promts: {}\n", [file("a")]: good });
    repo.git("add", ".");
    const { code, stderr } = commit(repo);
    expect(code).not.toBe(0);
    expect(stderr).toContain("mlx.yaml:1:1");
    expect(stderr).toContain("git commit --no-verify");
  });
});

describe("what was released", () => {
  async function released(): Promise<TestRepo> {
    const repo = await repoWithHook({ [file("a")]: good });
    for (const version of ["1.0.0", "1.1.0"]) {
      const publish = ["prompt", "publish", "a", "--version", version, "-m", "better"];
      expect((await mlxBinary(repo, publish)).code).toBe(0);
      repo.write({ [file("a")]: `${good}${version}\n` });
    }
    expect((await mlxBinary(repo, "prompt alias a stable 1.0.0")).code).toBe(0);
    repo.git("add", ".");
    expect(commit(repo)).toEqual(accepted);
    return repo;
  }

  test("may be committed as mlx wrote it, and not once it was edited", async () => {
    const repo = await released();
    repo.write({ "prompts/a/versions/1.0.0.md": `${good}Edited.\n` });
    repo.git("add", ".");
    const { code, stderr } = commit(repo);
    expect(code).toBe(1);
    expect(stderr).toContain("prompts/a/versions/1.0.0.md");
  });

  test("may not lose a version that an alias points at, nor an event", async () => {
    const repo = await released();
    repo.git("rm", "--quiet", "prompts/a/versions/1.0.0.md", "prompts/a/versions/1.0.0.json");
    expect(commit(repo).code).toBe(1);
    repo.git("reset", "--quiet", "--hard");
    const [first = ""] = repo.git("ls-files", "prompts/a/events").split("\n");
    repo.git("rm", "--quiet", first);
    const { code, stderr } = commit(repo);
    expect(code).toBe(1);
    expect(stderr).toContain("prompts/a/");
  });
});

describe("the hook finds its way", () => {
  async function refuses(repo: TestRepo): Promise<void> {
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo).stderr).toContain("contxt is not an input");
    repo.write({ [file("a")]: good });
    repo.git("add", ".");
    expect(commit(repo)).toEqual(accepted);
  }

  test.each([
    ["absolute", () => join(tempFolder(), 'it\'s "my" hooks')],
    ["relative", () => "tools/git hooks"],
  ])("with core.hooksPath, %s", async (_, folder) => {
    const repo = gitRepo();
    repo.git("config", "core.hooksPath", folder());
    await mlxBinary(repo, "hooks install");
    await refuses(repo);
  });

  test("under husky, which has its own script in front", async () => {
    const repo = gitRepo({
      ".husky/_/pre-commit": '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n',
      ".husky/_/h":
        's="$(dirname "$(dirname "$0")")/$(basename "$0")"\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\nexit $?\n',
      ".husky/pre-commit": "echo husky ran >&2\n",
      ".gitignore": ".husky\n",
    });
    chmodSync(repo.path(".husky/_/pre-commit"), 0o755);
    repo.git("config", "core.hooksPath", ".husky/_");
    await mlxBinary(repo, "hooks install");
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo).stderr).toContain("contxt is not an input");
    repo.write({ [file("a")]: good });
    repo.git("add", ".");
    expect(commit(repo)).toEqual({ code: 0, stderr: "husky ran\n" });
  });

  test.each([
    ["a shell script", '#!/bin/sh\necho own ran >&2\n[ -z "$OWN_REFUSES" ]\n'],
    [
      "a script of Node",
      "#!/usr/bin/env node\nconsole.error('own ran');\nprocess.exit(process.env.OWN_REFUSES ? 1 : 0);\n",
    ],
  ])("beside %s of the person's own: both run, and both decide", async (_, text) => {
    const repo = gitRepo();
    repo.write({ ".git/hooks/pre-commit": text });
    chmodSync(repo.path(".git/hooks/pre-commit"), 0o755);
    await mlxBinary(repo, "hooks install");
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    expect(commit(repo).code).toBe(1);
    repo.write({ [file("a")]: good });
    repo.git("add", ".");
    const refused = git(repo, ["commit", "--quiet", "-m", "x"], { env: { OWN_REFUSES: "1" } });
    expect(refused).toEqual({ code: 1, stderr: "own ran\n" });
    expect(commit(repo)).toEqual({ code: 0, stderr: "own ran\n" });
  });

  test("beside a hook that is a symbolic link", async () => {
    const repo = gitRepo({ "tools/check": "#!/bin/sh\necho own ran >&2\n" });
    chmodSync(repo.path("tools/check"), 0o755);
    mkdirSync(repo.path(".git/hooks"), { recursive: true });
    symlinkSync("../../tools/check", repo.path(".git/hooks/pre-commit"));
    await mlxBinary(repo, "hooks install");
    repo.write({ [file("a")]: good });
    repo.git("add", ".");
    expect(commit(repo)).toEqual({ code: 0, stderr: "own ran\n" });
  });

  test("to an mlx whose path has spaces and quotes; once that is gone to the one on PATH, and without one it refuses", async () => {
    const place = join(tempFolder(), 'it\'s a "new" place $HOME');
    const script = join(place, "bin", "mlx.js");
    mkdirSync(dirname(script), { recursive: true });
    cpSync(binaryPath, script);
    symlinkSync(join(dirname(dirname(binaryPath)), "dist"), join(place, "dist"));
    const repo = gitRepo();
    const installed = spawnSync(process.execPath, [script, "hooks", "install"], {
      cwd: repo.root,
      env: repo.env,
    });
    expect(installed.status).toBe(0);
    await refuses(repo);
    renameSync(place, `${place} moved`);
    repo.write({ [file("a")]: bad });
    repo.git("add", ".");
    const lost = commit(repo);
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain("mlx was not found, so the prompts of this commit were not checked");
    const bin = tempFolder();
    symlinkSync(join(`${place} moved`, "bin", "mlx.js"), join(bin, "mlx"));
    const env = { PATH: `${bin}:${repo.env["PATH"]}` };
    expect(git(repo, ["commit", "-m", "x"], { env }).stderr).toContain("contxt is not an input");
  });
});
