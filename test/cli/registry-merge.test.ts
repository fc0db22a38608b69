import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, promptText, publishVersion, releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

const pointer = "prompts/answer/aliases/stable";

/** Does `ours` on main and `theirs` on a branch, each committed, then merges the branch. @returns whether it was clean. */
async function merge(
  repo: TestRepo,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<boolean> {
  repo.git("checkout", "--quiet", "-b", "topic");
  await theirs();
  repo.commit("theirs");
  repo.git("checkout", "--quiet", "main");
  await ours();
  repo.commit("ours");
  try {
    repo.git("merge", "--quiet", "--no-edit", "topic");
    return true;
  } catch {
    return false;
  }
}

const conflicts = (repo: TestRepo) => repo.git("diff", "--name-only", "--diff-filter=U").split("\n");
const move = (repo: TestRepo, version: string, name = "ann") => {
  return must(repo, `prompt alias answer stable ${version}`, { env: as(name) });
};

async function committed(...versions: string[]): Promise<TestRepo> {
  const repo = await releasedPrompt(...versions);
  await move(repo, "1.0.0");
  repo.commit("base");
  return repo;
}

/** The working text is edited on one side alone, as two people would who release from a common state. */
async function publishAside(repo: TestRepo, version: string): Promise<void> {
  const text = repo.read("prompts/answer/prompt.md");
  await publishVersion(repo, version);
  repo.write({ "prompts/answer/prompt.md": text });
}

test("two branches that publish different versions merge clean, and what comes of it is intact", async () => {
  const repo = await committed("1.0.0");
  const clean = await merge(
    repo,
    () => publishAside(repo, "1.1.0"),
    () => publishAside(repo, "2.0.0"),
  );
  expect(clean).toBe(true);
  expect(await must(repo, "registry verify")).toContain("3 versions");
});

test("two branches that begin to publish at once merge clean too", async () => {
  const repo = await releasedPrompt();
  repo.write({ "prompts/other/prompt.md": promptText("Another.") });
  repo.commit("base");
  const clean = await merge(
    repo,
    () => must(repo, "prompt publish answer --bump major -m x"),
    () => must(repo, "prompt publish other --bump major -m x"),
  );
  expect(clean).toBe(true);
  expect(await must(repo, "registry verify")).toContain("2 prompts: 2 versions");
});

test("approvals on one branch and a move of another alias on the other merge clean", async () => {
  const repo = await committed("1.0.0", "1.1.0");
  const clean = await merge(
    repo,
    () => must(repo, "prompt approve answer@1.1.0 -m fine", { env: as("bob") }),
    () => must(repo, "prompt alias answer candidate 1.1.0"),
  );
  expect(clean).toBe(true);
  await must(repo, "registry verify");
});

test("one alias moved to different versions conflicts; verify names both moves, and the alias command settles it", async () => {
  const repo = await committed("1.0.0", "1.1.0", "2.0.0");
  const clean = await merge(
    repo,
    () => move(repo, "1.1.0", "ann"),
    () => move(repo, "2.0.0", "bob"),
  );
  expect([clean, conflicts(repo)]).toEqual([false, [pointer]]);
  const { code, stdout } = await mlx(repo, "registry verify");
  expect(code).toBe(1);
  for (const part of [
    `${pointer}:1:1`,
    "set it to 1.1.0 (ann@example.com)",
    "set it to 2.0.0 (bob@example.com)",
  ]) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toContain("mlx prompt alias answer stable 2.0.0");
  const shown = await mlx(repo, "prompt alias answer stable");
  expect([shown.code, shown.stderr]).toEqual([3, expect.stringContaining("merge conflict")]);
  await move(repo, "2.0.0", "carol");
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--no-edit");
  await must(repo, "registry verify");
  repo.git("checkout", "--quiet", "topic");
  repo.git("merge", "--quiet", "main");
  await must(repo, "registry verify");
  expect(await must(repo, "prompt alias answer stable --rollback")).toContain("2.0.0 → 1.1.0");
});

test("a conflict that is resolved by taking one side's line still has two heads, and verify says so", async () => {
  const repo = await committed("1.0.0", "1.1.0", "2.0.0");
  await merge(
    repo,
    () => move(repo, "1.1.0"),
    () => move(repo, "2.0.0"),
  );
  repo.git("checkout", "--theirs", pointer);
  repo.commit("merge");
  const { code, json } = await mlx(repo, "registry verify --json");
  expect([code, json["findings"]]).toMatchObject([1, [{ rule: "alias-heads", file: pointer }]]);
  await move(repo, "2.0.0");
  await must(repo, "registry verify");
  expect(await must(repo, "prompt alias answer stable --rollback")).toContain("2.0.0 → 1.0.0");
});

test("one alias moved to the same version on both sides conflicts too: there are two decisions", async () => {
  const repo = await committed("1.0.0", "1.1.0");
  const clean = await merge(
    repo,
    () => move(repo, "1.1.0"),
    () => move(repo, "1.1.0"),
  );
  expect([clean, conflicts(repo)]).toEqual([false, [pointer]]);
  await move(repo, "1.1.0");
  await must(repo, "registry verify");
});

test("an alias moved on one side and removed on the other conflicts, and can be settled either way", async () => {
  for (const settle of ["1.1.0", "--remove"]) {
    const repo = await committed("1.0.0", "1.1.0");
    const clean = await merge(
      repo,
      () => move(repo, "1.1.0"),
      () => must(repo, "prompt alias answer stable --remove"),
    );
    expect([clean, conflicts(repo)]).toEqual([false, [pointer]]);
    expect((await mlx(repo, "registry verify")).code).toBe(1);
    await move(repo, settle);
    await must(repo, "registry verify");
  }
});

test("one version published on both branches conflicts; one side gives way as verify says", async () => {
  const repo = await committed("1.0.0");
  const text = (words: string) => repo.write({ "prompts/answer/prompt.md": promptText(words) });
  const publish = async (words: string) => {
    text(words);
    await must(repo, "prompt publish answer --version 1.1.0 -m x");
    text("You answer questions, as version 1.0.0.");
  };
  const clean = await merge(
    repo,
    () => publish("Ours."),
    () => publish("Theirs."),
  );
  expect([clean, conflicts(repo)]).toEqual([
    ...[false, ["prompts/answer/versions/1.1.0.json", "prompts/answer/versions/1.1.0.md"]],
  ]);
  expect((await mlx(repo, "registry verify")).code).toBe(1);
  repo.git("checkout", "--ours", "prompts/answer/versions/1.1.0.json", "prompts/answer/versions/1.1.0.md");
  repo.git("add", "--all");
  const { json } = await mlx(repo, "registry verify --json");
  const [finding, ...others] = json["findings"] as { file: string; hint: string }[];
  expect([finding?.hint, others]).toEqual([expect.stringContaining(`git rm :/${finding?.file}`), []]);
  repo.git("rm", "--quiet", "--force", finding?.file ?? "");
  await must(repo, "registry verify");
  repo.commit("merge");
  await must(repo, "registry verify");
});

test("a revert of a move takes the event away with the line: verify says so, and how to take the move back instead", async () => {
  const repo = await committed("1.0.0", "1.1.0");
  await move(repo, "1.1.0");
  const moved = repo.commit("move").slice(0, 12);
  repo.git("revert", "--no-edit", "HEAD");
  expect(await must(repo, "prompt alias answer stable")).toBe("1.0.0\n");
  const { code, json } = await mlx(repo, "registry verify --json");
  const [finding, ...others] = json["findings"] as { rule: string; file: string; hint: string }[];
  expect([code, finding?.rule, others]).toEqual([1, "deleted-file", []]);
  expect(finding?.hint).toContain(`git checkout ${moved} -- :/${finding?.file} :/${pointer};`);
  expect(finding?.hint).toContain("mlx prompt alias answer stable --rollback");
  repo.git("checkout", moved, "--", finding?.file ?? "", pointer);
  await must(repo, "registry verify");
  expect(await must(repo, "prompt alias answer stable --rollback")).toContain("1.1.0 → 1.0.0");
  await must(repo, "registry verify");
});
