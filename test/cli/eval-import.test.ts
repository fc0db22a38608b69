import { describe, expect, test } from "vitest";
import type { CaseResult } from "../../src/evals/types.js";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo, type TestRepo } from "../support/repo.js";

const shop: Files = {
  "shop/promptfooconfig.yaml": `description: what customers ask
prompts:
  - file://ask.txt
  - '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{question}} {{missing}}"}]'
providers:
  - { id: echo, label: one, transform: output.trim() }
  - echo
outputPath: out.json
defaultTest:
  vars: { shop: "Kettles & {{kind}}", kind: tea }
  assert: [{ type: javascript, value: file://check.js }]
tests:
  - description: returns
    vars: { question: "May I send it back?" }
    assert:
      - { type: contains, value: "{{question}}", weight: 2, metric: echoes }
      - { type: not-contains, value: "{{shop | dump}}" }
      - type: assert-set
        threshold: 0.5
        assert: [{ type: icontains, value: MAY }, { type: contains, value: zzz }]
  - vars: { question: [a, b] }
    threshold: 0.4
derivedMetrics: [{ name: twice, value: echoes * 2 }]
`,
  "shop/ask.txt": "{{ shop | safe }}: {{question}}\n",
  "shop/check.js": "module.exports = (output) => output.length > 0;\n",
};

async function results(repo: TestRepo, suite: string): Promise<CaseResult[]> {
  const file = `${suite.replace(/\W/g, "-")}.jsonl`;
  await mlx(repo, `eval run ${suite} --no-cache --output ${file}`);
  const rows = repo.read(file).split("\n").filter(Boolean);
  return rows.map((line) => JSON.parse(line)).filter(({ status }) => status !== undefined);
}

test("a suite of promptfoo becomes one of mlx that gives every case the same verdict and score", async () => {
  const repo = gitRepo(shop);
  const { code, stdout, stderr } = await mlx(repo, "eval import shop/promptfooconfig.yaml");
  expect([code, stdout]).toEqual([0, "wrote evals/shop.eval.yaml from shop/promptfooconfig.yaml: 3 cases\n"]);
  expect(stderr).toContain("shop/promptfooconfig.yaml:8:1: outputPath: name the files when you run it");
  const outcome = ({ status, score, namedScores }: CaseResult) => [status, score, namedScores];
  const theirs = await results(repo, "shop/promptfooconfig.yaml");
  const mine = await results(repo, "evals/shop.eval.yaml");
  expect(mine.map(outcome)).toEqual(theirs.map(outcome));
  expect(mine).toHaveLength(12);
});

test("what it writes is told as JSON, with what could not be kept", async () => {
  const { code, json } = await mlx(
    gitRepo(shop),
    "eval import shop/promptfooconfig.yaml --output evals/x.eval.yaml --json",
  );
  expect([code, json]).toEqual([
    0,
    {
      ...{ schemaVersion: expect.anything(), name: "x", path: "evals/x.eval.yaml", format: "promptfoo" },
      ...{ cases: 3, dryRun: false },
      dropped: [expect.objectContaining({ what: "outputPath", line: 8, column: 1 })],
    },
  ]);
});

test("a dry run writes nothing", async () => {
  const repo = gitRepo(shop);
  expect((await mlx(repo, "eval import shop/promptfooconfig.yaml --dry-run")).stdout).toContain(
    "would write",
  );
  expect(repo.exists("evals")).toBe(false);
});

test("a file that is there is replaced with --force alone", async () => {
  const repo = gitRepo({ ...shop, "evals/shop.eval.yaml": "mine\n" });
  const { code, stderr } = await mlx(repo, "eval import shop/promptfooconfig.yaml");
  expect([code, stderr, repo.read("evals/shop.eval.yaml")]).toEqual([
    2,
    expect.stringContaining("--force"),
    "mine\n",
  ]);
  expect((await mlx(repo, "eval import shop/promptfooconfig.yaml --force")).code).toBe(0);
  expect(repo.read("evals/shop.eval.yaml")).toContain("target:");
});

test("values of data stay what they are", async () => {
  const repo = gitRepo({
    "promptfooconfig.yaml": 'prompts: ["{{q}}"]\nproviders: [echo]\ntests: t.csv\n',
    "t.csv": "q,__expected\n{{ env.HOME }},contains: env\n",
  });
  await mlx(repo, "eval import promptfooconfig.yaml --output own.eval.yaml");
  expect((await results(repo, "own.eval.yaml")).map(({ output, status }) => [output, status])).toEqual([
    ["{{ env.HOME }}", "passed"],
  ]);
});

test("a key is never written", async () => {
  const repo = gitRepo({
    "promptfooconfig.yaml":
      "prompts: [x]\nproviders: [{id: 'openai:chat:m', config: {apiKey: sk-literal, apiBaseUrl: 'http://127.0.0.1:1'}}]\n",
  });
  const { stderr } = await mlx(repo, "eval import promptfooconfig.yaml --output own.eval.yaml");
  expect(stderr).toContain("apiKey: keys do not belong into a suite");
  expect(repo.read("own.eval.yaml")).not.toContain("sk-literal");
});

describe("nothing is written", () => {
  test.each([
    [
      "where prompts are code",
      "prompts: [file://p.js]\nproviders: [echo]\n",
      "a function cannot be a prompt",
      "1:11",
    ],
    [
      "where templates are beyond mlx's own",
      'prompts: ["{{ q | nl2br }}"]\nproviders: [echo]\n',
      "there is no filter `nl2br`",
      "1:11",
    ],
  ])("%s", async (_, config, message, place) => {
    const repo = gitRepo({ "promptfooconfig.yaml": config, "p.js": "module.exports = () => 'x';\n" });
    const { code, stderr } = await mlx(repo, "eval import promptfooconfig.yaml");
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toContain(`promptfooconfig.yaml:${place}`);
    expect(repo.exists("evals")).toBe(false);
  });

  test("of what is no suite of promptfoo", async () => {
    const repo = gitRepo({
      "own.eval.yaml": "target: {prompt: {text: x}, providers: [echo]}\ncases: [{}]\ngraders: [is-json]\n",
    });
    const { code, stderr } = await mlx(repo, "eval import own.eval.yaml");
    expect([code, stderr]).toEqual([2, expect.stringContaining("own.eval.yaml is no suite of promptfoo")]);
  });

  test("outside of the repository", async () => {
    const { code, stderr } = await mlx(
      gitRepo(shop),
      "eval import shop/promptfooconfig.yaml --output ../x.eval.yaml",
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining("outside the repository")]);
  });
});
