import { expect, test } from "vitest";
import { requireAuthor } from "../../../../src/app/registry/require-author.js";
import { Git } from "../../../../src/git/git.js";
import { gitRepo } from "../../../support/repo.js";

test("the environment goes before the configuration, as git has it", async () => {
  const { root, env } = gitRepo();
  expect(await requireAuthor(new Git(root, env))).toEqual({ name: "Test Person", email: "test@example.com" });
  const other = { ...env, GIT_AUTHOR_NAME: "Zoë <z> Ö", GIT_AUTHOR_EMAIL: "z@example.com" };
  expect(await requireAuthor(new Git(root, other))).toEqual({ name: "Zoë z Ö", email: "z@example.com" });
});

test("where git knows nobody it says how to tell it", async () => {
  const repo = gitRepo();
  repo.git("config", "user.useConfigOnly", "true");
  const env = { ...repo.env, GIT_CONFIG_GLOBAL: "/dev/null", EMAIL: "" };
  await expect(requireAuthor(new Git(repo.root, env))).rejects.toMatchObject({
    ...{
      code: "MLX_NO_IDENTITY",
      exitCode: 2,
      hint: expect.stringContaining("git config --global user.email"),
    },
  });
});

test("an address that is empty is none", async () => {
  const { root, env } = gitRepo();
  await expect(requireAuthor(new Git(root, { ...env, GIT_AUTHOR_EMAIL: "" }))).rejects.toMatchObject({
    code: "MLX_NO_IDENTITY",
  });
});
