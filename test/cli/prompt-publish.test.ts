import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, promptText, publishVersion, releasedPrompt } from "../support/released-prompt.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const publish = (...words: string[]) => ["prompt", "publish", "answer", ...words];
const file = "prompts/answer/prompt.md";

function written(repo: TestRepo): string[] {
  return repo
    .git("status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .map((line) => line.slice(3));
}

test("the first version is a frozen copy, a record and an event, and says what to commit", async () => {
  const repo = await releasedPrompt();
  repo.commit();
  const { code, stdout, stderr } = await mlx(repo, publish("--bump", "major", "-m", "First one"));
  expect([code, stdout]).toEqual([0, expect.stringContaining("published answer@1.0.0")]);
  expect(stderr).toContain("git add .gitattributes prompts/answer && git commit -m 'Publish answer@1.0.0'");
  expect(written(repo)).toEqual([
    ...[".gitattributes", expect.stringMatching(/^prompts\/answer\/events\/[0-9A-Z]{26}\.json$/)],
    ...["prompts/answer/versions/1.0.0.json", "prompts/answer/versions/1.0.0.md"],
  ]);
  expect(repo.read("prompts/answer/versions/1.0.0.md")).toBe(repo.read(file));
  expect(JSON.parse(repo.read("prompts/answer/versions/1.0.0.json"))).toMatchObject({
    ...{ mlx: 1, noun: "prompt", name: "answer", version: "1.0.0", message: "First one" },
    ...{ sha256: sha256Of(repo.read(file)), size: Buffer.byteLength(repo.read(file)) },
    author: { name: "Test Person", email: "test@example.com" },
    details: {
      ...{ model: "house-1", settings: { temperature: 0.2, max_output_tokens: 800 } },
      inputs: [{ name: "question", type: "string", required: true, trusted: false }],
    },
  });
  await must(repo, "registry verify");
});

test("warnings of the linter keep nothing back, and are told", async () => {
  const repo = await releasedPrompt();
  repo.write({ [file]: promptText("Answer.", "question: string\n  spare: string") });
  const { code, stdout, stderr } = await mlx(repo, publish("--bump", "major", "-m", "First one"));
  expect([code, stdout]).toEqual([0, expect.stringContaining("published answer@1.0.0")]);
  expect(stderr).toMatch(/^the linter has \d warnings?: mlx prompt lint answer$/m);
});

test("--json tells the version, its digests, its files and the suggestion", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ [file]: promptText("Answer.") });
  const { json } = await mlx(repo, [...publish("--bump", "patch", "-m", "shorter"), "--json"]);
  expect(json).toMatchObject({
    ...{ schemaVersion: 1, name: "answer", version: "1.0.1", published: true, dryRun: false },
    files: expect.arrayContaining(["prompts/answer/versions/1.0.1.md", "prompts/answer/versions/1.0.1.json"]),
    suggestion: { base: "1.0.0", bump: "patch", changes: [expect.objectContaining({ bump: "patch" })] },
  });
});

test("without a version it says what the changes ask for and what to type", async () => {
  const first = await mlx(await releasedPrompt(), publish());
  expect([first.code, first.stderr]).toEqual([2, expect.stringContaining("major (1.0.0) is suggested")]);
  expect(first.stderr).toContain('mlx prompt publish answer --bump major -m "what changed and why"');
  const repo = await releasedPrompt("1.0.0");
  repo.write({
    [file]: promptText("Answer {{ topic }}.", "question: string\n  topic: {type: string, trusted: true}"),
  });
  const next = await mlx(repo, publish());
  expect([next.code, next.stderr]).toEqual([2, expect.stringContaining("major (2.0.0) is suggested")]);
  expect(next.stderr).toMatch(/major {2}.*topic/);
  expect((await mlx(repo, [...publish(), "--json"])).error).toMatchObject({
    code: "MLX_VERSION_NEEDED",
    exitCode: 2,
  });
});

test.each([
  ["major", "1.0.0"],
  ["minor", "0.1.0"],
  ["patch", "0.0.1"],
])("--bump %s makes the first version %s", async (bump, version) => {
  const repo = await releasedPrompt();
  expect(await must(repo, publish("--bump", bump, "-m", "first"))).toContain(`answer@${version}`);
});

test("a bump below what the changes ask for is warned of and done", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({
    [file]: promptText("Answer {{ topic }}.", "question: string\n  topic: {type: string, trusted: true}"),
  });
  const { code, stdout, stderr } = await mlx(repo, publish("--bump", "patch", "-m", "x"));
  expect([code, stdout]).toEqual([0, expect.stringContaining("answer@1.0.1")]);
  expect(stderr).toContain("1.0.1 after 1.0.0 promises less than the changes since 1.0.0 ask for, major");
});

