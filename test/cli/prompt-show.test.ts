import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const text = `---
name: answer
description: Answers questions.
model: gpt-4.1-2025-04-14
settings: {temperature: 0.2, max_tokens: 100}
inputs:
  question: {type: string, trusted: false, description: What is asked}
  tone: {type: string, default: friendly}
output: {format: json, schema: {type: object}}
tools: [{name: search, description: Finds}]
suites: [faq]
examples: [{inputs: {question: Why?}, output: {answer: So.}}]
metadata: {team: support}
---
system:
{% include "rules.md" %} Be {{ tone }}.

user:
<q>{{ question }}</q>
`;

async function published(): Promise<TestRepo> {
  const repo = gitRepo({ "prompts/answer/prompt.md": text, "prompts/_partials/rules.md": "Be brief.\n" });
  await must(repo, ["prompt", "publish", "answer", "--version", "1.0.0", "-m", "first one"]);
  await must(repo, ["prompt", "alias", "answer", "stable", "1.0.0", "-m", "go"]);
  return repo;
}

describe("the working copy", () => {
  test("--json gives all that a program needs", async () => {
    const repo = await published();
    const { code, json } = await mlx(repo, "prompt show answer --json");
    expect(code).toBe(0);
    expect(json).toEqual({
      schemaVersion: 1,
      name: "answer",
      version: null,
      alias: null,
      digest: null,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      path: "prompts/answer/prompt.md",
      description: "Answers questions.",
      model: "gpt-4.1-2025-04-14",
      settings: { temperature: 0.2, max_output_tokens: 100 },
      inputs: {
        type: "object",
        properties: {
          question: { type: "string", description: "What is asked", "x-trusted": false },
          tone: { type: "string", default: "friendly" },
        },
        required: ["question"],
        additionalProperties: false,
      },
      output: { format: "json", schema: { type: "object" } },
      tools: [{ name: "search", description: "Finds" }],
      suites: ["faq"],
      examples: [{ inputs: { question: "Why?" }, output: { answer: "So." } }],
      metadata: { team: "support" },
      template: "system:\nBe brief. Be {{ tone }}.\n\nuser:\n<q>{{ question }}</q>\n",
      messages: [
        { role: "system", template: "Be brief. Be {{ tone }}." },
        { role: "user", template: "<q>{{ question }}</q>" },
      ],
      published: null,
      versions: ["1.0.0"],
      aliases: { stable: "1.0.0" },
    });
  });

  test("is shown to people with its inputs and its template", async () => {
    const shown = await must(await published(), "prompt show answer");
    expect(shown).toContain("answer  working copy\nAnswers questions.\n");
    expect(shown).toMatch(/^settings +temperature 0\.2, max_output_tokens 100$/m);
    expect(shown).toMatch(/^question +string +required +untrusted +What is asked$/m);
    expect(shown).toMatch(/^tone +string +default "friendly" +–$/m);
    expect(shown).toMatch(/^aliases +stable 1\.0\.0$/m);
    expect(shown).toContain("template\nsystem:\nBe brief. Be {{ tone }}.");
  });

  test("that is wrong is refused with everything that is wrong", async () => {
    const repo = gitRepo({ "prompts/p/prompt.md": "---\nnme: p\nmodel: 1\n---\n{{ x\n" });
    const { code, error } = await mlx(repo, "prompt show p --json");
    expect([code, error.code, error.problems?.length]).toEqual([2, "MLX_PROMPT_INVALID", 3]);
    const { stderr } = await mlx(repo, "prompt show p");
    expect(stderr).toContain('prompts/p/prompt.md:2:1: unknown key "nme" (did you mean name?)');
  });
});

