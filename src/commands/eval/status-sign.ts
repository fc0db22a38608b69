import type { Theme } from "../../ui/theme.js";

/** `✓`, `✗` or `!`, in the colour of what became of a case or a grade. */
export function statusSign(theme: Theme, status: "passed" | "failed" | "errored"): string {
  if (status === "passed") return theme.green("✓");
  return status === "failed" ? theme.red("✗") : theme.yellow("!");
}
