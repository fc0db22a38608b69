import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const file = "prompts/answer/prompt.md";
const text = `---
name: answer
model: gpt-4.1-2025-04-14
settings: {temperature: 0.2, max_output_tokens: 800}
inputs:
  question: {type: string, trusted: false}
  tone: {type: string, default: friendly}
---
system:
You answer questions. Answer in detail. Be {{ tone }}.

user:
<question>{{ question }}</question>
`;

function project(content = text): TestRepo {
  const repo = gitRepo({ [file]: content });
  repo.commit();
  return repo;
}

function change(repo: TestRepo, ...pairs: readonly (readonly [string, string])[]): void {
  repo.write({ [file]: pairs.reduce((now, [from, to]) => now.replace(from, to), repo.read(file)) });
}

describe("what is compared", () => {
  test("a single name: the last commit, where nothing was published, with the working copy", async () => {
    const repo = project();
    change(repo, ["in detail", "briefly"]);
    const shown = await must(repo, "prompt diff answer");
    expect(shown).toMatch(/^answer {2}commit [0-9a-f]{7} → working copy\n/);
    expect(shown).toContain("  You answer questions. Answer [-in detail-]{+briefly+}. Be {{ tone }}.\n");
    expect(shown).toMatch(/\nSuggested bump: patch\n$/);
  });

  test("a single name: the last published version, once there is one", async () => {
    const repo = project();
    await must(repo, "prompt publish answer --version 1.0.0 -m first");
    change(repo, ["0.2", "0"]);
    repo.commit();
    await must(repo, "prompt publish answer --version 1.1.0 -m second");
    change(repo, ["in detail", "briefly"]);
    repo.commit();
    const { json } = await mlx(repo, "prompt diff answer --json");
    expect(json).toMatchObject({
      before: { name: "answer", version: "1.1.0", alias: null, commit: null },
      after: { name: "answer", version: null, alias: null, commit: null },
      bump: "patch",
    });
  });

  test("versions, aliases and commits", async () => {
    const repo = project();
    const first = repo.git("rev-parse", "HEAD");
    await must(repo, "prompt publish answer --version 1.0.0 -m first");
    await must(repo, "prompt alias answer stable 1.0.0");
    change(repo, ["0.2", "0"]);
    repo.commit();
    await must(repo, "prompt publish answer --version 1.1.0 -m second");
    expect(await must(repo, "prompt diff answer@1.0.0 answer@1.1.0")).toMatch(
      /^answer {2}1\.0\.0 → 1\.1\.0\n/,
    );
    expect(await must(repo, "prompt diff answer@stable")).toMatch(
      /^answer {2}1\.0\.0 \(stable\) → working copy\n/,
    );
    expect(await must(repo, `prompt diff answer@${first.slice(0, 12)}`)).toContain(
      "temperature changed from 0.2 to 0",
    );
    expect(await must(repo, "prompt diff answer@1.1.0 answer")).toMatch(/→ working copy\nno change/);
  });

  test("a mark that an input got is a change of that input", async () => {
    const repo = project();
    repo.commit();
    repo.write({ [file]: text.replace("trusted: false", "trusted: true") });
    expect(await must(repo, "prompt diff answer@HEAD")).toContain(
      "  ~ the input question is marked trusted now  minor\n",
    );
    repo.write({ [file]: text.replace(", trusted: false", "") });
    expect(await must(repo, "prompt diff answer@HEAD")).toContain("  ~ the input question says no longer");
  });

  test("two prompts", async () => {
    const repo = project();
    repo.write({ "prompts/other/prompt.md": "Hello\n" });
    const shown = await must(repo, "prompt diff answer other");
    expect(shown).toMatch(/^other {2}answer working copy → other working copy\n/);
    expect(shown).toContain("  - the input question is gone  major\n");
  });

  test("a prompt that was never kept has nothing to be compared with", async () => {
    const repo = gitRepo({ [file]: text });
    const refused = await mlx(repo, "prompt diff answer --json");
    expect([refused.code, refused.error.code]).toEqual([2, "MLX_NOTHING_TO_COMPARE"]);
    repo.commit();
    repo.write({ "prompts/new/prompt.md": "Hello\n" });
    expect((await mlx(repo, "prompt diff new --json")).error.code).toBe("MLX_NOTHING_TO_COMPARE");
  });

  test.each([
    ["prompt diff nobody", "MLX_PROMPT_NOT_FOUND"],
    ["prompt diff answer@9.9.9", "MLX_VERSION_NOT_FOUND"],
    ["prompt diff answer@no-such-branch", "MLX_VERSION_NOT_FOUND"],
    ["prompt diff answer@--help", "MLX_VERSION_NOT_FOUND"],
    ["prompt diff answer@a@b", "MLX_REFERENCE"],
  ])("%s: %s, exit 2", async (line, code) => {
    const { code: exit, error } = await mlx(project(), `${line} --json`);
    expect([exit, error.code]).toEqual([2, code]);
  });

  test("a committed text that cannot be read is named", async () => {
    const repo = project("---\nname: answer\n---\n{% if %}\n");
    repo.write({ [file]: text });
    const { code, error } = await mlx(repo, "prompt diff answer --json");
    expect([code, error.code]).toEqual([2, "MLX_PROMPT_INVALID"]);
    expect(error.message).toMatch(/in commit [0-9a-f]{7}/);
    expect(error.problems).not.toEqual([]);
  });
});

