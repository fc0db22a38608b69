import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { must } from "../support/data-project.js";
import { echoProject } from "../support/evals/eval-project.js";
import {
  answerCases,
  answerSuite,
  evaluated,
  evidenceFiles,
  evidenceProject,
  provenProject,
} from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
import { promptText, publishVersion } from "../support/released-prompt.js";

describe("eval run --record", () => {
  test("writes what was found of a version, named by the digest of its bytes, before it tells the verdict", async () => {
    const repo = await evidenceProject("1.0.0");
    const { code, stdout, stderr } = await mlx(repo, evaluated("1.0.0"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("git add .gitattributes prompts/answer/evidence"),
    ]);
    const [file = ""] = evidenceFiles(repo);
    expect(stdout).toContain(`evidence of answer@1.0.0: ${file}`);
    const text = repo.read(file);
    expect(file).toBe(`prompts/answer/evidence/${sha256Of(text)}.json`);
    expect(JSON.parse(text)).toMatchObject({
      ...{ mlx: 1, kind: "evaluation", noun: "prompt", name: "answer", version: "1.0.0", verdict: "passed" },
      suite: { name: "answer", file: "evals/answer.eval.yaml" },
      record: JSON.parse(repo.read("prompts/answer/versions/1.0.0.json")).digest,
      digests: { data: { "evals/cases.jsonl": sha256Of(answerCases(10)) }, suite: sha256Of(answerSuite) },
      summary: { cases: 10, passed: 10, failed: 0, passRate: 1 },
      ...{ providers: [{ id: "echo", label: "echo" }], judges: { providers: [], models: [] } },
      gates: [{ passed: true, reason: expect.any(String) }, { passed: true }],
      author: { email: "test@example.com" },
    });
    expect(text).not.toContain("Question");
    expect(await must(repo, "registry verify")).toContain("1 piece of evidence");
  });

  test("records a failed verdict, too, and says so with exit 1", async () => {
    const repo = await evidenceProject("1.0.0");
    repo.write({ "evals/cases.jsonl": answerCases(10, 3) });
    const { code, json } = await mlx(repo, [...evaluated("1.0.0"), "--json"]);
    const [file = ""] = evidenceFiles(repo);
    expect([code, json["evidence"]]).toEqual([
      1,
      [{ noun: "prompt", name: "answer", version: "1.0.0", file }],
    ]);
    expect(JSON.parse(repo.read(file))).toMatchObject({ verdict: "failed", summary: { failed: 3 } });
  });

  test("takes a working copy for the version whose text it has", async () => {
    const repo = await evidenceProject("1.0.0", "1.1.0");
    await must(repo, "eval run answer --record");
    const [file = ""] = evidenceFiles(repo);
    expect(JSON.parse(repo.read(file)).version).toBe("1.1.0");
  });

  test("refuses a working copy that is no version, before anything is asked", async () => {
    const repo = await evidenceProject("1.0.0");
    repo.write({ "prompts/answer/prompt.md": promptText("Something else.") });
    const { code, error } = await mlx(repo, "eval run answer --record --json");
    expect([code, error.code, error.hint]).toEqual([
      ...[2, "MLX_EVIDENCE_REFUSED", expect.stringContaining("--prompt answer@1.0.0")],
    ]);
    expect((await mlx(repo, "eval list --json")).json["total"]).toBe(0);
    expect(evidenceFiles(repo)).toEqual([]);
  });

  test("refuses an unpublished prompt, a suite without one, and whatever leaves a part of the suite out", async () => {
    const repo = await evidenceProject();
    const refusal = async (words: string) => (await mlx(repo, `${words} --json`)).error;
    expect((await refusal("eval run answer --record")).hint).toBe(
      "publish it first: mlx prompt publish answer",
    );
    await publishVersion(repo, "1.0.0");
    const parts = "--filter c1 --limit 2 --shard 1/2 --provider echo --repeat 2 --errors 5%";
    expect((await refusal(`eval run answer --record ${parts}`)).message).toBe(
      "an evaluation with --filter, --limit, --shard, --provider, --repeat, --errors cannot be evidence",
    );
    const other = echoProject(2);
    expect((await mlx(other, "eval run echo --record --json")).error).toMatchObject({
      ...{ code: "MLX_EVIDENCE_REFUSED", message: "evals/echo.eval.yaml asks no prompt of this repository" },
    });
  });

  test("an evaluation that was cut short is none; resumed to its end it is", async () => {
    const repo = await evidenceProject("1.0.0");
    repo.write({ "evals/cases.jsonl": answerCases(10, 3) });
    const { stderr } = await mlx(repo, evaluated("1.0.0", "--fail-fast", "--concurrency", "1"));
    expect(stderr).toContain("no evidence was recorded: the evaluation was not finished");
    expect(evidenceFiles(repo)).toEqual([]);
    const resumed = await mlx(repo, "eval run answer --resume --json");
    expect(resumed.json["evidence"]).toMatchObject([{ version: "1.0.0" }]);
    expect((await mlx(repo, "eval run answer --resume --record --json")).error.code).toBe("MLX_USAGE");
  });

  test("one file for each version that a suite compares, each with its own cases", async () => {
    const repo = await evidenceProject("1.0.0", "1.1.0");
    const both = "prompt: [answer@1.0.0, {name: answer@1.1.0, label: new}]";
    repo.write({ "evals/answer.eval.yaml": answerSuite.replace("prompt: answer", both) });
    await must(repo, "eval run answer --record");
    const found = evidenceFiles(repo).map((file) => JSON.parse(repo.read(file)));
    expect(found.map(({ version }) => version).sort()).toEqual(["1.0.0", "1.1.0"]);
    expect(found.map(({ summary }) => summary.cases)).toEqual([10, 10]);
    await must(repo, "prompt alias answer stable 1.1.0");
  });

  test("list, show and history tell what is evidence", async () => {
    const { repo, file } = await provenProject("1.0.0");
    expect(await must(repo, "eval list")).toMatch(/evidence of\n.*answer@1\.0\.0/);
    expect((await mlx(repo, "eval list --json")).json["evaluations"]).toMatchObject([
      { evidence: ["answer@1.0.0"] },
    ]);
    expect(await must(repo, "eval show last")).toContain(`evidence of answer@1.0.0: ${file}`);
    expect(await must(repo, "prompt history answer")).toContain("answer passed: 10 of 10 cases");
  });
});

