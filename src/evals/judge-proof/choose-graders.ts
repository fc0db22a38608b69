import { MlxError } from "../../core/errors.js";
import { namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { SuiteJudge } from "./suite-judge.js";

/**
 * Which graders the labels are for: the one that is named, those that the labels name, else the only one there is.
 * @param judges of the evaluation. @param named by the labels; undefined: a label that names none.
 * @throws {MlxError} `MLX_JUDGE_GRADER`, exit 2.
 */
export function chooseGraders(
  judges: readonly SuiteJudge[],
  named: ReadonlySet<string | undefined>,
  wanted: string | undefined,
): readonly string[] {
  const graders = [...new Set(judges.map(({ grader }) => grader))];
  if (graders.length === 0) {
    throw refused(
      "no model judged an answer of this evaluation: there is no judge to prove",
      "graders that ask one are llm-rubric, factuality, pairwise and their kin; where they ended in errors, mlx eval show says why",
    );
  }
  if (wanted !== undefined) return [known(wanted, graders, "--grader")];
  const labelled = [...named].flatMap((name) => name ?? []);
  if (labelled.length > 0 && !named.has(undefined))
    return labelled.map((name) => known(name, graders, "the labels name the grader"));
  const [only = "", ...others] = graders;
  if (others.length === 0) return [only];
  throw refused(
    `models judge for ${graders.length} graders, and nothing says which one is meant`,
    `name one with --grader: ${graders.map(displayPath).join(", ")}`,
  );
}

function known(name: string, graders: readonly string[], where: string): string {
  if (graders.includes(name)) return name;
  throw refused(
    `${where} ${displayPath(name)}: no model judged for a grader of that name`,
    namesHint(name, graders, "models judged for"),
  );
}

function refused(message: string, hint: string): MlxError {
  return new MlxError("MLX_JUDGE_GRADER", message, { hint, exitCode: 2 });
}
