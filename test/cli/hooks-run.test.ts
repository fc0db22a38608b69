import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { mlx } from "../support/mlx.js";
import { gitRepo, TestRepo } from "../support/repo.js";

const head = "---\nmodel: gpt-4.1-2025-04-14\ninputs: {question: string}\n---\nuser:\n";

function staged(body: string): TestRepo {
  const repo = gitRepo({ "prompts/a/prompt.md": `${head}${body}\n`, "sub/x": "" });
  repo.git("add", ".");
  return repo;
}

describe("pre-commit", () => {
  test("says nothing where nothing is wrong; with --verbose, how many prompts it looked at", async () => {
    const repo = staged("{{ question }}");
    expect(await mlx(repo, "hooks run pre-commit")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect((await mlx(repo, "hooks run pre-commit --verbose")).stderr).toContain(
      "1 prompt checked, no errors",
    );
  });

  test("warnings and remarks do not refuse a commit, and are not shown", async () => {
    const repo = staged("hello");
    expect(await mlx(repo, "hooks run pre-commit")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const { json } = await mlx(repo, "hooks run pre-commit --json");
    expect(json).toMatchObject({
      hook: "pre-commit",
      checked: 1,
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "unused-input", severity: "warning" }),
      ]),
    });
  });

  test("refuses with 1, on stderr, from a subfolder too; as JSON on stdout", async () => {
    const repo = staged("{{ contxt }}");
    const text = await mlx(repo, "hooks run pre-commit", { cwd: "sub" });
    expect(text).toMatchObject({ code: 1, stdout: "" });
    expect(text.stderr).toContain("contxt is not an input");
    expect(text.stderr.endsWith("to commit anyway: git commit --no-verify\n")).toBe(true);
    const json = await mlx(repo, "hooks run pre-commit --json");
    expect(json).toMatchObject({ code: 1, stderr: "" });
    expect(json.json).toMatchObject({
      checked: 1,
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "undeclared-variable", file: "prompts/a/prompt.md", line: 6 }),
      ]),
    });
  });

  test("never shows a line that holds personal data or a secret, whatever else is wrong with it", async () => {
    const { code, stderr } = await mlx(
      staged("{{ contxt }} ann.miller@corp-mail.io"),
      "hooks run pre-commit",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("contxt is not an input");
    expect(stderr).not.toContain("ann.miller@corp-mail.io");
  });

  test("goes by the index that git hands over", async () => {
    const repo = staged("{{ question }}");
    const index = repo.path(".git", "next-index");
    const elsewhere = new TestRepo(repo.root, repo.home, { ...repo.env, GIT_INDEX_FILE: index });
    repo.write({ "prompts/b/prompt.md": `${head}{{ contxt }}\n` });
    elsewhere.git("add", "prompts/b");
    expect((await mlx(repo, "hooks run pre-commit")).code).toBe(0);
    const { code, stderr } = await mlx(repo, "hooks run pre-commit", { env: { GIT_INDEX_FILE: index } });
    expect(code).toBe(1);
    expect(stderr).toContain("prompts/b/prompt.md");
  });
});

test("a hook that mlx has no work for is a usage error", async () => {
  const { code, stderr } = await mlx(gitRepo(), "hooks run commit-msg");
  expect(code).toBe(2);
  expect(stderr).toContain("commit-msg");
});

test("pre-push without refs, and after a checkout without data, nothing happens", async () => {
  const repo = gitRepo();
  const zeros = "0".repeat(40);
  const silent = { code: 0, stdout: "", stderr: "" };
  expect(await mlx(repo, "hooks run pre-push origin url", { stdin: "" })).toMatchObject(silent);
  expect(await mlx(repo, `hooks run post-checkout ${zeros} ${zeros} 1`)).toMatchObject(silent);
  expect(await mlx(repo, "hooks run post-merge 0")).toMatchObject(silent);
});

test("the pre-commit framework is offered the linter, for files of prompts", () => {
  const hooks: unknown = parse(
    readFileSync(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8"),
  );
  expect(hooks).toMatchObject([
    {
      id: "mlx-prompt-lint",
      entry: "mlx prompt lint",
      language: "node",
      files: "^prompts/",
      pass_filenames: true,
    },
  ]);
});
