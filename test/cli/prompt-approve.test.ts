import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, releasedPrompt } from "../support/released-prompt.js";

test("an approval is an event that is bound to the digest of the record", async () => {
  const repo = await releasedPrompt("1.0.0");
  const { json } = await mlx(repo, ["prompt", "approve", "answer@1.0.0", "-m", "Read 40 answers", "--json"], {
    env: as("ann"),
  });
  const record = JSON.parse(repo.read("prompts/answer/versions/1.0.0.json"));
  expect(json).toMatchObject({
    version: "1.0.0",
    record: record.digest,
    kind: "approve",
    counts: true,
    changed: true,
  });
  expect(JSON.parse(repo.read(`prompts/answer/events/${json["event"]}.json`))).toMatchObject({
    ...{ kind: "approve", message: "Read 40 answers", author: { email: "ann@example.com" } },
    target: { version: "1.0.0", record: record.digest },
  });
  await must(repo, "registry verify");
});

test("an alias names the version that it points at now", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, "prompt alias answer candidate 1.0.0");
  const { stdout, stderr } = await mlx(repo, "prompt approve answer@candidate -m x", { env: as("ann") });
  expect(stdout).toBe("answer@1.0.0: approved by ann@example.com\n");
  expect(stderr).toContain("git commit -m 'Approve answer@1.0.0'");
});

test("to say the same again changes nothing", async () => {
  const repo = await releasedPrompt("1.0.0");
  await must(repo, "prompt approve answer@1.0.0 -m x", { env: as("ann") });
  const again = await must(repo, "prompt approve answer@1.0.0 -m y", { env: as("ann") });
  expect(again).toBe("answer@1.0.0: approved already by ann@example.com\n");
  expect(readdirSync(repo.path("prompts/answer/events"))).toHaveLength(2);
});

test("mistakes change nothing", async () => {
  const repo = await releasedPrompt("1.0.0");
  const wrong = async (command: string) => {
    const { code, error } = await mlx(repo, `${command} --json`);
    return [code, error.code];
  };
  expect(await wrong("prompt approve answer -m x")).toEqual([2, "MLX_REFERENCE"]);
  expect(await wrong("prompt approve answer@2.0.0 -m x")).toEqual([2, "MLX_VERSION_NOT_FOUND"]);
  expect(await wrong("prompt approve answer@1.0.0")).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("prompt approve answer@1.0.0 -m ''")).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("prompt approve nobody@1.0.0 -m x")).toEqual([2, "MLX_NOT_PUBLISHED"]);
  await must(repo, "prompt approve answer@1.0.0 -m x -n");
  expect(readdirSync(repo.path("prompts/answer/events"))).toHaveLength(1);
});

test("a version whose bytes were changed is not approved", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ "prompts/answer/versions/1.0.0.md": "user:\nanother\n" });
  const { code, error } = await mlx(repo, "prompt approve answer@1.0.0 -m x --json");
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
});
