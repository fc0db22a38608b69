import { ExitCode } from "../../core/exit-codes.js";
import type { DriftVerdict } from "../../drift/verdict.js";
import type { Theme } from "../../ui/theme.js";

const signs: Readonly<Record<DriftVerdict, string>> = {
  ok: "✓",
  warning: "!",
  drift: "✗",
  inconclusive: "?",
};

export function verdictSign(theme: Theme, verdict: DriftVerdict): string {
  return verdictStyle(theme, verdict)(signs[verdict]);
}

export function verdictStyle(theme: Theme, verdict: DriftVerdict): (text: string) => string {
  if (verdict === "ok") return theme.green;
  return verdict === "drift" ? theme.red : theme.yellow;
}

/** @param strict whether a warning, or nothing to say, is a problem. */
export function verdictExitCode(verdict: DriftVerdict, strict: boolean): ExitCode {
  switch (verdict) {
    case "ok":
      return ExitCode.ok;
    case "drift":
      return ExitCode.problem;
    case "warning":
      return strict ? ExitCode.problem : ExitCode.ok;
    case "inconclusive":
      return strict ? ExitCode.problem : ExitCode.inconclusive;
  }
}