test("differences by area, in words, in tokens and in dollars", async () => {
  const repo = project();
  change(
    repo,
    ["gpt-4.1-2025-04-14", "gpt-5.4-mini-2026-03-17"],
    ["default: friendly", "default: formal"],
    ["  question: {type: string, trusted: false}", "  query: {type: string, trusted: false}"],
    ["{{ question }}", "{{ query }}"],
  );
  const shown = await must(repo, "prompt diff answer");
  expect(shown.split("\n").slice(1)).toEqual(
    `
Inputs
  - the input question is gone  major
  + the input query is new and required  major
  ~ the default of the input tone changed from "friendly" to "formal"  minor

Model
  ~ the model changed from gpt-4.1-2025-04-14 to gpt-5.4-mini-2026-03-17  minor

Message 2, user
  <question>[-{{ question }}-]{+{{ query }}+}</question>

Tokens and cost               before   after   change
system                            10      10        0
user                               5       5        0
total                             15      15        0
1,000 calls: input             $0.03  $0.011  -$0.019
1,000 calls: output, at most   $6.40   $3.60   -$2.80
the prompt's own text without values of inputs; exact, counted in o200k_base
prices of gpt-4.1-2025-04-14 and gpt-5.4-mini-2026-03-17 as of 2026-11-29, or as mlx.yaml says

Suggested bump: major
`.split("\n"),
  );
});

test("--json has the changes, the segments of each message, tokens and costs", async () => {
  const repo = project();
  change(repo, ["in detail", "briefly"], ["0.2", "0.7"]);
  const { code, json } = await mlx(repo, "prompt diff answer --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({
    changes: [
      { what: "settings", path: "settings.temperature", before: 0.2, after: 0.7, bump: "minor" },
      { what: "text", path: "messages[0].content", bump: "patch" },
    ],
    bump: "minor",
    messages: [
      {
        role: "system",
        before: 0,
        after: 0,
        moved: false,
        segments: [
          { kind: "same", text: "You answer questions. Answer " },
          { kind: "removed", text: "in detail" },
          { kind: "added", text: "briefly" },
          { kind: "same", text: ". Be {{ tone }}." },
        ],
      },
      { role: "user", segments: [{ kind: "same" }] },
    ],
    tokens: {
      before: { total: 15, parts: { system: 10, user: 5 }, exact: true, encoding: "o200k_base" },
      difference: -1,
    },
    cost: { currency: "USD", calls: 1000, outputCeiling: { before: 6.4, after: 6.4 } },
  });
});

test("a change of form alone is none", async () => {
  const repo = project();
  change(repo, [
    "settings: {temperature: 0.2, max_output_tokens: 800}",
    "settings:\n  maxTokens: 800\n  temperature: 0.20",
  ]);
  expect(await must(repo, "prompt diff answer --exit-code")).toMatch(
    /\nno change in meaning: the files differ in form or comments alone\n$/,
  );
});

test("--exit-code: 1 where something changed", async () => {
  const repo = project();
  expect((await mlx(repo, "prompt diff answer --exit-code")).code).toBe(0);
  change(repo, ["in detail", "briefly"]);
  expect((await mlx(repo, "prompt diff answer")).code).toBe(0);
  expect((await mlx(repo, "prompt diff answer --exit-code")).code).toBe(1);
});

test("a model without a price: the price is told to be unknown, and mlx.yaml can give it", async () => {
  const repo = project(text.replace("gpt-4.1-2025-04-14", "house-model"));
  change(repo, ["in detail", "briefly"]);
  const unknown = await must(repo, "prompt diff answer");
  expect(unknown).toMatch(/1,000 calls: input +unknown +unknown\n/);
  expect(unknown).toContain(
    "the price of house-model is not known; it can be given in mlx.yaml, under models\n",
  );
  expect(unknown).toContain("estimated, counted in o200k_base");
  repo.write({ "mlx.yaml": "models: {house-model: {inputPrice: 1000, outputPrice: 2000}}\n" });
  expect(await must(repo, "prompt diff answer")).toMatch(
    /1,000 calls: input +\$15\.00 +\$14\.00 +-\$1\.00\n/,
  );
});

test("few-shot examples and tools cost tokens too", async () => {
  const shots = `---
name: answer
examples:
  - {inputs: {question: How?}, output: So.}
tools:
  - {name: search, description: Finds passages}
---
{% for e in examples %}
user:
{{ e.inputs.question }}
assistant:
{{ e.output }}
{% endfor %}
user:
Now
`;
  const repo = project(shots);
  change(repo, ["output: So.}", "output: So.}\n  - {inputs: {question: And then?}, output: That is all.}"]);
  const { json } = await mlx(repo, "prompt diff answer --json");
  expect(json).toMatchObject({ tokens: { before: { exact: false, parts: { user: 1, examples: 4 } } } });
  expect(JSON.stringify(json["tokens"])).toContain('"tools":');
  expect(await must(repo, "prompt diff answer")).toMatch(/\nexamples +4 +1\d +\+\d+ /);
});

test("control characters of a prompt do not reach the terminal", async () => {
  const repo = project();
  change(repo, ["in detail", "in \u001b[31mred\u0007"]);
  const shown = await must(repo, "prompt diff answer");
  expect(["\u001b", "\u0007"].filter((character) => shown.includes(character))).toEqual([]);
  expect(shown).toContain("\\x1b[31mred\\x07");
});
