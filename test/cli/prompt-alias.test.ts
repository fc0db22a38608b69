import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

const pointer = "prompts/answer/aliases/stable";
const alias = (words: string) => `prompt alias answer stable ${words}`;

async function points(repo: TestRepo): Promise<string> {
  return (await must(repo, alias(""))).trim();
}

async function failure(repo: TestRepo, command: string): Promise<[number, string, string]> {
  const { code, error } = await mlx(repo, `${command} --json`);
  return [code, error.code, error.hint ?? ""];
}

test("an alias is set, moved, shown and removed; each is one event and one line", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  const set = await mlx(repo, alias("1.0.0"));
  expect([set.code, set.stdout]).toEqual([0, "stable of answer: 1.0.0\n"]);
  expect(set.stderr).toContain("git commit -m 'Point answer@stable at 1.0.0'");
  const record = JSON.parse(repo.read("prompts/answer/versions/1.0.0.json"));
  expect(repo.read(pointer)).toMatch(new RegExp(`^1\\.0\\.0 sha256:${record.digest} [0-9A-Z]{26}\\n$`));
  expect(await must(repo, [...alias("1.1.0").split(" "), "-m", "Better"])).toBe(
    "stable of answer: 1.0.0 → 1.1.0\n",
  );
  const shown = await mlx(repo, alias(""));
  expect([shown.stdout, shown.stderr]).toEqual([
    "1.1.0\n",
    expect.stringMatching(/by Test Person .*: Better/),
  ]);
  expect(await must(repo, alias("--remove"))).toBe("stable of answer: 1.1.0 → removed\n");
  expect(repo.exists(pointer)).toBe(false);
  await must(repo, "registry verify");
});

test("--json tells what moved and by which event", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, alias("1.0.0"));
  const { json } = await mlx(repo, alias("1.1.0 --json"));
  expect(json).toMatchObject({
    ...{ name: "answer", alias: "stable", kind: "alias", version: "1.1.0", previous: "1.0.0" },
    ...{ changed: true, dryRun: false, gates: [] },
  });
  expect((await mlx(repo, alias("--json"))).json).toMatchObject({ version: "1.1.0", event: json["event"] });
});

test("what is so already stays as it is", async () => {
  const repo = await releasedPrompt("1.0.0");
  await must(repo, alias("1.0.0"));
  const before = repo.git("status", "--porcelain", "-uall");
  expect(await must(repo, alias("1.0.0"))).toBe("stable of answer is at 1.0.0 already\n");
  expect((await mlx(repo, alias("1.0.0 --json"))).json).toMatchObject({ changed: false, version: "1.0.0" });
  expect(repo.git("status", "--porcelain", "-uall")).toBe(before);
});

test("an alias can be pointed at what another one points at", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, "prompt alias answer candidate 1.1.0");
  await must(repo, alias("candidate"));
  expect(await points(repo)).toBe("1.1.0");
});

test("a rollback restores what held the alias before, and a second one goes further back", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0", "1.2.0");
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await must(repo, alias(version));
  expect(await must(repo, [...alias("--rollback").split(" "), "-m", "On fire"])).toBe(
    "stable of answer: 1.2.0 → 1.1.0 (rolled back)\n",
  );
  await must(repo, alias("--rollback"));
  expect(await points(repo)).toBe("1.0.0");
  expect(await failure(repo, alias("--rollback"))).toEqual([2, "MLX_NO_ROLLBACK", expect.any(String)]);
  await must(repo, "registry verify");
});

test("a dry run says what would be and writes nothing", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, alias("1.0.0"));
  const before = repo.git("status", "--porcelain", "-uall");
  expect(await must(repo, alias("1.1.0 --dry-run"))).toBe("would move stable of answer: 1.0.0 → 1.1.0\n");
  expect(await must(repo, alias("--remove -n"))).toContain("would move");
  expect([await points(repo), repo.git("status", "--porcelain", "-uall")]).toEqual(["1.0.0", before]);
});

