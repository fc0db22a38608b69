import { type Files, gitRepo, type TestRepo } from "../repo.js";

/** A judge that a suite can name: what it says stands in the answer. `wavering` answers are accepted every other time. Calls are counted in `evals/calls.log`. */
export const judgeScript = `import { appendFileSync } from "node:fs";
let calls = 0;
export default async function judge(prompt) {
  appendFileSync("calls.log", "x");
  const answer = prompt.slice(prompt.lastIndexOf("says "));
  if (answer.startsWith("says nothing")) return { output: "I would rather not." };
  const pass = answer.startsWith("says good") || (answer.startsWith("says wavering") && calls++ % 2 === 0);
  const score = Number(/says \\w+ (0\\.\\d+)/.exec(answer)?.[1] ?? (pass ? 0.9 : 0.1));
  return { output: JSON.stringify({ reason: pass ? "it is kind" : "it is rude", pass, score }) };
}
`;

/** Cases `c0`, `c1`, … whose answers are `says good`, `says bad` and so on. */
export function judgedAnswers(said: readonly string[]): string {
  return said
    .map(
      (text, index) =>
        `${JSON.stringify({ id: `c${index}`, asks: `question ${index}`, text: `says ${text}` })}\n`,
    )
    .join("");
}

export function judgedSuite(
  graders = '  - {type: llm-rubric, value: "Is kind to {{ asks }}.", provider: "file://judge.mjs"}\n',
  more = "",
): string {
  return `target: {predictions: cases.jsonl, output: text}\ndata: cases.jsonl\nid: id\ngraders:\n${graders}${more}`;
}

/** The suite `kind`, whose recorded answers a program judges. */
export function judgedProject(said: readonly string[], files: Files = {}): TestRepo {
  return gitRepo({
    "evals/kind.eval.yaml": judgedSuite(),
    "evals/cases.jsonl": judgedAnswers(said),
    "evals/judge.mjs": judgeScript,
    ...files,
  });
}

/** Labels as CSV, one for each case in order; an empty one leaves the case out. */
export function labelsCsv(labels: readonly string[]): string {
  const rows = labels.flatMap((label, index) => (label === "" ? [] : [`c${index},${label}\n`]));
  return `id,label\n${rows.join("")}`;
}
