import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import {
  answerCases,
  answerSuite,
  evaluated,
  evidenceProject,
  provenProject,
} from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
import { promptText } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

/** What these rules find, as `severity file:line message`. */
async function found(repo: TestRepo, rule: string, ...words: string[]): Promise<string[]> {
  const { json } = await mlx(repo, ["prompt", "lint", ...words, "--json"]);
  const findings: Record<string, string>[] = JSON.parse(JSON.stringify(json["findings"]));
  return findings
    .filter((finding) => finding["rule"] === rule)
    .map(({ severity, file, line, message }) => `${severity} ${file}:${line} ${message}`);
}

/** A published prompt beside a suite of another one. */
async function uncovered(): Promise<TestRepo> {
  const repo = await evidenceProject("1.0.0");
  repo.write({
    "evals/answer.eval.yaml": answerSuite.replace(
      "prompt: answer",
      'prompt: {text: "answer {{ question }}"}',
    ),
    "mlx.yaml": "{}\n",
  });
  return repo;
}

describe("no-suite", () => {
  test("a published prompt that no suite asks is a warning; while stable is in use an error, at the alias", async () => {
    const repo = await uncovered();
    expect(await found(repo, "no-suite")).toEqual([
      "warning prompts/answer/prompt.md:1 no suite evaluates answer, which is published",
    ]);
    await must(repo, "prompt alias answer stable 1.0.0");
    expect(await found(repo, "no-suite")).toEqual([
      "error prompts/answer/aliases/stable:1 no suite evaluates answer, and its alias stable is in use",
    ]);
  });

  test("nothing is said where a suite asks it, of what is not published, and in a repository without suites", async () => {
    const covered = await evidenceProject("1.0.0");
    expect(await found(covered, "no-suite")).toEqual([]);
    covered.write({
      "evals/answer.eval.yaml": answerSuite.replace("answer", "[{name: answer@1.0.0, label: a}]"),
    });
    expect(await found(covered, "no-suite")).toEqual([]);
    expect(await found(await evidenceProject(), "no-suite")).toEqual([]);
    const bare = await uncovered();
    bare.remove("evals/answer.eval.yaml");
    expect(await found(bare, "no-suite")).toEqual([]);
  });

  test("a suite that the front matter names and that is not there is told at its place", async () => {
    const repo = await evidenceProject();
    const named = (suites: string) =>
      repo.write({ "prompts/answer/prompt.md": promptText().replace("model:", `suites: ${suites}\nmodel:`) });
    named("[answer, anwser]");
    expect(await found(repo, "no-suite")).toEqual([
      'warning prompts/answer/prompt.md:3 there is no suite "anwser" in evals/',
    ]);
    named("[evals/answer.eval.yaml]");
    expect(await found(repo, "no-suite")).toEqual([]);
  });

  test("a suite that cannot be read covers nothing, and is no error here", async () => {
    const repo = await evidenceProject("1.0.0");
    repo.write({ "evals/answer.eval.yaml": "target: {prompt: answer\n" });
    expect(await found(repo, "no-suite")).toHaveLength(1);
  });

  test("the linter of staged files, which sees prompts alone, says nothing of suites", async () => {
    const repo = await uncovered();
    repo.git("add", "--all");
    const { stdout, stderr } = await mlx(repo, "hooks run pre-commit");
    expect(stdout + stderr).not.toContain("no-suite");
  });
});

describe("evidence-stale", () => {
  test("data that has changed since is an error for stable, a warning for others, and tells the file", async () => {
    const { repo } = await provenProject("1.0.0");
    await must(repo, "prompt alias answer stable 1.0.0");
    await must(repo, "prompt alias answer candidate 1.0.0");
    expect(await found(repo, "evidence-stale")).toEqual([]);
    repo.write({ "evals/cases.jsonl": answerCases(11) });
    const message = (alias: string) =>
      `the evidence by answer for 1.0.0, which ${alias} points at, is of other data: evals/cases.jsonl has changed since`;
    expect(await found(repo, "evidence-stale", "answer")).toEqual([
      `warning prompts/answer/aliases/candidate:1 ${message("candidate")}`,
      `error prompts/answer/aliases/stable:1 ${message("stable")}`,
    ]);
    await must(repo, evaluated("1.0.0"));
    expect(await found(repo, "evidence-stale")).toEqual([]);
  });

  test("evidence of another version alone is stale for stable", async () => {
    const { repo } = await provenProject("1.0.0", "1.1.0");
    await must(repo, ["prompt", "alias", "answer", "stable", "1.0.0", "--override", "in a hurry"]);
    expect(await found(repo, "evidence-stale")).toEqual([
      "error prompts/answer/aliases/stable:1 stable points at 1.0.0, and the newest evidence by answer is of 1.1.0",
    ]);
  });

  test("of a tracked file the pointer tells the digest", async () => {
    const repo = await evidenceProject("1.0.0");
    await must(repo, "init");
    await must(repo, "data add evals/cases.jsonl");
    await must(repo, evaluated("1.0.0"));
    await must(repo, "prompt alias answer stable 1.0.0");
    repo.remove("evals/cases.jsonl");
    expect(await found(repo, "evidence-stale")).toEqual([]);
    repo.write({ "evals/cases.jsonl": answerCases(11) });
    await must(repo, "data add evals/cases.jsonl");
    expect(await found(repo, "evidence-stale")).toHaveLength(1);
  });
});

test("golden-case-in-few-shots names the case, also of data in a file, and leaves suites of other prompts alone", async () => {
  const repo = await evidenceProject();
  const shown = (question: string) =>
    promptText().replace(
      "---\nsystem",
      `examples:\n  - {inputs: {question: "${question}"}, output: Yes}\n---\nsystem`,
    );
  repo.write({ "prompts/answer/prompt.md": shown(" Question 4? ") });
  expect(await found(repo, "golden-case-in-few-shots")).toEqual([
    "warning prompts/answer/prompt.md:8 the example is the case c4 of answer: the prompt is shown what it is asked",
  ]);
  repo.write({
    "evals/answer.eval.yaml": answerSuite.replace("prompt: answer", 'prompt: {text: "{{ question }}"}'),
  });
  expect(await found(repo, "golden-case-in-few-shots")).toEqual([]);
  repo.write({ "evals/answer.eval.yaml": answerSuite, "prompts/answer/prompt.md": shown("Question 40?") });
  expect(await found(repo, "golden-case-in-few-shots")).toEqual([]);
});
