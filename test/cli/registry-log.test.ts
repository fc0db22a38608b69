import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, promptText, releasedPrompt } from "../support/released-prompt.js";
import { gitRepo } from "../support/repo.js";

async function eventful() {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ "prompts/other/prompt.md": promptText("Another.") });
  await must(repo, "prompt publish other --bump minor -m begun", { env: as("ann") });
  await must(repo, "prompt alias answer stable 1.0.0");
  return repo;
}

const kinds = (events: unknown) =>
  (events as { name: string; kind: string }[]).map(({ name, kind }) => `${name} ${kind}`);

test("events of all prompts come latest first: when, who, what and why", async () => {
  const lines = (await must(await eventful(), "registry log")).trimEnd().split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^when +who +what +why/),
    expect.stringMatching(/ UTC +test@example\.com +answer: stable 1\.0\.0/),
    expect.stringMatching(/ UTC +ann@example\.com +other: published 0\.1\.0 +begun/),
    expect.stringMatching(/ UTC +test@example\.com +answer: published 1\.0\.0 +made 1\.0\.0/),
  ]);
});

test("names, --alias and --limit choose among them", async () => {
  const repo = await eventful();
  const events = async (words: string) =>
    kinds((await mlx(repo, `registry log ${words} --json`)).json["events"]);
  expect(await events("")).toEqual(["answer alias", "other publish", "answer publish"]);
  expect(await events("other")).toEqual(["other publish"]);
  expect(await events("answer other --prompt")).toHaveLength(3);
  expect(await events("--alias stable")).toEqual(["answer alias"]);
  expect(await events("-n 2")).toEqual(["answer alias", "other publish"]);
  expect((await mlx(repo, "registry log -n 1")).stderr).toContain("1 of 3 events");
});

test("--jsonl prints each event as it was written, one a line", async () => {
  const repo = await eventful();
  const lines = (await must(repo, "registry log --jsonl"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  const [latest] = lines;
  expect(latest).toEqual(JSON.parse(repo.read(`prompts/answer/events/${latest.id}.json`)));
});

test("where nothing was released it says so", async () => {
  const { code, stdout, stderr } = await mlx(gitRepo(), "registry log");
  expect([code, stdout, stderr]).toEqual([0, "", expect.stringContaining("nothing was released here yet")]);
});

test("a bare repository shows what its branch holds", async () => {
  const repo = await eventful();
  repo.commit();
  const bare = repo.clone("--bare");
  expect(kinds((await mlx(bare, "registry log --json")).json["events"])).toHaveLength(3);
  await must(bare, "registry verify");
});
