import type { UntilDecided } from "../../app/evals/run-options.js";
import { MlxError } from "../../core/errors.js";
import { requireText } from "../../core/require-text.js";
import { percentOf } from "./percent-of.js";

/** Options of `mlx eval run --until-decided` as they were typed. */
export interface SequentialFlags {
  readonly untilDecided?: boolean;
  readonly maxCases?: number;
  readonly target?: string;
  readonly seed?: string;
  readonly shard?: string;
}

const seed = "mlx";

/** Undefined where the whole suite is to run. @throws {MlxError} `MLX_USAGE`, exit 2. */
export function readUntilDecided(flags: SequentialFlags): UntilDecided | undefined {
  const { untilDecided, maxCases, target, shard } = flags;
  requireText("--seed", flags.seed);
  if (untilDecided !== true) {
    const given = [
      ["--max-cases", maxCases],
      ["--target", target],
      ["--seed", flags.seed],
    ].flatMap(([option, value]) => (value === undefined ? [] : [option]));
    if (given.length === 0) return undefined;
    throw usage(
      `${given.join(" and ")} without --until-decided`,
      "add --until-decided, or --limit N for the first cases",
    );
  }
  if (shard !== undefined)
    throw usage(
      "--until-decided cannot be given with --shard",
      "one machine has to see the cases as they come in",
    );
  if (maxCases === 0) throw usage("--max-cases takes 1 or more", "leave it out for all cases");
  const rate = target === undefined ? undefined : percentOf(target);
  if (target !== undefined && (rate === undefined || rate <= 0 || rate >= 1))
    throw usage(
      `--target takes a pass rate above 0% and below 100%, found ${JSON.stringify(target)}`,
      "such as --target 90%; no number of cases proves 100%",
    );
  return {
    seed: flags.seed ?? seed,
    ...(maxCases !== undefined && { maxCases }),
    ...(rate !== undefined && { target: rate }),
  };
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
