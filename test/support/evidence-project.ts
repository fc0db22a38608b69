import { must } from "./data-project.js";
import { projectFile, releasedPrompt } from "./released-prompt.js";
import type { TestRepo } from "./repo.js";

/** Asks the working copy; every answer is the prompt itself. */
export const answerSuite = `target:
  prompt: answer
  providers: echo
data: cases.jsonl
id: id
expected: want
graders: [contains]
`;

/** Cases of which so many fail. */
export function answerCases(count: number, failing = 0): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const question = `Question ${index}?`;
    return { id: `c${index}`, question, want: index < failing ? "nowhere to be found" : question };
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

export const evaluated = (version: string, ...words: string[]) => [
  ...["eval", "run", "answer", "--prompt", `answer@${version}`, "--record", ...words],
];

/** The prompt `answer`, published under these versions, its suite of ten cases, and a `stable` that demands that it passes. */
export async function evidenceProject(...versions: string[]): Promise<TestRepo> {
  const repo = await releasedPrompt(...versions);
  repo.write({
    "mlx.yaml": projectFile("[{evaluation: answer}]"),
    "evals/answer.eval.yaml": answerSuite,
    "evals/cases.jsonl": answerCases(10),
  });
  return repo;
}

/** As `evidenceProject`, with evidence of the last version. @returns the path of it, too. */
export async function provenProject(
  ...versions: string[]
): Promise<{ readonly repo: TestRepo; readonly file: string }> {
  const repo = await evidenceProject(...versions);
  await must(repo, evaluated(versions.at(-1) ?? ""));
  const [file = ""] = evidenceFiles(repo);
  return { repo, file };
}

/** From the repository's top. */
export function evidenceFiles(repo: TestRepo): string[] {
  const listed = repo.git("ls-files", "--others", "--cached", "prompts/answer/evidence");
  return listed.split("\n").filter((line) => line !== "");
}
