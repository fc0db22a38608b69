import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { binaryPath, mlx } from "../support/mlx.js";
import { gitRepo, plainFolder, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";
import { mlxUnprivileged } from "../support/unprivileged.js";

const preCommit = ".git/hooks/pre-commit";

function writeHook(repo: TestRepo, text: string, path = preCommit, mode = 0o755): void {
  repo.write({ [path]: text });
  chmodSync(repo.path(path), mode);
}

describe("plain git", () => {
  test("install writes an executable hook that calls this mlx by absolute paths, and says so", async () => {
    const repo = gitRepo();
    const { code, stdout, stderr } = await mlx(repo, "hooks install");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "pre-commit: wrote .git/hooks/pre-commit\n",
      stderr: "",
    });
    expect(repo.read(preCommit)).toContain(`'${process.execPath}' '${binaryPath}' hooks run "$@"`);
    expect(statSync(repo.path(preCommit)).mode & 0o111).not.toBe(0);
    expect(repo.exists(".git/hooks/pre-push")).toBe(false);
  });

  test("--data adds the hooks that move data", async () => {
    const repo = gitRepo();
    const { json } = await mlx(repo, "hooks install --data --json");
    const hooks = ["pre-commit", "post-checkout", "post-merge", "pre-push"];
    expect(json).toEqual({
      schemaVersion: 1,
      dryRun: false,
      hooks: hooks.map((hook) => ({
        ...{ hook, manager: "git", path: `.git/hooks/${hook}`, action: "created" },
      })),
    });
    for (const hook of hooks) expect(repo.read(`.git/hooks/${hook}`)).toContain(`mlx_hook ${hook}`);
  });

  test("installing twice changes nothing; another mlx takes the first one's place", async () => {
    const repo = gitRepo();
    await mlx(repo, "hooks install");
    const before = repo.read(preCommit);
    expect((await mlx(repo, "hooks install")).stdout).toContain("calls mlx already");
    expect(repo.read(preCommit)).toBe(before);
    writeHook(repo, before.replaceAll(binaryPath, "/an/older/mlx.js"));
    expect((await mlx(repo, "hooks install")).stdout).toContain("brought .git/hooks/pre-commit up to date");
    expect(repo.read(preCommit)).toBe(before);
  });

  test("a hook that was made not executable is made to run again", async () => {
    const repo = gitRepo();
    await mlx(repo, "hooks install");
    chmodSync(repo.path(preCommit), 0o644);
    expect((await mlx(repo, "hooks install")).stdout).toContain("up to date");
    expect(statSync(repo.path(preCommit)).mode & 0o777).toBe(0o755);
  });

  test("--dry-run says what would happen and changes nothing", async () => {
    const repo = gitRepo();
    writeHook(repo, "#!/usr/bin/env python3\n");
    const { stdout } = await mlx(repo, "hooks install --data --dry-run");
    expect(stdout).toContain("would write .git/hooks/pre-commit, and keep the hook that is there");
    expect(stdout).toContain("would write .git/hooks/pre-push");
    expect(repo.read(preCommit)).toBe("#!/usr/bin/env python3\n");
    expect(repo.exists(".git/hooks/pre-push")).toBe(false);
  });
});

