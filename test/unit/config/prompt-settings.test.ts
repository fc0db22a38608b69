import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load-config.js";
import { MlxError } from "../../../src/core/errors.js";
import { tempFolder } from "../../support/temp-folder.js";

/** The settings of a project's file, a local file over it, and the environment over both. */
function load(project: string, local = "", env: Record<string, string> = {}) {
  const root = tempFolder();
  mkdirSync(join(root, ".mlx"));
  writeFileSync(join(root, "mlx.yaml"), project);
  writeFileSync(join(root, ".mlx", "config.local.yaml"), local);
  const workspace = { root, mainRoot: root, sharedDir: join(root, ".mlx") };
  return loadConfig({ workspace, env: { HOME: join(root, "home"), ...env }, cwd: root });
}

async function problems(project: string): Promise<string[]> {
  const error: unknown = await load(project).catch((thrown: unknown) => thrown);
  if (!(error instanceof MlxError)) throw new Error("expected an MlxError");
  return error.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

test("lint rules are laid over each other one by one", async () => {
  const { config } = await load(
    "prompts: {lint: {maxTokens: 4000, rules: {a: off, b: error}}}",
    "prompts: {lint: {rules: {b: info, c: warning}}}",
  );
  expect(config.prompts.lint).toEqual({ maxTokens: 4000, rules: { a: "off", b: "info", c: "warning" } });
});

test("the limit of tokens can stand in the environment", async () => {
  const { config } = await load("prompts: {lint: {maxTokens: 4000}}", "", {
    MLX_PROMPTS_LINT_MAX_TOKENS: "900",
  });
  expect(config.prompts.lint.maxTokens).toBe(900);
});

test("the gates of an alias are replaced as a whole, those of other aliases stay", async () => {
  const { config } = await load(
    "prompts: {gates: {stable: [{lint: errors}, {signed: true}], beta: [{lint: warnings}]}}",
    "prompts: {gates: {stable: [{approvals: 2, from: [ada@example.com]}]}}",
  );
  expect(config.prompts.gates).toEqual({
    stable: [{ approvals: 2, from: ["ada@example.com"] }],
    beta: [{ lint: "warnings" }],
  });
});

test("facts of a model are replaced one by one", async () => {
  const { config } = await load(
    "models: {gpt-4o: {inputPrice: 2, retires: 2030-01-31}, constructor: {pinned: true}}",
    "models: {gpt-4o: {inputPrice: 0, outputPrice: 8.5}, house: {contextWindow: 8192}}",
  );
  expect(config.models).toEqual({
    "gpt-4o": { inputPrice: 0, outputPrice: 8.5, retires: "2030-01-31" },
    constructor: { pinned: true },
    house: { contextWindow: 8192 },
  });
});

test("mistakes are told at their places", async () => {
  expect(await problems("models:\n  m:\n    retires: soon\n    contextWindow: 0\n    price: 3\n")).toEqual([
    expect.stringMatching(/^3:14: models\.m\.retires: must be a day/),
    expect.stringMatching(/^4:20: /),
    expect.stringMatching(/^5:5: unknown key "price" in models\.m; known are: /),
  ]);
  expect(await problems("prompts:\n  lint:\n    rules: {secret: no}\n")).toHaveLength(1);
  expect(await problems("prompts:\n  gates:\n    stable: [{approvals: 0}]\n    1st: []\n")).toHaveLength(2);
});

test("a gate that is none is told by what gates have, not by the first of them", async () => {
  const gate = async (text: string) => (await problems(`prompts:\n  gates:\n    stable: [${text}]\n`))[0];
  expect(await gate("{approval: 1}")).toBe(
    '3:14: prompts.gates.stable: expected a mapping with lint or signed or approvals or evaluation, found {"approval":1}; did you mean approvals?',
  );
  expect(await gate("{signed: yes}")).toMatch(
    /^3:23: prompts\.gates\.stable\.signed: expected true, found "yes"/,
  );
  expect(await gate("{approvals: 1, form: [ann@example.com]}")).toBe(
    '3:29: unknown key "form" in prompts.gates.stable; did you mean from?',
  );
  expect(await gate("{lint: warning}")).toMatch(/found "warning"; did you mean warnings\?$/);
  expect(await gate("signed")).toMatch(/^3:14: prompts\.gates\.stable: expected .*found "signed"/);
});

test("the template's examples are valid once the comment signs are gone", async () => {
  const text = readFileSync(new URL("../../../templates/mlx.yaml", import.meta.url), "utf8");
  const examples = text.slice(text.indexOf("# prompts:")).replace(/^# /gm, "");
  const { config } = await load(examples);
  expect(config.prompts.lint).toEqual({ maxTokens: 4000, rules: { "unused-input": "error" } });
  expect(config.prompts.gates["stable"]).toHaveLength(2);
  expect(Object.keys(config.models)).toEqual(["gpt-5.4-2026-03-05", "house-model"]);
});
