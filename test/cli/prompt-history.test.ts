import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, releasedPrompt } from "../support/released-prompt.js";

async function eventful() {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, "prompt alias answer stable 1.0.0");
  await must(repo, ["prompt", "alias", "answer", "stable", "1.1.0", "-m", "Better tone"], { env: as("ann") });
  await must(repo, "prompt approve answer@1.1.0 -m fine", { env: as("ann") });
  await must(repo, "prompt approve answer@1.1.0 -m fine");
  return repo;
}

test("versions come latest first, with people, aliases and approvals; then the aliases over time", async () => {
  const shown = await must(await eventful(), "prompt history answer");
  const [head, latest, first, , aliasHead, now, before] = shown.split("\n");
  expect(head).toMatch(/^version +aliases +published +by +message and approvals/);
  expect(latest).toMatch(
    /^1\.1\.0 +stable .* made 1\.1\.0; approved by ann@example\.com; test@example\.com is the version's own author$/,
  );
  expect(first).toMatch(/^1\.0\.0 .*made 1\.0\.0/);
  expect(aliasHead).toMatch(/^alias +version +from +to +by +why/);
  expect(now).toMatch(/^stable +1\.1\.0 .* now +ann@example\.com +Better tone/);
  expect(before).toMatch(/^stable +1\.0\.0 /);
});

test("--json has the same, with the digests and events to follow it up", async () => {
  const { json } = await mlx(await eventful(), "prompt history answer --json");
  expect(json).toMatchObject({
    name: "answer",
    versions: [
      {
        ...{ version: "1.1.0", aliases: ["stable"], record: expect.stringMatching(/^[0-9a-f]{64}$/) },
        approvals: [
          { counts: true, author: { email: "ann@example.com" }, kind: "approve" },
          { counts: false, reason: "is the version's own author" },
        ],
      },
      { version: "1.0.0", aliases: [], approvals: [] },
    ],
    aliases: [
      {
        alias: "stable",
        version: "1.1.0",
        to: null,
        author: { email: "ann@example.com" },
        message: "Better tone",
      },
      { alias: "stable", version: "1.0.0", to: expect.stringMatching(/^\d{4}-/) },
    ],
  });
});

test("a prompt that was never published says how to", async () => {
  const repo = await releasedPrompt();
  const { code, error } = await mlx(repo, "prompt history answer --json");
  expect([code, error.code, error.hint]).toEqual([
    2,
    "MLX_NOT_PUBLISHED",
    "publish one: mlx prompt publish answer",
  ]);
});

test("a file that cannot be read is warned of, and the rest is shown", async () => {
  const repo = await eventful();
  repo.write({ "prompts/answer/versions/1.0.0.json": "{}\n" });
  const { code, stdout, stderr } = await mlx(repo, "prompt history answer");
  expect([code, stdout, stderr]).toEqual([
    ...[0, expect.stringContaining("1.1.0"), expect.stringContaining("mlx registry verify answer")],
  ]);
});
