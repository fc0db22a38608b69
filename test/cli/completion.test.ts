import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { binaryPath, mlx } from "../support/mlx.js";
import { modelSettings, registeredModel } from "../support/registered-model.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const config = "remotes: {origin: {url: /srv/a}, nas: {url: /srv/b}}\n";

/** The words that are offered for a command line; the last word is the one being typed. */
async function offered(
  repo: TestRepo,
  words: readonly string[],
): Promise<{ shell: string; words: string[] }> {
  const { code, stdout } = await mlx(repo, ["completion", "--complete", "--", ...words]);
  expect(code).toBe(0);
  const [shell = "", ...lines] = stdout.trimEnd().split("\n");
  return { shell, words: lines.map((line) => line.split("\t")[0] ?? "") };
}

describe("candidates", () => {
  test.each([
    ["nouns", ["rem"], ["remote"]],
    ["verbs", ["remote", "re"], ["remove"]],
    ["verbs after a global flag", ["--cwd", ".", "remote", "a"], ["add"]],
    ["flags", ["remote", "add", "--pa"], ["--path-style"]],
    ["global flags", ["remote", "list", "--js"], ["--json"]],
    ["a flag's values", ["remote", "add", "--encryption", ""], ["AES256", "aws:kms"]],
    ["a flag's values behind =", ["remote", "add", "--encryption=a"], ["--encryption=aws:kms"]],
    ["an argument's values", ["completion", "f"], ["fish"]],
    ["remotes", ["remote", "check", ""], ["origin", "nas"]],
    ["remotes that begin so", ["remote", "remove", "o"], ["origin"]],
    ["nothing more where nothing fits", ["remote", "list", "x"], []],
  ])("%s", async (_title, words, expected) => {
    const found = await offered(gitRepo({ "mlx.yaml": config }), words);
    expect(found).toEqual({ shell: "none", words: expected });
  });

  test("paths are left to the shell", async () => {
    expect(await offered(gitRepo(), ["data", "add", ""])).toEqual({ shell: "files", words: [] });
    expect((await offered(gitRepo(), ["--cwd", ""])).shell).toBe("folders");
  });

  test("branches and tags, where a revision is asked for", async () => {
    const repo = gitRepo();
    repo.commit();
    repo.git("branch", "cleaning");
    repo.git("tag", "v1.0");
    expect((await offered(repo, ["data", "diff", ""])).words).toEqual(["cleaning", "main", "v1.0"]);
    expect((await offered(repo, ["data", "push", "--rev", "v"])).words).toEqual(["v1.0"]);
  });

  test("models, their versions and aliases, where a model is asked for", async () => {
    const repo = await registeredModel(0.9, 0.8);
    repo.write(modelSettings(["{metric: accuracy, min: 0.5}"]));
    await must(repo, "model promote penguins@1 --to staging");
    const words = async (...typed: string[]) => (await offered(repo, typed)).words;
    expect(await words("model", "register", "p")).toEqual(["penguins"]);
    expect(await words("model", "promote", "pen")).toEqual(["penguins@staging", "penguins@2", "penguins@1"]);
    expect(await words("model", "diff", "penguins@1", "penguins@s")).toEqual(["penguins@staging"]);
    expect(await words("gate", "penguins@2", "--to", "")).toEqual(["staging", "champion"]);
    expect(await words("drift", "check", "inflow", "--record", "penguins@2")).toEqual(["penguins@2"]);
    expect(await words("remote", "add", "")).toEqual([]);
  });

  test("an invalid configuration or no repository is no reason to fail", async () => {
    expect((await offered(gitRepo({ "mlx.yaml": "broken: [" }), ["remote", "check", ""])).words).toEqual([]);
  });
});

test("an unknown shell is refused with those that are known", async () => {
  const { code, stderr } = await mlx(gitRepo(), "completion tcsh");
  expect(code).toBe(2);
  expect(stderr).toContain("bash, zsh, fish");
});

function installed(shell: string): boolean {
  return spawnSync(shell, ["--version"], { stdio: "ignore" }).status === 0;
}

/** A repository whose `mlx` on PATH is this build. */
function repoWithBinary(): TestRepo {
  const repo = gitRepo({ "mlx.yaml": config, "data/a file.csv": "", "data/b.csv": "a,b\n" });
  const bin = join(repo.home, "bin");
  mkdirSync(bin);
  symlinkSync(binaryPath, join(bin, "mlx"));
  const path = `${bin}:${join(process.execPath, "..")}:${repo.env["PATH"]}`;
  return Object.assign(repo.at(repo.root), { env: { ...repo.env, PATH: path } });
}

/** Shell code that prints, a line each, what TAB would offer behind these words. */
const drivers: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) => `
    source <(mlx completion bash)
    COMP_WORDS=(mlx ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}
    _mlx; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (words) => `mlx completion fish | source; complete --do-complete 'mlx ${words.join(" ")}'`,
};

const shells = Object.keys(drivers).filter(installed);

describe.each(shells)("in %s", (shell) => {
  function complete(words: readonly string[]): string[] {
    const repo = repoWithBinary();
    const script = drivers[shell]?.(words) ?? "";
    const output = execFileSync(shell, ["-c", script], { cwd: repo.root, env: repo.env, encoding: "utf8" });
    return output.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0] ?? ""]));
  }

  test.runIf(shell === "bash")(
    "of a model the part behind the @ alone, as bash replaces no more",
    async () => {
      const repo = repoWithBinary();
      await must(repo, "model register penguins data/b.csv -m First");
      await must(repo, "model promote penguins@1 --to staging");
      for (const typed of [
        ["penguins", "@"],
        ["penguins", "@", "st"],
      ]) {
        const script = drivers["bash"]?.(["model", "pull", ...typed]) ?? "";
        const output = execFileSync("bash", ["-c", script], {
          cwd: repo.root,
          env: repo.env,
          encoding: "utf8",
        });
        expect(output.split("\n")).toContain("staging");
      }
    },
  );

  test.each([
    ["nouns", ["remo"], ["remote"]],
    ["remotes", ["remote", "check", ""], ["origin", "nas"]],
    ["paths with spaces", ["data", "add", "data/a"], ["data/a file.csv"]],
  ])("%s are completed", (_title, words, expected) => {
    expect(complete(words)).toEqual(expected);
  });
});

test.each(["bash", "zsh"].filter(installed))("the script for %s is valid", async (shell) => {
  const { stdout } = await mlx(gitRepo(), `completion ${shell}`);
  expect(spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});