describe("an existing hook", () => {
  test.each([
    "#!/bin/sh\nnpm test\n",
    "#!/usr/bin/env bash\nset -euo pipefail\nnpm test",
    "#!/bin/sh\n",
    "#!/bin/sh",
    "#!/bin/bash\n# caf\u00e9\r\nexit 0\n\n",
  ])("of a shell gets mlx's lines, and uninstall restores its bytes: %j", async (text) => {
    const repo = gitRepo();
    writeHook(repo, text, preCommit, 0o750);
    const installed = await mlx(repo, "hooks install");
    expect(installed.stdout).toContain("added mlx to .git/hooks/pre-commit; what is in it still runs");
    expect(repo.read(preCommit).startsWith(text.split("\n")[0] ?? "")).toBe(true);
    expect((await mlx(repo, "hooks install")).stdout).toContain("calls mlx already");
    const removed = await mlx(repo, "hooks uninstall");
    expect(removed.stdout).toBe("pre-commit: took mlx out of .git/hooks/pre-commit\n");
    expect(repo.read(preCommit)).toBe(text);
    expect(statSync(repo.path(preCommit)).mode & 0o777).toBe(0o750);
  });

  test("keeps bytes that are no UTF-8", async () => {
    const repo = gitRepo();
    const bytes = Buffer.from("#!/bin/sh\n# caf\u00e9\n", "latin1");
    repo.write({ [preCommit]: bytes });
    chmodSync(repo.path(preCommit), 0o755);
    await mlx(repo, "hooks install");
    await mlx(repo, "hooks uninstall");
    expect(repo.git("hash-object", preCommit)).toBe(hashOf(repo, bytes));
  });

  test.each([
    ["of Python", "#!/usr/bin/env python3\nprint('hi')\n", 0o755],
    ["that is a binary", "\u007fELF\u0000\u0001", 0o755],
    ["without a #! line", "echo hi\n", 0o755],
    ["that git does not run", "#!/bin/sh\nexit 1\n", 0o644],
  ])("%s is moved aside, called first and put back", async (_, text, mode) => {
    const repo = gitRepo();
    writeHook(repo, text, preCommit, mode);
    const installed = await mlx(repo, "hooks install");
    expect(installed.stdout).toContain("the hook that was there is now pre-commit.before-mlx and runs first");
    expect(repo.read(`${preCommit}.before-mlx`)).toBe(text);
    expect((await mlx(repo, "hooks install")).stdout).toContain("calls mlx already");
    const removed = await mlx(repo, "hooks uninstall");
    expect(removed.stdout).toBe("pre-commit: put pre-commit.before-mlx back as .git/hooks/pre-commit\n");
    expect(repo.read(preCommit)).toBe(text);
    expect(statSync(repo.path(preCommit)).mode & 0o777).toBe(mode);
    expect(repo.exists(`${preCommit}.before-mlx`)).toBe(false);
  });

  test("that is a symbolic link stays one, and what it leads to is not touched", async () => {
    const repo = gitRepo({ "tools/check.sh": "#!/bin/sh\nexit 0\n" });
    mkdirSync(repo.path(".git/hooks"), { recursive: true });
    symlinkSync("../../tools/check.sh", repo.path(preCommit));
    expect((await mlx(repo, "hooks install")).code).toBe(0);
    expect(repo.read("tools/check.sh")).toBe("#!/bin/sh\nexit 0\n");
    await mlx(repo, "hooks uninstall");
    expect(repo.git("hash-object", preCommit)).toBe(repo.git("hash-object", "tools/check.sh"));
  });

  test("is not lost to an older one that was kept aside", async () => {
    const repo = gitRepo();
    writeHook(repo, "#!/usr/bin/env python3\n");
    writeHook(repo, "older\n", `${preCommit}.before-mlx`);
    const { code, error } = await mlx(repo, "hooks install --json");
    expect({ code, error: error.code }).toEqual({ code: 3, error: "MLX_HOOK_IN_THE_WAY" });
    expect(repo.read(preCommit)).toBe("#!/usr/bin/env python3\n");
  });

  test("with half of mlx's lines is left alone", async () => {
    const repo = gitRepo();
    const broken = "#!/bin/sh\n# >>> mlx >>>\necho mine\n";
    writeHook(repo, broken);
    for (const command of ["hooks install", "hooks uninstall"]) {
      const { code, stderr } = await mlx(repo, command);
      expect(code).toBe(3);
      expect(stderr).toContain("without the other");
    }
    expect(repo.read(preCommit)).toBe(broken);
  });
});

describe("uninstall", () => {
  test("removes what install wrote, and the setting with it", async () => {
    const repo = gitRepo();
    await mlx(repo, "hooks install --data");
    const { stdout } = await mlx(repo, "hooks uninstall");
    expect(stdout.trim().split("\n")).toHaveLength(4);
    expect(repo.exists(preCommit) || repo.exists(".git/hooks/pre-push")).toBe(false);
    expect((await mlx(repo, "hooks uninstall")).stdout).toBe("nothing to do: no hook calls mlx here\n");
  });

  test("leaves lines that somebody added", async () => {
    const repo = gitRepo();
    await mlx(repo, "hooks install");
    writeHook(repo, `${repo.read(preCommit)}npm test\n`);
    await mlx(repo, "hooks uninstall");
    expect(repo.read(preCommit)).toBe("#!/bin/sh\nnpm test\n");
  });

  test("keeps lines that somebody added and the earlier hook apart, and says so", async () => {
    const repo = gitRepo();
    writeHook(repo, "#!/usr/bin/env python3\n");
    await mlx(repo, "hooks install");
    writeHook(repo, `${repo.read(preCommit)}npm test\n`);
    const { stdout } = await mlx(repo, "hooks uninstall");
    expect(stdout).toContain("the hook before it stays pre-commit.before-mlx");
    expect(repo.read(preCommit)).toBe("#!/bin/sh\nnpm test\n");
    expect(repo.read(`${preCommit}.before-mlx`)).toBe("#!/usr/bin/env python3\n");
  });

  test("--dry-run changes nothing", async () => {
    const repo = gitRepo();
    await mlx(repo, "hooks install");
    const before = repo.read(preCommit);
    expect((await mlx(repo, "hooks uninstall -n")).stdout).toContain("would remove .git/hooks/pre-commit");
    expect(repo.read(preCommit)).toBe(before);
  });

  test("does not touch hooks of others", async () => {
    const repo = gitRepo();
    writeHook(repo, "#!/bin/sh\necho mlx\n");
    expect((await mlx(repo, "hooks uninstall")).stdout).toContain("nothing to do");
    expect(repo.read(preCommit)).toBe("#!/bin/sh\necho mlx\n");
  });
});

