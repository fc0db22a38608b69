import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import {
  answerCases,
  answerSuite,
  evaluated,
  evidenceFiles,
  evidenceProject,
  provenProject,
} from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
import { projectFile } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

const move = (version: string, ...words: string[]) => [
  "prompt",
  "alias",
  "answer",
  "stable",
  version,
  ...words,
];

/** What the gate says of a version that it refuses. */
async function reason(repo: TestRepo, version: string): Promise<string> {
  const { code, json } = await mlx(repo, [...move(version), "--json"]);
  expect([code, json["changed"]]).toEqual([1, false]);
  const [gate] = JSON.parse(JSON.stringify(json["gates"]));
  return gate.reason;
}

test("a version that passed its suite may become stable; the event names the evidence, and the log shows it", async () => {
  const { repo, file } = await provenProject("1.0.0");
  const dry = await mlx(repo, move("1.0.0", "-n"));
  expect(dry.stdout).toMatch(/passed +evaluation: answer +passed: 10 of 10 cases, 100\.0% \(/);
  await must(repo, move("1.0.0"));
  const digest = /([0-9a-f]{64})\.json$/.exec(file)?.[1] ?? "";
  const { json } = await mlx(repo, "registry log --alias stable --json");
  expect(json["events"]).toMatchObject([{ gates: [{ passed: true, evidence: [`evidence:${digest}`] }] }]);
  expect(await must(repo, "registry log --alias stable")).toContain(`evidence ${digest.slice(0, 3)}`);
  await must(repo, "registry verify");
});

test("without evidence it is refused, with the command that makes some", async () => {
  const repo = await evidenceProject("1.0.0");
  const { code, stdout, stderr } = await mlx(repo, move("1.0.0"));
  expect([code, stdout]).toEqual([1, expect.stringContaining("there is no evidence")]);
  expect(stderr).toContain("to evaluate it: mlx eval run answer --prompt answer@1.0.0 --record");
});

test("evidence of another version does not count", async () => {
  const { repo } = await provenProject("1.0.0", "1.1.0");
  expect(await reason(repo, "1.0.0")).toBe("there is no evidence of 1.0.0: the newest is of 1.1.0");
});

test("evidence on other data does not count, and the file that changed is named; once it is as it was, it counts", async () => {
  const { repo } = await provenProject("1.0.0");
  repo.write({ "evals/cases.jsonl": answerCases(11) });
  expect(await reason(repo, "1.0.0")).toMatch(
    /^the evidence of [-\d]+ [:\d]+ UTC does not count: it is of other data: evals\/cases\.jsonl has changed since$/,
  );
  repo.write({ "evals/cases.jsonl": answerCases(10) });
  await must(repo, move("1.0.0"));
});

test("cases that are written in the suite are data, too", async () => {
  const repo = await evidenceProject("1.0.0");
  const written = (question: string) =>
    `target: {prompt: answer, providers: echo}\ncases:\n  - {vars: {question: "${question}"}}\ngraders: [{contains: free}]\n`;
  repo.write({ "evals/answer.eval.yaml": written("Is it free?") });
  await must(repo, evaluated("1.0.0"));
  repo.write({ "evals/answer.eval.yaml": written("Is it really free?") });
  expect(await reason(repo, "1.0.0")).toContain("other data: evals/answer.eval.yaml has changed since");
});

test("other graders, gates, columns, providers or judges: not the same evaluation; a comment is", async () => {
  const { repo } = await provenProject("1.0.0");
  const suite = async (text: string) => {
    repo.write({ "evals/answer.eval.yaml": text });
    return reason(repo, "1.0.0");
  };
  expect(await suite(answerSuite.replace("[contains]", "[icontains]"))).toContain(
    "by other graders or gates",
  );
  expect(await suite(`${answerSuite}gates: [{metric: passRate, min: 0.5}]\n`)).toContain(
    "other graders or gates",
  );
  expect(await suite(answerSuite.replace("expected: want", "expected: id"))).toContain(
    "evals/answer.eval.yaml has changed since",
  );
  expect(await suite(answerSuite.replace("echo", "{id: echo, config: {a: 1}}"))).toContain(
    "of other providers",
  );
  repo.write({ "evals/answer.eval.yaml": `# The suite of the web shop\n${answerSuite}` });
  await must(repo, move("1.0.0"));
});

test("the newest evidence that counts decides: a failed one after a passed one refuses", async () => {
  const { repo } = await provenProject("1.0.0");
  repo.write({ "evals/cases.jsonl": answerCases(10, 2) });
  await mlx(repo, evaluated("1.0.0"));
  expect(await reason(repo, "1.0.0")).toMatch(/^failed: 8 of 10 cases, 80\.0% \(.*\), [-\d]+ [:\d]+ UTC; /);
});

test("evidence that is too old does not count", async () => {
  const { repo, file } = await provenProject("1.0.0");
  repo.write({ "mlx.yaml": projectFile("[{evaluation: answer, maxAge: 30d}]") });
  const old = JSON.parse(repo.read(file));
  const { formatEvidence, evidenceDigest } = await import("../../src/registry/evidence/evidence.js");
  const text = formatEvidence({ ...old, time: "2020-01-01T00:00:00.000Z" });
  repo.remove(file);
  repo.write({ [`prompts/answer/evidence/${evidenceDigest(text)}.json`]: text });
  expect(await reason(repo, "1.0.0")).toBe("the evidence is too old: it is of 2020-01-01 00:00 UTC");
  repo.write({ "mlx.yaml": projectFile("[{evaluation: answer, maxAge: soon}]") });
  expect((await mlx(repo, [...move("1.0.0"), "--json"])).error.code).toBe("MLX_INVALID_CONFIG");
});

test("a suite that is missing, broken or of another prompt is a failed gate with its reason", async () => {
  const { repo } = await provenProject("1.0.0");
  repo.write({ "mlx.yaml": projectFile("[{evaluation: anwser}]") });
  expect(await reason(repo, "1.0.0")).toContain("there is no suite anwser; did you mean answer?");
  repo.write({ "mlx.yaml": projectFile("[{evaluation: answer}]"), "evals/answer.eval.yaml": "target: 1\n" });
  expect(await reason(repo, "1.0.0")).toContain("evals/answer.eval.yaml:1:1");
  const other =
    'target: {prompt: {text: "{{ question }}"}, providers: echo}\ndata: cases.jsonl\ngraders: [{contains: a}]\n';
  repo.write({ "evals/answer.eval.yaml": other });
  expect(await reason(repo, "1.0.0")).toContain("does not ask the prompt answer");
});

test("an override passes over missing evidence, and shows for ever", async () => {
  const repo = await evidenceProject("1.0.0");
  await must(repo, move("1.0.0", "--override", "The old one is on fire"));
  expect(await must(repo, "registry log --alias stable --quiet")).toContain(
    "OVERRIDDEN: The old one is on fire",
  );
  await must(repo, "registry verify");
});

test("a changed byte of evidence is found, and does not count", async () => {
  const { repo, file } = await provenProject("1.0.0");
  repo.write({ [file]: repo.read(file).replace('"passed": 10', '"passed": 9 ') });
  const { code, json } = await mlx(repo, "registry verify --json");
  expect([code, json["findings"]]).toEqual([1, [expect.objectContaining({ rule: "damaged-file", file })]]);
  repo.write({ [file]: repo.read(file).replace('"passed": 9 ', '"passed": 9') });
  expect((await mlx(repo, "registry verify --json")).json["findings"]).toMatchObject([
    { rule: "damaged-file", message: expect.stringContaining("not its name's") },
  ]);
  expect(await reason(repo, "1.0.0")).toBe("there is no evidence; 1 file of evidence cannot be read");
});

test("evidence that an event names and that was deleted is missed", async () => {
  const { repo, file } = await provenProject("1.0.0");
  await must(repo, move("1.0.0"));
  repo.remove(file);
  expect((await mlx(repo, "registry verify --json")).json["findings"]).toMatchObject([
    { rule: "missing-evidence", file: expect.stringContaining("prompts/answer/events/") },
  ]);
});

test("evidence of a version that is not there, a copy and a stray file are found", async () => {
  const { repo, file } = await provenProject("1.0.0", "1.1.0");
  for (const end of ["md", "json"]) repo.remove(`prompts/answer/versions/1.1.0.${end}`);
  repo.write({ "prompts/answer/evidence/notes.txt": "mine" });
  const { json } = await mlx(repo, "registry verify --json");
  const rules = JSON.parse(JSON.stringify(json["findings"])).map(({ rule }: { rule: string }) => rule);
  expect(rules).toEqual(expect.arrayContaining(["evidence-version", "stray-file"]));
  expect(evidenceFiles(repo)).toContain(file);
});

test("who judged is part of the evidence: with another judge it does not count", async () => {
  const repo = await evidenceProject("1.0.0");
  const suite = (judge: string) =>
    `target: {prompt: answer, providers: echo}\ndata: cases.jsonl\nid: id\njudge: "${judge}"\ngraders: [{llm-rubric: is kind}]\n`;
  repo.write({
    "evals/judge.mjs": 'console.log(JSON.stringify({ pass: true, score: 1, reason: "kind" }));\n',
    "evals/cases.jsonl": answerCases(2),
    "evals/answer.eval.yaml": suite("exec:node judge.mjs"),
  });
  await must(repo, evaluated("1.0.0"));
  const [file = ""] = evidenceFiles(repo);
  expect(JSON.parse(repo.read(file)).judges).toEqual({
    providers: ["exec:node judge.mjs"],
    models: [expect.objectContaining({ rubric: expect.stringMatching(/^[0-9a-f]{64}$/) })],
  });
  repo.write({ "evals/answer.eval.yaml": suite("exec:node judge.mjs strict") });
  expect(await reason(repo, "1.0.0")).toContain(
    "by another judge: exec:node judge.mjs, now exec:node judge.mjs strict",
  );
  await must(repo, evaluated("1.0.0", "--judge", "exec:node judge.mjs"));
  expect(await reason(repo, "1.0.0")).toContain("by another judge");
  repo.write({ "evals/answer.eval.yaml": suite("exec:node judge.mjs") });
  await must(repo, move("1.0.0"));
});
