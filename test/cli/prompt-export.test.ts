import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const chat = `---
name: chat
model: gpt-4.1-2025-04-14
inputs:
  question: {type: string, trusted: false}
  brief: {type: boolean, default: false}
includes: {tone: tone.md}
suites: [s]
---
system:
{% include "tone" %}{% if brief %} Be brief.{% endif %}

user:
{{ question }}
`;
const files = { "prompts/chat/prompt.md": chat, "prompts/chat/tone.md": "Be kind.\n" };

test("the text goes to standard output, what is lost to standard error", async () => {
  const repo = gitRepo(files);
  const { code, stdout, stderr } = await mlx(repo, "prompt export chat --format dotprompt");
  expect(code).toBe(0);
  expect(stdout).toContain('{{role "system"}}\nBe kind.{{#if brief}} Be brief.{{/if}}');
  expect(stderr).toBe(
    [
      "3 things could not be kept:",
      "  prompts/chat/prompt.md:5:13: the mark untrusted of question: the format has no such mark",
      "  prompts/chat/prompt.md:7:1: includes: what is included is written out",
      "  prompts/chat/prompt.md:8:1: suites: suites are mlx's own",
      "",
    ].join("\n"),
  );
});

test("--json has format, text and what was dropped", async () => {
  const repo = gitRepo(files);
  const { json } = await mlx(repo, "prompt export chat --format prompty --json");
  expect(json).toMatchObject({ format: "prompty", text: expect.stringContaining("user:\n{{ question }}") });
  expect(json["dropped"]).toContainEqual({ what: "suites", line: 8, column: 1, reason: expect.any(String) });
});

test("--output writes a file, and replaces one with --force alone", async () => {
  const repo = gitRepo({ ...files, "out.prompty": "mine" });
  const refused = await mlx(repo, "prompt export chat --format prompty --output out.prompty");
  expect([refused.code, readFileSync(join(repo.root, "out.prompty"), "utf8")]).toEqual([2, "mine"]);
  const dry = await mlx(repo, "prompt export chat --format prompty --output new.prompty --dry-run");
  expect(dry.stdout).toBe("would write new.prompty (Prompty)\n");
  const forced = await mlx(repo, "prompt export chat --format prompty --output out.prompty --force");
  expect(forced.stdout).toBe("wrote out.prompty (Prompty)\n");
  expect((await mlx(repo, "prompt import out.prompty --name back")).code).toBe(0);
  const messages = async (name: string) =>
    (await mlx(repo, `prompt render ${name} --var question=Why? --var brief=true --json`)).json["messages"];
  expect(await messages("back")).toEqual(await messages("chat"));
});

test("what a format cannot hold is refused with its place; openai renders where values are given", async () => {
  const repo = gitRepo(files);
  const refused = await mlx(repo, "prompt export chat --format github");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(
    "prompts/chat/prompt.md:11:21: a condition cannot be written in this format",
  );
  expect((await mlx(repo, "prompt export chat --format openai")).stderr).toContain(
    "give the values with --var",
  );
  const { stdout } = await mlx(repo, "prompt export chat --format openai --var question=Why?");
  expect(JSON.parse(stdout)).toEqual({
    model: "gpt-4.1-2025-04-14",
    messages: [
      { role: "system", content: "Be kind." },
      { role: "user", content: "Why?" },
    ],
  });
  const other = await mlx(repo, "prompt export chat --format github --var question=Why?");
  expect(other.stderr).toContain("values can be filled in with --format openai alone");
});

test("a published version is exported as it was released", async () => {
  const repo = gitRepo({
    "prompts/p/prompt.md": "---\nname: p\ninputs: {a: string}\n---\nuser:\nOne {{ a }}\n",
  });
  expect((await mlx(repo, "prompt publish p --version 1.0.0 -m first")).stderr).not.toContain("error");
  repo.write({ "prompts/p/prompt.md": "user:\nTwo\n" });
  const { stdout } = await mlx(repo, "prompt export p@1.0.0 --format promptfoo");
  expect(stdout).toBe("One {{ a }}\n");
});

test("the format has to be given, and must be one that there is", async () => {
  const repo = gitRepo(files);
  expect((await mlx(repo, "prompt export chat")).code).toBe(2);
  expect((await mlx(repo, "prompt export chat --format word")).code).toBe(2);
});