describe("core.hooksPath", () => {
  test("absolute, with spaces: the hook goes there", async () => {
    const repo = gitRepo();
    const folder = join(tempFolder(), "my 'own' hooks");
    repo.git("config", "core.hooksPath", folder);
    expect((await mlx(repo, "hooks install")).code).toBe(0);
    expect(repo.at(folder).read("pre-commit")).toContain(binaryPath);
    expect(repo.exists(preCommit)).toBe(false);
  });

  test("relative: the hook goes among the project's files, and names no path of this computer", async () => {
    const repo = gitRepo({ "sub/x": "" });
    repo.git("config", "core.hooksPath", "tools/git hooks");
    const { stdout } = await mlx(repo, "hooks install", { cwd: "sub" });
    expect(stdout).toBe("pre-commit: wrote tools/git hooks/pre-commit\n");
    expect(repo.read("tools/git hooks/pre-commit")).not.toContain(binaryPath);
    expect(repo.git("config", "--local", "mlx.script")).toBe(binaryPath);
    await mlx(repo, "hooks uninstall");
    expect(repo.exists("tools/git hooks/pre-commit")).toBe(false);
    expect(() => repo.git("config", "--local", "mlx.script")).toThrow();
  });

  test("of the user: a warning says that the hook runs in every repository", async () => {
    const repo = gitRepo();
    repo.git("config", "--global", "core.hooksPath", join(repo.home, "hooks"));
    const { stderr } = await mlx(repo, "hooks install");
    expect(stderr).toContain("core.hooksPath is set for every repository of this user");
  });

  test("switched off: an error says so", async () => {
    const repo = gitRepo();
    repo.git("config", "core.hooksPath", "/dev/null");
    const { code, error } = await mlx(repo, "hooks install --json");
    expect({ code, error: error.code }).toEqual({ code: 2, error: "MLX_HOOKS_OFF" });
    expect(error.message).toContain("core.hooksPath is /dev/null");
  });
});

test("a linked worktree shares the hooks of the main one", async () => {
  const repo = gitRepo({ a: "a" });
  repo.commit();
  const linked = join(tempFolder(), "linked");
  repo.git("worktree", "add", "--quiet", linked);
  expect((await mlx(repo.at(linked), "hooks install")).code).toBe(0);
  expect(repo.exists(preCommit)).toBe(true);
  expect((await mlx(repo, "hooks install")).stdout).toContain("calls mlx already");
});

test("a bare repository is refused", async () => {
  const repo = plainFolder();
  repo.git("init", "--quiet", "--bare");
  const { code, error } = await mlx(repo, "hooks install --json");
  expect({ code, error: error.code }).toEqual({ code: 2, error: "MLX_BARE_REPOSITORY" });
});

test("a folder of hooks that may not be written to is exit 4, and names the file", () => {
  const repo = gitRepo();
  mkdirSync(repo.path(".git/hooks"), { recursive: true });
  chmodSync(repo.path(".git/hooks"), 0o555);
  const { code, stderr } = mlxUnprivileged(repo, ["hooks", "install"]);
  chmodSync(repo.path(".git/hooks"), 0o755);
  expect(code).toBe(4);
  expect(stderr).toContain(".git/hooks/pre-commit: permission denied");
});

