import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const greeting = `---
model: googleai/gemini-2.0-flash-001
version: 3
input: {schema: {name: string}}
---
{{role "system"}}
Be kind.
{{role "user"}}
{{> hello}} {{media url=photo}}
`;

test("a prompt is written with its partials, and what was lost is told with its place", async () => {
  const repo = gitRepo({ "a/greet.prompt": greeting, "a/_hello.prompt": "Hello {{name}}" });
  const { code, stdout, stderr } = await mlx(repo, "prompt import a/greet.prompt");
  expect([code, stdout]).toEqual([0, "wrote prompts/greet/prompt.md from a/greet.prompt (dotprompt)\n"]);
  expect(stderr).toBe(
    [
      "2 things could not be kept:",
      "  a/greet.prompt:3:1: version: versions are given by: mlx prompt publish",
      "  a/greet.prompt:9:15: {{media}}: messages hold text alone here",
      "",
    ].join("\n"),
  );
  const { json } = await mlx(repo, "prompt render greet --var name=Ada --json");
  expect(json["messages"]).toEqual([
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hello Ada" },
  ]);
  const lint = await mlx(repo, "prompt lint greet --json");
  expect(lint.json["findings"]).not.toContainEqual(expect.objectContaining({ severity: "error" }));
});

test("--json gives name, path, format and what was dropped", async () => {
  const repo = gitRepo({ "greet.prompt": greeting, "_hello.prompt": "Hello {{name}} {{section 'x'}}" });
  const { json } = await mlx(repo, "prompt import greet.prompt --name hi --json");
  expect(json).toEqual({
    schemaVersion: 1,
    name: "hi",
    path: "prompts/hi/prompt.md",
    format: "dotprompt",
    dryRun: false,
    dropped: [
      { what: "{{section}}", line: 1, column: 18, reason: expect.any(String), file: "_hello.prompt" },
      { what: "version", line: 3, column: 1, reason: expect.any(String) },
      { what: "{{media}}", line: 9, column: 15, reason: expect.any(String) },
    ],
  });
});

test("where something has no faithful equivalent nothing is written, and every place is named", async () => {
  const repo = gitRepo({ "bad.prompt": "{{shout name}}\n{{@auth.uid}}\n" });
  const result = await mlx(repo, "prompt import bad.prompt --json");
  expect(result.code).toBe(2);
  expect(result.error).toMatchObject({
    code: "MLX_PROMPT_IMPORT",
    message: "bad.prompt:1:3: the helper shout is not one of dotprompt's",
    problems: [
      { file: "bad.prompt", line: 1, column: 3 },
      { file: "bad.prompt", line: 2, column: 3 },
    ],
  });
  expect(existsSync(join(repo.root, "prompts"))).toBe(false);
});

test("--dry-run tells and writes nothing", async () => {
  const repo = gitRepo({ "p.prompty": "---\nname: a b\n---\nuser:\nHi\n" });
  const { code, stdout } = await mlx(repo, "prompt import p.prompty --dry-run");
  expect([code, stdout]).toEqual([0, "would write prompts/a-b/prompt.md from p.prompty (Prompty)\n"]);
  expect(existsSync(join(repo.root, "prompts"))).toBe(false);
});

test("an existing prompt is replaced with --force alone, and never one that differs in case", async () => {
  const repo = gitRepo({ "p.txt": "Say {{ word }}", "prompts/p/prompt.md": "Old\n" });
  const refused = await mlx(repo, "prompt import p.txt");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("there is a prompt p already");
  expect((await mlx(repo, "prompt import p.txt --name P --force")).stderr).toContain(
    "differs from P in case alone",
  );
  expect((await mlx(repo, "prompt import p.txt --force")).code).toBe(0);
  expect((await mlx(repo, "prompt render p --var word=hi --json")).json["messages"]).toEqual([
    { role: "user", content: "Say hi" },
  ]);
});

