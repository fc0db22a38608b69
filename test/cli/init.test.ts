import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const attributes = "*.mlx text=auto eol=lf merge=mlx\n.gitignore merge=union";
const everything = ["mlx.yaml", ".gitattributes", ".mlx/", "git merge driver"];

function driverOf(repo: TestRepo): string {
  return repo.git("config", "--get", "merge.mlx.driver");
}

test("in a new folder it makes a git repository and says what it wrote", async () => {
  const folder = plainFolder();
  const { code, stdout } = await mlx(folder, "init");
  expect(code).toBe(0);
  expect(stdout).toContain(`made a git repository in ${folder.root}`);
  for (const what of everything) expect(stdout).toContain(what);
  expect(folder.read(".gitattributes")).toBe(`${attributes}\n`);
  expect(driverOf(folder)).toContain("merge-driver");
  expect(folder.git("status", "--short")).toBe("?? .gitattributes\n?? mlx.yaml");
});

test("what it writes is a valid configuration in which nothing is set", async () => {
  const repo = gitRepo();
  await mlx(repo, "init");
  expect((await mlx(repo, "remote list --json")).json).toMatchObject({ remotes: [], defaultRemote: null });
});

test("run again it changes nothing and says so", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "init --json")).json).toMatchObject({ written: everything, present: [] });
  repo.commit();
  const again = await mlx(repo, "init --json");
  expect(again.json).toMatchObject({
    written: [],
    extended: [],
    present: everything,
    repository: { created: false },
  });
  expect(repo.git("status", "--short")).toBe("");
  expect((await mlx(repo, "init")).stdout).toContain("nothing to do");
});

test("what is there is never overwritten: mlx.yaml stays, .gitattributes is extended", async () => {
  const repo = gitRepo({ "mlx.yaml": "cache: {group: true}\n", ".gitattributes": "*.png binary" });
  const { json } = await mlx(repo, "init --json");
  expect(json).toMatchObject({ extended: [".gitattributes"], present: ["mlx.yaml"] });
  expect(repo.read("mlx.yaml")).toBe("cache: {group: true}\n");
  expect(repo.read(".gitattributes")).toBe(`*.png binary\n${attributes}\n`);
});

test("line ends of Windows in .gitattributes stay", async () => {
  const repo = gitRepo({ ".gitattributes": "*.png binary\r\n" });
  await mlx(repo, "init");
  expect(repo.read(".gitattributes")).toBe(`*.png binary\r\n${attributes.replace("\n", "\r\n")}\r\n`);
});

test("an invalid mlx.yaml is left alone and its problems are told, exit 2", async () => {
  const repo = gitRepo({ "mlx.yaml": "remots: {}\n" });
  const { code, stderr } = await mlx(repo, "init");
  expect(code).toBe(2);
  expect(stderr).toContain('mlx.yaml:1:1: unknown key "remots"; did you mean remotes?');
  expect(repo.read("mlx.yaml")).toBe("remots: {}\n");
  expect(repo.exists(".gitattributes")).toBe(true);
});

test("in a sub-folder it sets the repository's top up and says so", async () => {
  const repo = gitRepo({ "deep/er/file": "" });
  const { code, stdout, stderr } = await mlx(repo, "init", { cwd: "deep/er" });
  expect(code).toBe(0);
  expect(stderr).toContain("next: git add ../../mlx.yaml ../../.gitattributes,");
  expect(stdout).toMatch(/written {3}\.\.\/\.\.\/\.gitattributes {3}pointers/);
  expect(stdout).toContain(`this is a part of the repository ${repo.root}`);
  expect(repo.exists("mlx.yaml")).toBe(true);
  expect(repo.exists("deep/er/mlx.yaml")).toBe(false);
});

test("in a linked worktree it shares the main one's local folder", async () => {
  const repo = gitRepo({ "a.txt": "" });
  repo.commit();
  const linked = repo.at(`${tempFolder()}/linked`);
  repo.git("worktree", "add", "--quiet", linked.root);
  expect((await mlx(linked, "init")).code).toBe(0);
  expect([linked.exists("mlx.yaml"), repo.exists("mlx.yaml")]).toEqual([true, false]);
  expect([linked.exists(".mlx/.gitignore"), repo.exists(".mlx/.gitignore")]).toEqual([true, true]);
  expect(repo.git("status", "--short")).toBe("");
});

test("a bare repository is refused", async () => {
  const folder = plainFolder();
  folder.git("init", "--quiet", "--bare");
  const { code, error } = await mlx(folder, "init --json");
  expect([code, error.code]).toEqual([2, "MLX_BARE_REPOSITORY"]);
});

test("--dry-run writes nothing, not even a repository", async () => {
  const folder = plainFolder();
  const { code, stdout } = await mlx(folder, "init --dry-run");
  expect(code).toBe(0);
  expect(stdout).toContain("would make a git repository");
  expect(stdout).toContain("would be written");
  expect([folder.exists(".git"), folder.exists("mlx.yaml"), folder.exists(".mlx")]).toEqual([
    false,
    false,
    false,
  ]);
});

test("--quiet says nothing", async () => {
  expect(await mlx(gitRepo(), "init --quiet")).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test("in a clone whose .gitattributes names the driver any command installs it", async () => {
  const repo = gitRepo();
  await mlx(repo, "init");
  repo.commit();
  const clone = repo.clone();
  expect(() => driverOf(clone)).toThrow();
  await mlx(clone, "remote list");
  expect(driverOf(clone)).toContain("merge-driver");
});