test("an unchanged text is refused with the version that has it", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  const { code, error } = await mlx(repo, [...publish("--bump", "minor", "-m", "x"), "--json"]);
  expect([code, error.code, error.message]).toEqual([2, "MLX_UNCHANGED", expect.stringContaining("1.1.0")]);
});

test("line ends and a byte order mark change nothing", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ [file]: `\uFEFF${repo.read(file).replaceAll("\n", "\r\n")}` });
  expect((await mlx(repo, publish("--bump", "patch", "-m", "x"))).stderr).toContain(
    "the same text as version 1.0.0",
  );
});

test("a release may have the text of its candidate", async () => {
  const repo = await releasedPrompt("1.0.0-rc.1");
  const refused = await mlx(repo, publish("--version", "1.0.0-rc.2", "-m", "x"));
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--version 1.0.0 -m")]);
  expect(await must(repo, publish("--bump", "patch", "-m", "release"))).toContain("answer@1.0.0");
  await must(repo, "registry verify");
});

test("includes become a part of the frozen copy", async () => {
  const repo = gitRepo({
    [file]: promptText('{% include "tone.md" %}'),
    "prompts/_partials/tone.md": "Be kind.\n",
  });
  await must(repo, publish("--bump", "major", "-m", "x"));
  const frozen = repo.read("prompts/answer/versions/1.0.0.md");
  expect(frozen).toContain("Be kind.");
  expect(frozen).not.toContain("include");
  repo.write({ "prompts/_partials/tone.md": "Be brief.\n" });
  expect(await must(repo, publish("--bump", "minor", "-m", "brief"))).toContain("answer@1.1.0");
});

test("errors of the linter are listed, exit 1, and nothing is written", async () => {
  const repo = await releasedPrompt();
  repo.write({ [file]: promptText("You answer {{ nobody }}.") });
  const before = written(repo);
  const { code, stdout } = await mlx(repo, publish("--bump", "major", "-m", "x"));
  expect(code).toBe(1);
  expect(stdout).toMatch(/^prompts\/answer\/prompt\.md\n +9:\d+ +error +.*nobody/m);
  expect(stdout).toContain("not published: answer has 1 error");
  expect(written(repo)).toEqual(before);
  const { json } = await mlx(repo, [...publish("--bump", "major", "-m", "x"), "--json"]);
  expect(json).toMatchObject({ published: false, findings: [{ severity: "error", line: 9 }] });
});

test("a template that does not parse is refused in the same way", async () => {
  const repo = await releasedPrompt();
  repo.write({ [file]: promptText("{% if question %}x") });
  const { code, stdout } = await mlx(repo, publish("--bump", "major", "-m", "x"));
  expect([code, stdout]).toEqual([1, expect.stringMatching(/prompt\.md\n +9:\d+ +error +/)]);
});

test.each([
  [["--version", "1.0"], "MLX_VERSION_INVALID"],
  [["--version", "2.0.0+x"], "MLX_VERSION_INVALID"],
  [["--version", "1.0.0"], "MLX_VERSION_EXISTS"],
  [["--version", "0.9.0"], "MLX_VERSION_ORDER"],
  [["--version", "3.0.0", "--bump", "major"], "MLX_USAGE"],
])("%s is refused: %s, exit 2", async (words, code) => {
  const repo = await releasedPrompt("1.0.0", "2.0.0");
  repo.write({ [file]: promptText("Another text.") });
  const result = await mlx(repo, [...publish(...words, "-m", "x"), "--json"]);
  expect([result.code, result.error.code]).toEqual([2, code]);
});

test("an old line can be patched, and the patch is compared with its own line", async () => {
  const repo = await releasedPrompt("1.0.0", "2.0.0");
  await publishVersion(repo, "1.0.1");
  const events = readdirSync(repo.path("prompts/answer/events")).sort();
  const read = (name: string) => JSON.parse(repo.read(`prompts/answer/events/${name}`));
  const [first, , third] = events.map(read);
  expect(third.parents).toEqual([first.digest]);
  await must(repo, "registry verify");
});

test("a message is demanded, and a blank one is none", async () => {
  const repo = await releasedPrompt();
  for (const words of [[], ["-m", "  "]]) {
    const { code, error } = await mlx(repo, [...publish("--bump", "major", ...words), "--json"]);
    expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  }
});

