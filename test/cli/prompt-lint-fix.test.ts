import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { promptText } from "../support/prompt-lint.js";
import { gitRepo } from "../support/repo.js";

const file = "prompts/a/prompt.md";
const right = promptText("user:\nHi there\n", "name: a\n");
const wrong =
  `\ufeff${right.replace("name: a", 'name: "b"').replace("Hi", "H\u200bi\u200b\u2060")}`.replaceAll(
    "\n",
    "\r\n",
  );

test("--fix mends what is safe to mend, keeps the rest byte for byte, and checks again", async () => {
  const repo = gitRepo({ [file]: wrong });
  const { code, stdout, stderr } = await mlx(repo, "prompt lint --fix");
  expect([code, stdout]).toEqual([0, "nothing found in 1 prompt\n"]);
  expect(stderr.split("\n").filter((line) => line.startsWith("fixed "))).toHaveLength(4);
  expect(repo.read(file)).toBe(right.replace("name: a", 'name: "a"').replaceAll("\n", "\r\n"));
});

test("--fix --dry-run says what it would do, and leaves everything as it is", async () => {
  const repo = gitRepo({ [file]: wrong });
  const { code, stderr } = await mlx(repo, "prompt lint --fix --dry-run");
  expect(code).toBe(1);
  expect(stderr).toContain("would fix prompts/a/prompt.md:4:7");
  expect(repo.read(file)).toBe(wrong);
});

test("more findings than are shown are mended all the same", async () => {
  const repo = gitRepo({ [file]: promptText(`user:\n${"a\u200b ".repeat(200)}\n`) });
  const { json } = await mlx(repo, "prompt lint --json");
  expect(json["findings"]).toHaveLength(51);
  expect(json["findings"]).toContainEqual(
    expect.objectContaining({ message: "150 more findings of this rule in this file" }),
  );
  await must(repo, "prompt lint --fix");
  expect(repo.read(file)).toBe(promptText(`user:\n${"a ".repeat(200)}\n`));
});

test("included files are mended, and files from outside of prompts/", async () => {
  const repo = gitRepo({
    [file]: promptText('user:\n{% include "x.md" %}\n'),
    "prompts/_partials/x.md": "H\u200bi",
    "draft.md": "user:\nH\u200bi\n",
  });
  await must(repo, "prompt lint --fix a");
  await must(repo, "prompt lint --fix draft.md");
  expect([repo.read("prompts/_partials/x.md"), repo.read("draft.md")]).toEqual(["Hi", "user:\nHi\n"]);
});

test("published versions are never touched", async () => {
  const repo = gitRepo({ [file]: right });
  await must(repo, ["prompt", "publish", "a", "--version", "1.0.0", "-m", "first"]);
  const frozen = "prompts/a/versions/1.0.0.md";
  writeFileSync(repo.path(frozen), `${repo.read(frozen)}H\u200bi\n`);
  const before = repo.read(frozen);
  expect((await mlx(repo, `prompt lint --fix ${frozen}`)).code).toBe(1);
  expect(repo.read(frozen)).toBe(before);
});

test("--json tells what was fixed", async () => {
  const repo = gitRepo({ [file]: wrong });
  const { json } = await mlx(repo, "prompt lint --fix --json");
  expect(json).toMatchObject({
    findings: [],
    fixed: expect.arrayContaining([expect.objectContaining({ rule: "name", file })]),
  });
});