describe("eval run --prompt", () => {
  test("asks another version, and the results name it", async () => {
    const repo = await evidenceProject("1.0.0", "1.1.0");
    await must(repo, "eval run answer --prompt answer@1.0.0 --output out.jsonl");
    const [first = ""] = repo.read("out.jsonl").split("\n");
    expect(JSON.parse(first)).toMatchObject({ prompt: "answer@1.0.0" });
    expect(first).toContain("as version 1.0.0");
    expect(evidenceFiles(repo)).toEqual([]);
  });

  test("follows where cases and providers name the prompt", async () => {
    const repo = await evidenceProject("1.0.0");
    repo.write({
      "evals/answer.eval.yaml": `target:
  prompt: [answer, {text: "{{ question }}", label: bare}]
  providers: [{id: echo, prompts: [answer]}, {id: "echo", label: second, prompts: [bare]}]
cases:
  - {vars: {question: Is it free?}, graders: [{contains: "free"}], prompts: [answer]}
`,
    });
    const { json } = await mlx(repo, "eval run answer --prompt answer@1.0.0 --json");
    expect(json).toMatchObject({ cases: { total: 1, passed: 1 } });
  });

  test("refuses a prompt that the suite does not ask, or asks twice, and a version that is not there", async () => {
    const repo = await evidenceProject("1.0.0", "1.1.0");
    const refusal = async (words: string) => {
      const { error } = await mlx(repo, `eval run answer ${words} --json`);
      return [error.code, error.hint];
    };
    expect(await refusal("--prompt other@1.0.0")).toEqual(["MLX_EVAL_PROMPT", "it asks answer"]);
    expect((await refusal("--prompt answer@1.0.0 --prompt answer@1.1.0"))[0]).toBe("MLX_USAGE");
    expect((await refusal("--prompt answer@9.9.9"))[0]).toBe("MLX_INVALID_SUITE");
    const both = "prompt: [answer@1.0.0, answer@1.1.0]";
    repo.write({ "evals/answer.eval.yaml": answerSuite.replace("prompt: answer", both) });
    expect((await refusal("--prompt answer@1.0.0"))[0]).toBe("MLX_EVAL_PROMPT");
  });
});

test("what an alias points at when the evaluation begins is what is asked, though the suite names the alias", async () => {
  const repo = await evidenceProject("1.0.0", "1.1.0");
  await must(repo, ["prompt", "alias", "answer", "stable", "1.0.0", "--override", "first"]);
  repo.write({ "evals/answer.eval.yaml": answerSuite.replace("prompt: answer", "prompt: answer@stable") });
  await must(repo, "eval run answer --record --output out.jsonl");
  const [file = ""] = evidenceFiles(repo);
  expect(JSON.parse(repo.read(file)).version).toBe("1.0.0");
  expect(repo.read("out.jsonl")).toContain('"prompt":"answer@stable"');
  const { stderr } = await mlx(repo, "eval baseline accept answer");
  expect(stderr).not.toContain("not as it was");
});
