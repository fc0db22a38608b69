import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { GateResult } from "../../evals/gates.js";
import { shorten } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { wrapped } from "./comparison-lines.js";

/** Gates with a line of their own, whatever else the screen has to hold. */
const least = 4;

/** Gates that every evaluation has: where they hold, their names say enough. */
const guards = new Set(["critical cases pass", "errors", "budget"]);

interface GateLinesOptions {
  /** Names of gates whose reasons stand elsewhere already. */
  readonly told: readonly string[];
  /** Lines that there is room for. Four gates have theirs even where it is less. */
  readonly room: number;
}

/**
 * A line for each gate, two where few did not pass: sign, name, the figure with its interval and the reason. Those that failed come first, then those that are
 * inconclusive; of those that hold and find no room, and of guards that hold, names are all that is told.
 */
export function gateLines(
  ui: Ui,
  gates: readonly GateResult[],
  { told, room }: GateLinesOptions,
): readonly string[] {
  const bad = [
    ...gates.filter(({ passed, inconclusive }) => !passed && !inconclusive),
    ...gates.filter(({ passed, inconclusive }) => !passed && inconclusive),
  ];
  const most = Math.max(least, room - 1);
  const shown = bad.slice(0, bad.length > most ? most - 1 : most);
  const lines = shown.flatMap((gate) =>
    badLines(ui, gate, bad.length > least || told.includes(gate.name) ? 1 : 2),
  );
  if (shown.length < bad.length) lines.push(`  and ${countOf(bad.length - shown.length, "more gate")}`);
  const good = gates.filter(({ passed }) => passed);
  const telling = good.filter(({ name }) => !guards.has(name) && !told.includes(name));
  // The last line is that of names.
  const whole =
    shown.length < bad.length
      ? []
      : telling.slice(0, Math.max(0, least - shown.length, room - lines.length - 1));
  const sign = ui.theme.green("✓");
  const names = good.filter((gate) => !whole.includes(gate)).map(({ name }) => displayPath(name));
  return [
    ...lines,
    ...whole.map(
      ({ name, reason }) => `${sign} ${shorten(displayPath(`${name}: ${reason}`), ui.mode.width - 2)}`,
    ),
    ...(names.length === 0 ? [] : [`${sign} ${shorten(names.join(", "), ui.mode.width - 2)}`]),
  ];
}

/** What decides it comes last, so that it is not cut off where there is room for a second line. */
function badLines(
  { theme, mode }: Ui,
  { name, inconclusive, reason }: GateResult,
  lines: 1 | 2,
): readonly string[] {
  const sign = inconclusive ? theme.yellow("?") : theme.red("✗");
  const text = displayPath(`${name}: ${reason}`);
  if (lines === 1) return [`${sign} ${shorten(text, mode.width - 2)}`];
  const [first = "", ...rest] = wrapped(text, mode.width - 2);
  const second = rest.map((line) => line.trim()).join(" ");
  return second === "" ? [`${sign} ${first}`] : [`${sign} ${first}`, shorten(`  ${second}`, mode.width)];
}
