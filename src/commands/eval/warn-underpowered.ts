import type { App } from "../../app/app.js";
import type { EvalOutcome } from "../../app/evals/eval-outcome.js";
import { displayPath } from "../../core/visible-text.js";
import { detectableText } from "../../evals/outcomes/comparison-text.js";

/**
 * That nothing has shown means little where too few cases were asked: it passes, and is said.
 * @param suite by which a command line may name it. @returns whether it was said.
 */
export function warnUnderpowered(
  app: App,
  { against }: Pick<EvalOutcome, "against">,
  suite: string,
): boolean {
  const [passRate] = against?.comparison.metrics ?? [];
  if (against === undefined || passRate?.verdict !== "underpowered") return false;
  const matters = Number((100 * against.effect).toFixed(2));
  const shown = Math.ceil(100 * passRate.minimumDetectableEffect);
  const larger =
    passRate.minimumDetectableCases >= passRate.n || shown > 100
      ? ""
      : `; where only larger changes matter, say so in the suite, such as effect: ${shown}%`;
  app.ui.warn(
    `too few cases to see a change of ${matters} ${matters === 1 ? "point" : "points"}: ${detectableText(passRate)}`,
    `mlx eval power ${displayPath(suite)} says how many cases it takes${larger}`,
  );
  return true;
}