describe("a published version", () => {
  test("is what was published, whatever became of the files", async () => {
    const repo = await published();
    repo.write({ "prompts/answer/prompt.md": "Other\n", "prompts/_partials/rules.md": "Other\n" });
    for (const ref of ["answer@stable", "answer@1.0.0"]) {
      const { json } = await mlx(repo, `prompt show ${ref} --json`);
      expect(json).toMatchObject({
        version: "1.0.0",
        alias: ref.endsWith("stable") ? "stable" : null,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        path: "prompts/answer/versions/1.0.0.md",
        template: expect.stringContaining("Be brief. Be {{ tone }}."),
        published: { message: "first one", author: { email: "test@example.com" } },
      });
    }
    expect(await must(repo, "prompt show answer@stable")).toMatch(
      /^answer@1\.0\.0 \(stable\) {2}published \d{4}-.* by Test Person: first one$/m,
    );
  });

  test("can be read in a shallow clone without tags, and without its working copy", async () => {
    const repo = await published();
    repo.commit();
    repo.remove("prompts/answer/prompt.md");
    repo.commit();
    const clone = repo.clone("--depth", "1", "--no-tags");
    expect((await mlx(clone, "prompt show answer@stable --json")).json["version"]).toBe("1.0.0");
    const { code, error } = await mlx(clone, "prompt show answer --json");
    expect([code, error.code, error.hint]).toEqual([
      2,
      "MLX_PROMPT_NOT_FOUND",
      expect.stringContaining("NAME@VERSION"),
    ]);
  });

  test("that was edited by hand is refused, and the file is named", async () => {
    const repo = await published();
    const file = "prompts/answer/versions/1.0.0.md";
    repo.write({ [file]: repo.read(file).replace("brief", "rude") });
    const { code, error } = await mlx(repo, "prompt show answer@stable --json");
    expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
    expect(error.message).toContain(file);
  });

  test("that does not exist is refused with those that do", async () => {
    const repo = await published();
    for (const [ref, hint] of [
      ["answer@stabel", "did you mean stable?"],
      ["answer@2.0.0", "1.0.0, stable"],
    ] as const) {
      const { code, error } = await mlx(repo, `prompt show ${ref} --json`);
      expect([code, error.code]).toEqual([2, "MLX_VERSION_NOT_FOUND"]);
      expect(error.hint).toContain(hint);
    }
  });
});

describe("a name", () => {
  test("that is not there is refused with what was meant", async () => {
    const { code, error } = await mlx(await published(), "prompt show anwser --json");
    expect([code, error.code, error.hint]).toEqual([2, "MLX_PROMPT_NOT_FOUND", "did you mean answer?"]);
    const other = await mlx(await published(), "prompt show zzz --json");
    expect(other.error.hint).toBe("there is answer");
  });

  test("is its folder's to the letter", async () => {
    expect((await mlx(await published(), "prompt show Answer --json")).error.code).toBe(
      "MLX_PROMPT_NOT_FOUND",
    );
  });

  test("that another folder's front matter gives leads there", async () => {
    const repo = gitRepo({ "prompts/folder/prompt.md": "---\nname: other\n---\nHi\n" });
    const { error } = await mlx(repo, "prompt show other --json");
    expect(error.hint).toContain("prompts/folder/prompt.md gives that name");
  });

  test("that two prompts claim is refused, and both are named", async () => {
    const repo = gitRepo({ "prompts/a/prompt.md": "Hi\n", "prompts/b/prompt.md": "---\nname: a\n---\nHo\n" });
    const { code, error } = await mlx(repo, "prompt show a --json");
    expect([code, error.code]).toEqual([2, "MLX_PROMPT_AMBIGUOUS"]);
    expect(error.message).toContain("prompts/a/prompt.md, prompts/b/prompt.md");
  });

  test("that is none is refused", async () => {
    for (const ref of ["a b", "@", "a@", "a@b@c"]) {
      const { code, error } = await mlx(gitRepo(), ["prompt", "show", ref, "--json"]);
      expect([ref, code, error.code]).toEqual([ref, 2, "MLX_REFERENCE"]);
    }
  });
});
