import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const prompt = (more = "") => `---\nmodel: gpt-4.1-2025-04-14\ndescription: About it\n---\nHi${more}\n`;

test("shows versions, aliases, models and what has changed since it was published", async () => {
  const repo = gitRepo({
    "prompts/changed/prompt.md": prompt(),
    "prompts/same/prompt.md": prompt(),
    "prompts/new/prompt.md": prompt(),
    "prompts/gone/prompt.md": prompt(),
    "prompts/wrong/prompt.md": "---\nname: [\n---\nHi\n",
  });
  for (const name of ["changed", "same", "gone"]) {
    await must(repo, ["prompt", "publish", name, "--version", "1.0.0", "-m", "first"]);
  }
  await must(repo, ["prompt", "alias", "same", "stable", "1.0.0", "-m", "go"]);
  repo.write({ "prompts/changed/prompt.md": prompt("!") });
  repo.remove("prompts/gone/prompt.md");

  const { json } = await mlx(repo, "prompt list --json");
  expect(json["prompts"]).toEqual([
    expect.objectContaining({ name: "changed", version: "1.0.0", changed: true, state: "changed" }),
    expect.objectContaining({ name: "gone", path: null, version: "1.0.0", state: "deleted", changed: false }),
    expect.objectContaining({
      name: "new",
      version: null,
      versions: 0,
      state: "unpublished",
      changed: false,
    }),
    {
      name: "same",
      path: "prompts/same/prompt.md",
      description: "About it",
      model: "gpt-4.1-2025-04-14",
      version: "1.0.0",
      versions: 1,
      aliases: { stable: "1.0.0" },
      state: "published",
      changed: false,
    },
    expect.objectContaining({ name: "wrong", model: null, state: "invalid", changed: false }),
  ]);
  expect(await must(repo, "prompt list")).toMatch(
    /^same +1\.0\.0 +stable 1\.0\.0 +gpt-4\.1-2025-04-14 +published$/m,
  );
});

test("where there are none it says how to make one", async () => {
  const { code, stdout, stderr } = await mlx(gitRepo(), "prompt list");
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("mlx prompt new NAME");
  expect((await mlx(gitRepo(), "prompt list --json")).json).toMatchObject({ prompts: [] });
});

test("the status has a section for prompts", async () => {
  const repo = gitRepo({ "prompts/a/prompt.md": prompt(), "prompts/b/prompt.md": "{{ x\n" });
  await must(repo, ["prompt", "publish", "a", "--version", "1.0.0", "-m", "first"]);
  const { stdout } = await mlx(repo, "status");
  expect(stdout).toContain(
    "Prompts      2 prompts, 1 invalid\n               b: invalid\n               a: 1.0.0 published\n",
  );
  expect((await mlx(repo, "status --json")).json["prompts"]).toEqual([
    { name: "a", version: "1.0.0", aliases: {}, state: "published" },
    { name: "b", version: null, aliases: {}, state: "invalid" },
  ]);
  expect((await mlx(gitRepo(), "status")).stdout).toContain(
    "Prompts      none yet; write one: mlx prompt new NAME\n",
  );
});

test("names of prompts are completed", async () => {
  const repo = gitRepo({ "prompts/answer/prompt.md": "Hi", "prompts/ask/prompt.md": "Hi" });
  const { stdout } = await mlx(repo, ["completion", "--complete", "--", "prompt", "show", "an"]);
  expect(stdout).toBe("none\nanswer\n");
});