test("mistakes are told with what was probably meant, and change nothing", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  await must(repo, alias("1.0.0"));
  const before = repo.git("status", "--porcelain", "-uall");
  expect(await failure(repo, alias("1.1.1"))).toEqual([
    ...[2, "MLX_VERSION_NOT_FOUND", "did you mean 1.1.0? it has 1.1.0, 1.0.0, stable"],
  ]);
  expect(await failure(repo, "prompt alias answer stabel")).toEqual([
    ...[2, "MLX_ALIAS_NOT_FOUND", expect.stringContaining("did you mean stable?")],
  ]);
  expect(await failure(repo, "prompt alias answer fresh")).toEqual([
    ...[2, "MLX_ALIAS_NOT_FOUND", "set it: mlx prompt alias answer fresh 1.1.0"],
  ]);
  expect(await failure(repo, "prompt alias answer fresh --remove")).toEqual([
    ...[2, "MLX_ALIAS_NOT_FOUND", "it has: stable"],
  ]);
  expect(await failure(repo, "prompt alias answer Stable 1.1.0")).toEqual([
    ...[2, "MLX_ALIAS_NAME", "use it: mlx prompt alias answer stable"],
  ]);
  for (const name of ["1.0.0", "v2", "a/b", "../x", "nul", "-", "ä", "a".repeat(65)]) {
    expect(await failure(repo, `prompt alias answer ${name} 1.1.0`), name).toEqual([
      ...[2, "MLX_ALIAS_NAME", expect.any(String)],
    ]);
  }
  expect(await failure(repo, alias("1.1.0 --rollback"))).toEqual([2, "MLX_USAGE", expect.any(String)]);
  expect(await failure(repo, alias("--remove --rollback"))).toEqual([2, "MLX_USAGE", expect.any(String)]);
  expect(await failure(repo, alias("1.1.0 --override ''"))).toEqual([2, "MLX_USAGE", expect.any(String)]);
  expect(await failure(repo, "prompt alias nobody stable 1.0.0")).toEqual([
    2,
    "MLX_NOT_PUBLISHED",
    expect.any(String),
  ]);
  expect(await failure(repo, "prompt alias answr stable 1.0.0")).toEqual([
    2,
    "MLX_NOT_PUBLISHED",
    "did you mean answer?",
  ]);
  expect(repo.git("status", "--porcelain", "-uall")).toBe(before);
});

test("a version whose bytes were changed is not pointed at", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ "prompts/answer/versions/1.0.0.md": "user:\nanother\n" });
  const { code, error } = await mlx(repo, alias("1.0.0 --json"));
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  expect(error.message).toContain("prompts/answer/versions/1.0.0.md:1:1");
  expect(repo.exists(pointer)).toBe(false);
});

test("a rollback to a version whose bytes were changed is refused", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  for (const version of ["1.0.0", "1.1.0"]) await must(repo, alias(version));
  repo.write({ "prompts/answer/versions/1.0.0.md": "user:\nanother\n" });
  expect(await failure(repo, alias("--rollback"))).toEqual([3, "MLX_REGISTRY_DAMAGED", expect.any(String)]);
  expect(await points(repo)).toBe("1.1.0");
});

test("of two that move an alias at once one wins, and no half of either is left", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0", "1.2.0");
  await must(repo, alias("1.0.0"));
  const results = await Promise.all([mlx(repo, alias("1.1.0 --json")), mlx(repo, alias("1.2.0 --json"))]);
  const lost = results.filter(({ code }) => code !== 0);
  for (const { code, error } of lost) expect([code, error.code]).toEqual([3, "MLX_ALIAS_MOVED"]);
  expect(lost.length).toBeLessThan(2);
  expect(["1.1.0", "1.2.0"]).toContain(await points(repo));
  await must(repo, "registry verify");
});

test("an interrupted move is completed by the same command and passed over by another", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0", "1.2.0");
  await must(repo, alias("1.0.0"));
  const line = repo.read(pointer);
  await must(repo, alias("1.1.0"));
  repo.write({ [pointer]: line });
  expect((await mlx(repo, "registry verify")).stdout).toContain("mlx prompt alias answer stable 1.1.0");
  expect(await must(repo, alias("1.1.0"))).toContain("completed what was interrupted");
  await must(repo, "registry verify");
  const other = repo.read(pointer);
  await must(repo, alias("1.2.0"));
  repo.write({ [pointer]: other });
  expect(await failure(repo, alias("--rollback"))).toEqual([3, "MLX_REGISTRY_DAMAGED", expect.any(String)]);
  await must(repo, alias("1.0.0"));
  await must(repo, "registry verify");
  expect(await must(repo, alias("--rollback"))).toBe("stable of answer: 1.0.0 → 1.1.0 (rolled back)\n");
});

test("whoever git says moved it", async () => {
  const repo = await releasedPrompt("1.0.0");
  await must(repo, alias("1.0.0"), { env: as("ann") });
  expect((await mlx(repo, alias("--json"))).json).toMatchObject({ author: { email: "ann@example.com" } });
});
