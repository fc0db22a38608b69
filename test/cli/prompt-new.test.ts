import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { promptTemplates } from "../../src/prompts/prompt-templates.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";

test("writes a prompt that says its name and can be rendered", async () => {
  const repo = gitRepo();
  expect(await must(repo, "prompt new support-answer")).toBe("wrote prompts/support-answer/prompt.md\n");
  expect(repo.read("prompts/support-answer/prompt.md")).toMatch(/^---\nname: support-answer\n/);
  const { code, json } = await mlx(repo, [
    "prompt",
    "render",
    "support-answer",
    "--var",
    "question=Hi?",
    "--json",
  ]);
  expect(code).toBe(0);
  expect(json["messages"]).toMatchObject([
    { role: "system" },
    { role: "user", content: "<question>Hi?</question>" },
  ]);
});

test.each(promptTemplates)("a new %s prompt lints without errors and warnings", async (template) => {
  const repo = gitRepo();
  await must(repo, `prompt new a --template ${template}`);
  const { code, json } = await mlx(repo, "prompt lint --json --max-warnings 0");
  expect([code, json["findings"]]).toEqual([0, []]);
});

test.each(promptTemplates)("the examples of a new %s prompt can be rendered", async (template) => {
  const repo = gitRepo();
  await must(repo, `prompt new a --template ${template}`);
  const { json } = await mlx(repo, "prompt show a --json");
  const { examples } = json;
  const count = Array.isArray(examples) ? examples.length : 0;
  for (let number = 1; number <= count; number++) await must(repo, `prompt render a --example ${number}`);
  expect(count > 0).toBe(!["chat", "agent"].includes(template));
});

test("a dry run prints what would be written and writes nothing", async () => {
  const repo = gitRepo();
  expect(await must(repo, "prompt new a --template rag --dry-run")).toMatch(
    /^---\nname: a\n[\s\S]*<question>/,
  );
  expect(repo.exists("prompts")).toBe(false);
  const { json } = await mlx(repo, "prompt new a -n --json");
  expect(json).toMatchObject({ name: "a", path: "prompts/a/prompt.md", template: "chat", dryRun: true });
});

test("a name that is taken is refused, one that differs in case alone too", async () => {
  const repo = gitRepo({ "prompts/support/prompt.md": "Hi\n" });
  for (const name of ["support", "Support"]) {
    const { code, error } = await mlx(repo, `prompt new ${name} --json`);
    expect([code, error.code]).toEqual([2, "MLX_PROMPT_EXISTS"]);
  }
  expect(repo.read("prompts/support/prompt.md")).toBe("Hi\n");
  expect(repo.exists("prompts/Support/prompt.md")).toBe(false);
});

test.each([
  ["a/b", "no folders of their own"],
  ["../x", "no folders of their own"],
  ["a\\b", "no folders of their own"],
  ["_partials", "kept for mlx"],
  ["a@b", "stands before a version"],
  ["a b", "a name is letters"],
  [".a", "a name is letters"],
  ["", "a name is letters"],
  ["prompt.md", "reads as a file"],
  ["1.0.0", "reads as a file, a version"],
  ["v1.2", "reads as a file, a version"],
  ["a.", "reads as a file"],
  ["con", "a device"],
])("the name %j is refused", async (name, reason) => {
  const repo = gitRepo();
  const { code, error } = await mlx(repo, ["prompt", "new", name, "--json"]);
  expect([code, error.code]).toEqual([2, "MLX_PROMPT_NAME"]);
  expect(error.message).toContain(reason);
  expect(repo.exists("prompts")).toBe(false);
});

test("names with dots and digits inside are fine", async () => {
  const repo = gitRepo();
  for (const name of ["faq.v2", "2nd-line", "a_b-c.d"]) await must(repo, `prompt new ${name}`);
});

test("an unknown template is refused with those that are known", async () => {
  const { code, stderr } = await mlx(gitRepo(), "prompt new a --template chatt");
  expect(code).toBe(2);
  expect(stderr).toContain("extraction, classification");
});

test("outside of a repository it says how to start one", async () => {
  const { code, error } = await mlx(plainFolder(), "prompt new a --json");
  expect([code, error.code]).toEqual([2, "MLX_NOT_A_REPOSITORY"]);
});

test("a link that stands in the prompt's place is not replaced", async () => {
  const repo = gitRepo({ "elsewhere.md": "user:\nHi\n", "prompts/a/notes.txt": "" });
  repo.remove("prompts/a/notes.txt");
  symlinkSync("../../elsewhere.md", repo.path("prompts/a/prompt.md"));
  expect((await mlx(repo, "prompt new a --json")).error).toMatchObject({ code: "MLX_PROMPT_EXISTS" });
  expect(repo.read("prompts/a/prompt.md")).toBe("user:\nHi\n");
});

test("nothing is written through a link", async () => {
  const repo = gitRepo();
  mkdirSync(repo.path("elsewhere"));
  symlinkSync("elsewhere", repo.path("prompts"));
  for (const command of ["prompt new a", "prompt import b.json --format openai --name b"]) {
    repo.write({ "b.json": '[{"role": "user", "content": "Hi"}]' });
    const { code, stderr } = await mlx(repo, command);
    expect([code, stderr]).toEqual([2, expect.stringContaining("beyond prompts, which is a symbolic link")]);
  }
  expect(readdirSync(repo.path("elsewhere"))).toEqual([]);
});
