import { mlx } from "../mlx.js";
import type { TestRepo } from "../repo.js";
import { echoProject } from "./eval-project.js";

/** Of a suite whose answers were recorded, so that answers change and questions do not. */
export const recordedSuite = `target: {predictions: answers.jsonl, output: text}
data: cases.jsonl
id: id
expected: want
slices: [language]
graders: [contains]
`;

export const baselineFile = "evals/baselines/echo.json";

export function answers(count: number, isRight: (index: number) => boolean): string {
  return Array.from(
    { length: count },
    (_, index) => `${JSON.stringify({ id: `c${index}`, text: isRight(index) ? "yes" : "no idea" })}\n`,
  ).join("");
}

/** The suite `echo` with so many cases, of which those that `isRight` names are answered well. */
export function recordedProject(count: number, isRight: (index: number) => boolean = () => true): TestRepo {
  return echoProject(count, 0, {
    "evals/echo.eval.yaml": recordedSuite,
    "evals/answers.jsonl": answers(count, isRight),
  });
}

/** As `recordedProject`, with a baseline of these answers. */
export async function projectWithBaseline(
  count: number,
  isRight?: (index: number) => boolean,
): Promise<TestRepo> {
  const repo = recordedProject(count, isRight);
  await mlx(repo, "eval run echo");
  const { code, stderr } = await mlx(repo, "eval baseline accept echo -m first");
  if (code !== 0) throw new Error(stderr);
  return repo;
}