describe("husky", () => {
  function huskyRepo(files: Record<string, string> = {}): TestRepo {
    const repo = gitRepo({ ".husky/_/h": "", ...files });
    repo.git("config", "core.hooksPath", ".husky/_");
    return repo;
  }

  test("gets a line of its own in its file, without a path of this computer; uninstall takes it out", async () => {
    const repo = huskyRepo({ ".husky/pre-commit": "npm test\n" });
    const { stdout, stderr } = await mlx(repo, "hooks install");
    expect(stdout).toBe("pre-commit: added mlx to .husky/pre-commit; what is in it still runs\n");
    expect(stderr).toContain("commit it for the team: git add .husky/pre-commit\n");
    expect(repo.read(".husky/pre-commit")).toMatch(/^# >>> mlx >>>[\s\S]*# <<< mlx <<<\nnpm test\n$/);
    expect(repo.read(".husky/pre-commit")).not.toContain(binaryPath);
    expect(repo.exists(".husky/_/pre-commit")).toBe(false);
    const again = await mlx(repo, "hooks install");
    expect([again.stdout, again.stderr]).toEqual([expect.stringContaining("calls mlx already"), ""]);
    await mlx(repo, "hooks uninstall");
    expect(repo.read(".husky/pre-commit")).toBe("npm test\n");
  });

  test("gets a new file where it has none; uninstall removes it", async () => {
    const repo = huskyRepo();
    await mlx(repo, "hooks install --data");
    expect(repo.exists(".husky/pre-push")).toBe(true);
    await mlx(repo, "hooks uninstall");
    expect(repo.exists(".husky/pre-commit") || repo.exists(".husky/pre-push")).toBe(false);
  });

  test("before version 9, with its folder as core.hooksPath", async () => {
    const old = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpm test\n';
    const repo = huskyRepo();
    repo.git("config", "core.hooksPath", ".husky");
    writeHook(repo, old, ".husky/pre-commit");
    await mlx(repo, "hooks install");
    expect(repo.read(".husky/pre-commit")).toContain("mlx_hook pre-commit");
    await mlx(repo, "hooks uninstall");
    expect(repo.read(".husky/pre-commit")).toBe(old);
  });

  test("that is not set up in this clone is told", async () => {
    const repo = gitRepo({ ".husky/pre-commit": "npm test\n" });
    const { stderr, code } = await mlx(repo, "hooks install");
    expect(code).toBe(0);
    expect(stderr).toContain("git does not call husky in this clone yet");
    expect(repo.read(".husky/pre-commit")).toContain("mlx_hook");
  });
});

describe("lefthook", () => {
  const config = "# ours\npre-commit:\n  commands:\n    lint: # first\n      run: eslint {staged_files}\n";

  test("gets a command in its configuration; uninstall restores the file", async () => {
    const repo = gitRepo({ "lefthook.yml": config });
    writeHook(repo, "#!/bin/sh\ncall_lefthook run\n");
    const { stdout, stderr } = await mlx(repo, "hooks install --data");
    expect(stdout).toContain("pre-commit: added mlx to lefthook.yml");
    expect(stderr).toContain(
      "git does not call lefthook in this clone yet for post-checkout, post-merge, pre-push",
    );
    expect(parse(repo.read("lefthook.yml"))).toMatchObject({
      "pre-commit": { commands: { lint: {}, mlx: { run: "mlx hooks run pre-commit" } } },
      "post-merge": { commands: { mlx: { run: "mlx hooks run post-merge {0}" } } },
      "pre-push": { commands: { mlx: { run: "mlx hooks run pre-push {0}", use_stdin: true } } },
    });
    expect(repo.read(preCommit)).toBe("#!/bin/sh\ncall_lefthook run\n");
    expect((await mlx(repo, "hooks install --data")).stdout).not.toContain("added");
    const removed = await mlx(repo, "hooks uninstall");
    expect(removed.stdout).toContain("pre-push: took mlx out of lefthook.yml");
    expect(repo.read("lefthook.yml")).toBe(config);
  });

  test("with a configuration in TOML, the lines to add are shown", async () => {
    const toml = '[pre-commit.commands.lint]\nrun = "eslint"\n';
    const repo = gitRepo({ "lefthook.toml": toml });
    const { code, stdout } = await mlx(repo, "hooks install");
    expect(code).toBe(0);
    expect(stdout).toContain("pre-commit: add this to lefthook.toml:\npre-commit:\n  commands:\n    mlx:");
    expect(repo.read("lefthook.toml")).toBe(toml);
  });
});

describe("the pre-commit framework", () => {
  test("keeps its hook: the lines to add are shown", async () => {
    const repo = gitRepo({ ".pre-commit-config.yaml": "repos: []\n" });
    writeFileSync(
      repo.path(preCommit),
      "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n",
    );
    const { code, stdout } = await mlx(repo, "hooks install");
    expect(code).toBe(0);
    expect(stdout).toContain("pre-commit: add this to .pre-commit-config.yaml:\n  - repo: local\n");
    expect(stdout).toContain("entry: mlx hooks run pre-commit");
    expect(repo.read(preCommit)).not.toContain("mlx");
  });

  test("that knows mlx already needs nothing", async () => {
    const repo = gitRepo({
      ".pre-commit-config.yaml": "repos:\n  - repo: x\n    hooks:\n      - id: mlx-prompt-lint\n",
    });
    expect((await mlx(repo, "hooks install")).stdout).toContain(".pre-commit-config.yaml calls mlx already");
  });

  test("does not stand in the way of hooks that it does not run", async () => {
    const repo = gitRepo({ ".pre-commit-config.yaml": "repos: []\n" });
    await mlx(repo, "hooks install --data");
    expect(repo.read(".git/hooks/pre-push")).toContain("mlx_hook pre-push");
    expect(repo.exists(preCommit)).toBe(false);
  });
});

function hashOf(repo: TestRepo, bytes: Uint8Array): string {
  repo.write({ "expected.bin": bytes });
  return repo.git("hash-object", "expected.bin");
}
