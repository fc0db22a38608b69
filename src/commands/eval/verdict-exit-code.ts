import { ExitCode } from "../../core/exit-codes.js";
import type { EvalVerdict } from "../../evals/gates.js";

/** @param strict `--strict`: what cannot be decided has failed, and so has what was warned of. @param warned whether anything was. */
export function verdictExitCode(verdict: EvalVerdict, strict: boolean, warned: boolean): ExitCode {
  switch (verdict) {
    case "passed":
      return strict && warned ? ExitCode.problem : ExitCode.ok;
    case "failed":
      return ExitCode.problem;
    case "inconclusive":
      return strict ? ExitCode.problem : ExitCode.inconclusive;
    case "error":
      return ExitCode.failed;
  }
}
