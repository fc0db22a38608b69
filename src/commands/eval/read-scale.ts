import { MlxError } from "../../core/errors.js";
import { type LabelScale, parseScale } from "../../evals/judge-proof/label-scale.js";

/** `--scale` as it was typed. @throws {MlxError} `MLX_USAGE`, exit 2. */
export function readScale(text: string | undefined): LabelScale | undefined {
  if (text === undefined) return undefined;
  const scale = parseScale(text);
  if (scale !== undefined) return scale;
  throw new MlxError("MLX_USAGE", `--scale is pass or LOW..HIGH, found ${JSON.stringify(text)}`, {
    hint: "such as --scale 1..5: whole numbers, more is better, at most 11 of them",
    exitCode: 2,
  });
}
