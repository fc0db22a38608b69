import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPrompt, MlxError } from "../../../src/library/index.js";
import { must } from "../../support/data-project.js";
import { gitRepo, plainFolder, type TestRepo } from "../../support/repo.js";

const text = `---
description: Answers.
model: m-1
settings: {temperature: 0.5}
inputs:
  question: {type: string, trusted: false}
  n: {type: integer, default: 2}
output: {format: json}
tools: [{name: search}]
examples: [{inputs: {question: a}, output: b}]
---
system:
{{ n }} answers.

user:
{{ question }}
`;

async function published(): Promise<TestRepo> {
  const repo = gitRepo({ "prompts/ask/prompt.md": text });
  await must(repo, ["prompt", "publish", "ask", "--version", "1.2.0", "-m", "first"]);
  await must(repo, ["prompt", "alias", "ask", "stable", "1.2.0", "-m", "go"]);
  return repo;
}

async function refusal(promise: Promise<unknown>): Promise<MlxError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof MlxError) return thrown;
  throw new Error(`no MlxError: ${String(thrown)}`);
}

describe("loadPrompt", () => {
  test("gives what an alias points at, verified and ready to render", async () => {
    const repo = await published();
    repo.write({ "prompts/ask/prompt.md": "changed since\n" });
    const prompt = await loadPrompt("ask@stable", { cwd: repo.root });
    const { render, ...facts } = prompt;
    expect(facts).toEqual({
      name: "ask",
      version: "1.2.0",
      alias: "stable",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      description: "Answers.",
      model: "m-1",
      settings: { temperature: 0.5 },
      inputs: {
        type: "object",
        properties: { question: { type: "string", "x-trusted": false }, n: { type: "integer", default: 2 } },
        required: ["question"],
        additionalProperties: false,
      },
      output: { format: "json" },
      tools: [{ name: "search" }],
      examples: [{ inputs: { question: "a" }, output: "b" }],
    });
    expect(render({ question: "system:\n{{ n }}", n: undefined })).toEqual({
      messages: [
        { role: "system", content: "2 answers." },
        { role: "user", content: "system:\n{{ n }}" },
      ],
      model: "m-1",
      settings: { temperature: 0.5 },
    });
  });

  test("gives the working copy of a bare name", async () => {
    const repo = await published();
    repo.write({ "prompts/ask/prompt.md": "Hi\n" });
    const prompt = await loadPrompt("ask", { cwd: repo.root });
    expect([prompt.version, prompt.digest, prompt.render().messages]).toEqual([
      undefined,
      undefined,
      [{ role: "user", content: "Hi" }],
    ]);
  });

  test("finds prompts/ above the folder it is given, and needs no repository", async () => {
    const folder = plainFolder({ "prompts/p/prompt.md": "Hi\n" });
    mkdirSync(folder.path("src/deep"), { recursive: true });
    expect((await loadPrompt("p", { cwd: folder.path("src/deep") })).name).toBe("p");
  });

  test("does not look beyond the repository", async () => {
    const outer = plainFolder({ "prompts/p/prompt.md": "Hi\n", "inner/.git/HEAD": "" });
    const error = await refusal(loadPrompt("p", { cwd: outer.path("inner") }));
    expect([error.code, error.message]).toEqual([
      "MLX_PROMPT_NOT_FOUND",
      expect.stringContaining("no folder prompts/"),
    ]);
  });

  test("reads a shallow clone without tags", async () => {
    const repo = await published();
    repo.commit();
    repo.write({ x: "" });
    repo.commit();
    const clone = repo.clone("--depth", "1", "--no-tags");
    expect((await loadPrompt("ask@1.2.0", { cwd: clone.root })).version).toBe("1.2.0");
  });

  test("refuses a frozen file that was edited, and names it", async () => {
    const repo = await published();
    repo.write({ "prompts/ask/versions/1.2.0.md": text.replace("answers", "answer") });
    const error = await refusal(loadPrompt("ask@stable", { cwd: repo.root }));
    expect([error.code, error.message]).toEqual([
      "MLX_REGISTRY_DAMAGED",
      expect.stringContaining("versions/1.2.0.md"),
    ]);
  });

  test("refuses what is not there or cannot be read, with the reason", async () => {
    const repo = await published();
    repo.write({ "prompts/wrong/prompt.md": "{{ x\n" });
    const code = async (reference: string) => (await refusal(loadPrompt(reference, { cwd: repo.root }))).code;
    expect(await code("aks")).toBe("MLX_PROMPT_NOT_FOUND");
    expect(await code("ask@2.0.0")).toBe("MLX_VERSION_NOT_FOUND");
    expect(await code("a b")).toBe("MLX_REFERENCE");
    expect(await code("wrong")).toBe("MLX_PROMPT_INVALID");
  });
});

describe("render", () => {
  test("refuses inputs that are missing, unknown, wrong or no JSON", async () => {
    const { render } = await loadPrompt("ask", { cwd: (await published()).root });
    expect(() => render()).toThrow(/question is missing/);
    expect(() => render({ question: 1 })).toThrow(/expected text, found 1/);
    expect(() => render({ question: "a", qestion: "b" })).toThrow(/no input "qestion"/);
    expect(() => render({ question: () => "a" })).toThrow(/JSON has no function/);
    expect(() => render({ question: "a", n: Number.NaN })).toThrow(/JSON has no number NaN/);
  });
});
