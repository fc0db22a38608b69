import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { committedScene, eventsOf, obey, penguins, verified } from "../support/history-scene.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const folder = "models/penguins";

/** A repository whose last event was deleted by the commit before the last one. */
function deleted() {
  const repo = committedScene(penguins());
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("rm", "--quiet", event);
  const deletion = repo.commit("gone");
  repo.write({ "README.md": "x" });
  return { repo, event, deletion, last: repo.commit("more") };
}

/** The file of a loose object, made writable. */
function objectFile(repo: TestRepo, id: string): string {
  const file = repo.path(".git/objects", id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  return file;
}

const faults: readonly (readonly [string, string, (repo: TestRepo, head: string) => unknown])[] = [
  ["an empty commit", "is empty", (repo, head) => writeFileSync(objectFile(repo, head), "")],
  ["a commit that is not there", "bad object HEAD", (repo, head) => rmSync(objectFile(repo, head))],
  [
    "a branch that is not there",
    "bad revision 'HEAD'",
    (repo) => repo.write({ ".git/HEAD": "ref: refs/heads/no\n" }),
  ],
  ["an empty branch", "bad revision 'HEAD'", (repo) => repo.write({ ".git/refs/heads/main": "" })],
  ["a detached HEAD of no commit", "HEAD", (repo) => repo.write({ ".git/HEAD": `${"1".repeat(40)}\n` })],
  [
    "an unknown extension",
    "extension",
    (repo) => {
      repo.git("config", "extensions.somethingNew", "true");
      repo.git("config", "core.repositoryFormatVersion", "1");
    },
  ],
];

test.each(faults)(
  "a repository with %s has a history that cannot be read, not none",
  async (_, reason, spoil) => {
    const { repo, last } = deleted();
    spoil(repo, last);
    const { code, error } = await mlx(repo, "registry verify --json");
    expect([code, error.code]).toEqual([3, "MLX_GIT_FAILED"]);
    expect(error.message).toContain(reason);
    if (reason.startsWith("bad revision")) expect(error.hint).toContain("git switch BRANCH; --no-history");
  },
);

test("objects that were lent and are away are an error, too", async () => {
  const { repo } = deleted();
  const lent = repo.at(join(tempFolder(), "lent"));
  repo.git("clone", "--quiet", "--shared", repo.root, lent.root);
  expect((await verified(lent)).code).toBe(1);
  writeFileSync(lent.path(".git/objects/info/alternates"), `${join(tempFolder(), "away")}\n`);
  expect(await mlx(lent, "registry verify --json")).toMatchObject({
    code: 3,
    error: { code: "MLX_GIT_FAILED" },
  });
});

test.each([false, true])(
  "a repository of somebody else is an error that names safe.directory, shallow %s",
  async (shallow) => {
    const { repo } = deleted();
    const clone = repo.clone(...(shallow ? ["--depth", "1"] : []));
    const env = { ...clone.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };
    const { code, error } = await mlx(new TestRepo(clone.root, clone.home, env), "registry verify --json");
    expect([code, error.code]).toEqual([3, "MLX_GIT_FAILED"]);
    expect(error.message).toContain("detected dubious ownership");
    expect(error.hint).toBe(
      `if you trust whoever owns it: git config --global --add safe.directory ${clone.root}`,
    );
  },
);

test("a branch that is new in an empty repository has no history, whatever its name", async () => {
  const repo = gitRepo();
  for (const [path, content] of penguins().files) repo.write({ [path]: content });
  repo.git("symbolic-ref", "HEAD", "refs/heads/other");
  expect(await verified(repo)).toMatchObject({ code: 0, history: "none", stderr: "" });
});

test("replaced commits and grafts hide nothing", async () => {
  const { repo, event, deletion, last } = deleted();
  const root = repo.git("commit-tree", "-m", "all there is", `${last}^{tree}`);
  repo.git("replace", last, root);
  expect(repo.git("rev-list", "--count", "HEAD")).toBe("1");
  const found = [`deleted-file ${event}`];
  expect((await verified(repo)).rules).toEqual(found);
  repo.git("replace", "--delete", last);
  repo.write({ ".git/info/grafts": `${last}\n` });
  expect(repo.git("rev-list", "--count", "HEAD")).toBe("1");
  const { rules, findings, history } = await verified(repo);
  expect([rules, history]).toEqual([found, "whole"]);
  expect(findings[0]?.message).toContain(deletion.slice(0, 12));
});

test("hints work in any folder", async () => {
  const { repo, event } = deleted();
  repo.git("rm", "--quiet", `${folder}/versions/2.yaml`);
  const below = repo.at(repo.path(folder));
  const { findings } = await verified(below);
  expect(findings.map(({ file }) => file)).toEqual([`${folder}/versions/2.yaml`, event]);
  for (const { hint, file } of findings) {
    expect(hint).toMatch(new RegExp(` -- :/${file}$`));
    obey(below, hint);
  }
  await must(repo, "registry verify");
});

test("what a sparse checkout leaves out is not said to be deleted; what a commit deleted is", async () => {
  const repo = committedScene(penguins());
  const event = eventsOf(repo).at(-1) ?? "";
  repo.git("update-index", "--skip-worktree", event);
  repo.remove(event);
  expect(await verified(repo)).toMatchObject({ code: 0, rules: [], history: "whole" });
  repo.git("update-index", "--no-skip-worktree", event);
  expect((await verified(repo)).rules).toEqual([`deleted-file ${event}`]);
  repo.commit("gone");
  repo.git("sparse-checkout", "set", "--no-cone", "/*", `!/${folder}/evidence`);
  expect((await verified(repo)).rules).toEqual([`deleted-file ${event}`]);
});

test("neither an order of files nor variables about paths stop the search", async () => {
  const { repo, event } = deleted();
  repo.git("config", "diff.orderFile", "/no/such/file");
  for (const name of [
    "GIT_ICASE_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
  ]) {
    const asked = new TestRepo(repo.root, repo.home, { ...repo.env, [name]: "1" });
    expect((await verified(asked)).rules).toEqual([`deleted-file ${event}`]);
  }
});
