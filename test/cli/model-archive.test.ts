import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { asUlid } from "../../src/core/ulid.js";
import { formatAliasLine } from "../../src/registry/aliases/alias-line.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { treesText, versionsOf } from "../support/model-project.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function twoVersions(): Promise<TestRepo> {
  const repo = gitRepo({ "m.txt": treesText("1") });
  await must(repo, "model register m m.txt");
  repo.write({ "m.txt": treesText("2") });
  await must(repo, "model register m m.txt");
  return repo;
}

test("archiving is an event; its number stays taken, its files stay, and --undo brings it back", async () => {
  const repo = await twoVersions();
  expect(await must(repo, "model archive m@2 -m wrong")).toBe("m@2: archived\n");
  expect(await versionsOf(repo, "m")).toEqual(["1"]);
  expect(await must(repo, "registry verify m")).toContain("intact");
  expect(await must(repo, "registry log m")).toContain("archived 2");
  await must(repo, "model pull m@2 --to out");
  repo.write({ "m.txt": treesText("3") });
  expect(await must(repo, "model register m m.txt")).toContain("registered m@3");
  expect(await must(repo, "model archive m@2 --undo -m right")).toBe("m@2: brought back\n");
  expect(await versionsOf(repo, "m")).toEqual(["3", "2", "1"]);
  expect(await must(repo, "registry verify m")).toContain("intact");
});

test("what is so already is said, and no event is written", async () => {
  const repo = await twoVersions();
  await must(repo, "model archive m@2 -m wrong");
  const events = readdirSync(repo.path("models/m/events"));
  expect(await must(repo, "model archive m@2 -m again")).toBe("m@2: is archived already\n");
  expect(await must(repo, "model archive m@1 --undo -m again")).toBe("m@1: is not archived\n");
  expect(await must(repo, "model archive m@1 -m x --dry-run")).toBe("m@1: would be archived\n");
  expect(readdirSync(repo.path("models/m/events"))).toEqual(events);
});

test("a version that an alias points at cannot be archived", async () => {
  const repo = await twoVersions();
  const { digest } = JSON.parse(repo.read("models/m/versions/2.json"));
  const event = readdirSync(repo.path("models/m/events"))[0]?.replace(".json", "") ?? "";
  const line = formatAliasLine({ version: "2", record: digest, event: asUlid(event) });
  repo.write({ "models/m/aliases/champion": line });
  const { code, error } = await mlx(repo, "model archive m@2 -m wrong --json");
  expect([code, error.code, error.message]).toEqual([
    2,
    "MLX_VERSION_IN_USE",
    "m@2 cannot be archived: champion points at it",
  ]);
});

test("it asks for a version and a reason", async () => {
  const repo = await twoVersions();
  expect((await mlx(repo, "model archive m -m wrong --json")).error.code).toBe("MLX_REFERENCE");
  expect((await mlx(repo, "model archive m@2 --json")).error).toMatchObject({
    code: "MLX_USAGE",
    exitCode: 2,
  });
  const { json } = await mlx(repo, "model archive m@2 -m wrong --json");
  expect(json).toMatchObject({ name: "m", version: "2", archived: true, changed: true, dryRun: false });
});