test("the format is told by name and content; where it cannot be, the error names --format", async () => {
  const repo = gitRepo({
    "a.prompt.yml": "messages: [{role: user, content: Hi}]",
    "b.yaml": "messages: [{role: user, content: Hi}]",
    "c.yaml": "- {role: user, content: Hi}",
    "d.json": '{"messages": [{"role": "user", "content": "Hi {% x"}]}',
    "e.md": "---\nname: e\n---\nuser:\nHi\n",
    "f.json": '[{"role": "user", "content": "{% if a %}{{ a | upper }}{% endif %}"}]',
    "g.greet.formal.prompt": "Hi",
    "h.rst": "Hi",
    "promptfooconfig.yaml": "prompts: [One, Two]",
  });
  const told = async (file: string) => (await mlx(repo, `prompt import ${file} --dry-run --json`)).json;
  expect(await told("a.prompt.yml")).toMatchObject({ format: "github", name: "a" });
  expect(await told("b.yaml")).toMatchObject({ format: "github", name: "b" });
  expect(await told("c.yaml")).toMatchObject({ format: "promptfoo", name: "c" });
  expect(await told("d.json")).toMatchObject({ format: "openai", name: "d" });
  expect(await told("g.greet.formal.prompt")).toMatchObject({ format: "dotprompt", name: "g-greet-formal" });
  for (const file of ["e.md", "f.json", "h.rst"]) {
    const result = await mlx(repo, `prompt import ${file} --json`);
    expect([result.code, result.error.code]).toEqual([2, "MLX_PROMPT_FORMAT"]);
    expect(result.error.hint).toContain("--format ");
  }
  expect((await mlx(repo, "prompt import e.md --format prompty")).code).toBe(0);
  expect((await mlx(repo, "prompt import f.json --format promptfoo")).code).toBe(0);
  const several = await mlx(repo, "prompt import promptfooconfig.yaml");
  expect(several.stderr).toContain("choose one with --pick, by its number from 1 to 2");
  expect((await mlx(repo, "prompt import promptfooconfig.yaml --pick 2 --name two")).code).toBe(0);
  expect((await mlx(repo, "prompt import a.prompt.yml --pick 2")).stderr).toContain("--pick chooses among");
});

test("files are taken in from the repository and the file's folder alone", async () => {
  const outside = gitRepo({ "secret.txt": "hidden" });
  const repo = gitRepo({
    "shared/about.txt": "What it does",
    "a/p.prompty": `---\ndescription: \${file:../shared/about.txt}\n---\nuser:\nHi\n`,
  });
  await mlx(repo, "prompt import a/p.prompty");
  expect((await mlx(repo, "prompt show p --json")).json).toMatchObject({ description: "What it does" });
  symlinkSync(join(outside.root, "secret.txt"), join(repo.root, "a", "link.txt"));
  for (const path of ["link.txt", join(outside.root, "secret.txt"), "../../secret.txt", "gone.txt"]) {
    writeFileSync(join(repo.root, "a/q.prompty"), `---\ndescription: "\${file:${path}}"\n---\nuser:\nHi\n`);
    const { json } = await mlx(repo, "prompt import a/q.prompty --force --json");
    expect(json["dropped"]).toEqual([expect.objectContaining({ line: 2, column: 14 })]);
  }
  expect((await mlx(repo, "prompt show q --json")).stdout).not.toContain("hidden");
});

test("bytes that are no text, a file that is not there and a folder are refused", async () => {
  const repo = gitRepo({ "d/x": "" });
  writeFileSync(join(repo.root, "l.txt"), Buffer.from([0x63, 0xe9, 0x0a]));
  const refusal = async (file: string) => (await mlx(repo, ["prompt", "import", file])).stderr;
  expect(await refusal("l.txt")).toContain("l.txt: the file is not UTF-8");
  expect(await refusal("gone.txt")).toContain("there is no file gone.txt");
  expect(await refusal("d")).toContain("d is a folder");
});

test("a name that no prompt can have is refused", async () => {
  const repo = gitRepo({ "p.txt": "Hi", "ä.txt": "Hi", "¡.txt": "Hi" });
  expect((await mlx(repo, "prompt import p.txt --name ../x")).stderr).toContain("a prompt cannot be called");
  expect((await mlx(repo, ["prompt", "import", "ä.txt", "--dry-run", "--json"])).json["name"]).toBe("a");
  expect((await mlx(repo, ["prompt", "import", "¡.txt"])).stderr).toContain("give it one with --name");
});

test("a key that stands where a number belongs is not repeated", async () => {
  const key = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");
  const request = { messages: [{ role: "user", content: "Hi" }], temperature: key };
  const repo = gitRepo({ "request.json": JSON.stringify(request) });
  for (const options of ["", "--json"]) {
    const { code, stdout, stderr } = await mlx(
      repo,
      `prompt import request.json --name p --force ${options}`,
    );
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining("[redacted]")]);
    expect(stdout + stderr).not.toContain(key);
  }
});
