import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { treesText } from "../support/model-project.js";
import { releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

/** The prompt `answer` with a version, and the model `penguins` with one. */
async function both(): Promise<TestRepo> {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ "m.txt": treesText() });
  await must(repo, "model register penguins m.txt -m First");
  return repo;
}

async function refused(repo: TestRepo, command: string) {
  const { code, error } = await mlx(repo, `${command} --json`);
  return { code, message: error.message, hint: error.hint };
}

describe("a prompt's name given to a command of models says so, and names the command that works", () => {
  test.each([
    ["show answer", "mlx prompt show answer"],
    ["show answer@1.0.0", "mlx prompt show answer@1.0.0"],
    ["list answer", "mlx prompt history answer"],
    ["lineage answer", "mlx prompt history answer"],
    ["diff answer@1.0.0 answer@1.1.0", "mlx prompt diff answer@1.0.0 answer@1.1.0"],
    ["diff penguins@1 answer@1.0.0", "mlx prompt diff answer@1.0.0"],
    ["promote answer@1.0.0 --to stable", "mlx prompt alias answer stable 1.0.0"],
    ["promote answer --to stable", "mlx prompt alias answer stable VERSION"],
    ["rollback answer stable", "mlx prompt alias answer stable --rollback"],
    ["unalias answer stable", "mlx prompt alias answer stable --remove"],
    ["approve answer@1.0.0 -m fine", 'mlx prompt approve answer@1.0.0 -m "what was checked"'],
    ["archive answer@1.0.0 -m old", "mlx prompt show answer@1.0.0"],
    ["pull answer@1.0.0", "mlx prompt show answer@1.0.0"],
  ])("model %s", async (command, hint) => {
    expect(await refused(await both(), `model ${command}`)).toEqual({
      ...{ code: 2, message: "answer is a prompt, not a model", hint },
    });
  });
});

describe("a model's name given to a command of prompts", () => {
  test.each([
    ["show penguins", "mlx model show penguins"],
    ["history penguins", "mlx model list penguins"],
    ["diff penguins@1 penguins@2", "mlx model diff penguins@1 penguins@2"],
    ["alias penguins champion 1", "mlx model promote penguins@1 --to champion"],
    ["alias penguins champion --rollback", "mlx model rollback penguins champion"],
    ["alias penguins champion --remove", "mlx model unalias penguins champion"],
    ["alias penguins champion", "mlx model show penguins@champion"],
    ["approve penguins@1 -m fine", 'mlx model approve penguins@1 -m "what was checked"'],
    ["publish penguins -m x", "mlx model register penguins PATH"],
    ["lint answer penguins", "mlx model show penguins"],
    ["render penguins", "mlx model show penguins"],
    ["export penguins --format dotprompt", "mlx model pull penguins@VERSION"],
  ])("prompt %s", async (command, hint) => {
    expect(await refused(await both(), `prompt ${command}`)).toEqual({
      ...{ code: 2, message: "penguins is a model, not a prompt", hint },
    });
  });
});

test("a prompt that was never published, and a model that has settings alone, are known too", async () => {
  const repo = await both();
  await must(repo, "prompt new draft --quiet");
  repo.write({ "models/planned/model.yaml": "owners: []\n" });
  expect((await refused(repo, "model show draft")).message).toBe("draft is a prompt, not a model");
  expect((await refused(repo, "prompt show planned")).message).toBe("planned is a model, not a prompt");
});

test("what neither has, and what both have, is told as before", async () => {
  const repo = await both();
  await must(repo, "model register answer m.txt -m Same");
  expect(await refused(repo, "model show answr")).toMatchObject({
    ...{ message: "no version of the model answr has been registered" },
    hint: expect.stringContaining("did you mean answer?"),
  });
  expect((await refused(repo, "model show answer@7")).message).not.toContain("is a prompt");
  expect((await refused(repo, "prompt show answer@9.9.9")).message).not.toContain("is a model");
});