test("a dry run says what would be and writes nothing", async () => {
  const repo = await releasedPrompt();
  const before = written(repo);
  expect(await must(repo, publish("--bump", "major", "-m", "x", "-n"))).toContain(
    "would publish answer@1.0.0",
  );
  expect(written(repo)).toEqual(before);
});

test("names that are no prompt are told with what was probably meant", async () => {
  const repo = await releasedPrompt();
  const wrong = await mlx(repo, "prompt publish anwser --bump major -m x --json");
  expect([wrong.code, wrong.error.code, wrong.error.hint]).toEqual([
    ...[2, "MLX_PROMPT_NOT_FOUND", expect.stringContaining("answer")],
  ]);
  const ref = await mlx(repo, "prompt publish answer@1.0.0 --bump major -m x --json");
  expect([ref.code, ref.error.code]).toEqual([2, "MLX_REFERENCE"]);
});

test("whoever git says is the author; without an identity it says how to give one", async () => {
  const repo = await releasedPrompt();
  await must(repo, publish("--bump", "major", "-m", "x"), { env: as("ann") });
  const record = JSON.parse(repo.read("prompts/answer/versions/1.0.0.json"));
  expect(record.author).toEqual({ name: "ann", email: "ann@example.com" });
  repo.write({ [file]: promptText("Another.") });
  repo.git("config", "user.useConfigOnly", "true");
  const env = { GIT_CONFIG_GLOBAL: "/dev/null", EMAIL: "" };
  const { code, error } = await mlx(repo, [...publish("--bump", "minor", "-m", "x"), "--json"], { env });
  expect([code, error.code, error.hint]).toEqual([
    2,
    "MLX_NO_IDENTITY",
    expect.stringContaining("git config"),
  ]);
});

test("the lines of .gitattributes are added once, beside what is there", async () => {
  const repo = await releasedPrompt();
  repo.write({ ".gitattributes": "*.png binary" });
  await publishVersion(repo, "1.0.0");
  await publishVersion(repo, "1.1.0");
  expect(repo.read(".gitattributes")).toBe(
    "*.png binary\nprompts/*/versions/* -text\nprompts/*/events/* text eol=lf\nprompts/*/aliases/* text eol=lf\nprompts/*/evidence/* text eol=lf\n",
  );
});

test("a clone that converts line ends changes no digest", async () => {
  const repo = await releasedPrompt("1.0.0");
  await must(repo, "prompt alias answer stable 1.0.0");
  repo.git("config", "core.autocrlf", "true");
  repo.commit();
  const clone = repo.clone("--config", "core.autocrlf=true");
  expect(clone.read(file)).toContain("\r\n");
  await must(clone, "registry verify");
});

test("what an interrupted publication left is replaced", async () => {
  const repo = await releasedPrompt("1.0.0");
  await publishVersion(repo, "1.1.0");
  repo.remove("prompts/answer/versions/1.1.0.json");
  expect((await mlx(repo, "registry verify")).code).toBe(1);
  expect(await must(repo, publish("--bump", "minor", "-m", "again"))).toContain("answer@1.1.0");
  await must(repo, "registry verify");
});

test("a record that was deleted from git is not published over", async () => {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  repo.commit();
  repo.remove("prompts/answer/versions/1.1.0.json");
  repo.write({ [file]: promptText("Another.") });
  const { code, error } = await mlx(repo, [...publish("--version", "1.1.0", "-m", "x"), "--json"]);
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  expect(error.hint).toContain("git checkout HEAD -- :/prompts/answer/versions/1.1.0.json");
});

test.each(["versions", "events"])(
  "%s behind a link is not written: it would not be read either",
  async (kind) => {
    const repo = await releasedPrompt();
    const elsewhere = `${repo.home}/elsewhere`;
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, repo.path(`prompts/answer/${kind}`));
    const { code, stderr } = await mlx(repo, publish("--version", "1.0.0", "-m", "First"));
    expect(code).toBe(2);
    expect(stderr).toContain(`lies beyond prompts/answer/${kind}, which is a symbolic link`);
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(written(repo)).not.toContain(".gitattributes");
  },
);

test("a text with an unsettled merge conflict is not published", async () => {
  const repo = await releasedPrompt();
  repo.write({ [file]: promptText("<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other") });
  const { code, stdout } = await mlx(repo, publish("--version", "1.0.0", "-m", "First"));
  expect(code).toBe(1);
  expect(stdout).toContain("a merge conflict begins here");
});
