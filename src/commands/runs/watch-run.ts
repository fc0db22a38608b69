import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../app/app.js";
import { Interrupted } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { durationText, statusText } from "./run-cells.js";
import type { Section } from "./show-lines.js";
import { type ShownRun, sectionsText, showSections } from "./show-text.js";

const everyMs = 500;
/** How often it is asked whether the process that records the run is alive. */
const askEveryMs = 5000;

/** Shows a run until it ends: on a terminal by drawing it again and again, elsewhere by a line for what is new. */
export async function watchRun(app: App, ledger: RunLedger, read: () => ShownRun): Promise<void> {
  const screen = app.ui.screen();
  const news = new NewsLines();
  try {
    for (let round = 0; ; round++) {
      if (round % (askEveryMs / everyMs) === 0) ledger.markInterrupted(app.now());
      const shown = read();
      if (screen) {
        const sections = watchedSections(app, shown);
        screen.draw(sectionsText(app.ui, sections), (lines) => app.ui.theme.dim(cutLine(sections, lines)));
      } else for (const line of news.of(shown, app.now())) app.ui.answer(line);
      if (shown.run.status !== "running") return;
      await pause(app.signal);
    }
  } finally {
    screen?.end();
  }
}

/** What changes comes first: a screen may have no room for the rest. */
function watchedSections(app: App, shown: ShownRun): Section[] {
  const sections = showSections(app.ui, shown, app.now());
  const place = ({ title }: Section): number => ["", "metrics"].indexOf(title) + 1 || 3;
  return sections.sort((a, b) => place(a) - place(b));
}

/** Says what does not fit below the first so many lines. */
function cutLine(sections: readonly Section[], lines: number): string {
  let end = -1;
  const cut = sections.filter((section) => {
    // Each but the head has a line for its title, and an empty line stands between two.
    end += section.lines.length + (section.title === "" ? 1 : 2);
    return end > lines;
  });
  const titles = cut.map(({ title }) => title || "the rest of the head").join(", ");
  return `… ${countOf(end - lines, "more line")} once it has ended: ${titles}`;
}

/** @throws {Interrupted} */
async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Interrupted();
  try {
    await sleep(everyMs, undefined, { signal });
  } catch {
    throw new Interrupted();
  }
}

/** What changed since it was last asked, a line for each step. */
class NewsLines {
  readonly #told = new Map<string, string>();

  of({ run, metrics }: ShownRun, now: number): string[] {
    const steps = new Map<number, string[]>();
    for (const { key, latest } of metrics) {
      const identity = `${latest.step} ${latest.timestamp} ${latest.value}`;
      if (this.#told.get(key) === identity) continue;
      this.#told.set(key, identity);
      const value = `${displayPath(key)}=${formatNumber(latest.value)}`;
      steps.set(latest.step, [...(steps.get(latest.step) ?? []), value]);
    }
    const lines = [...steps]
      .sort(([a], [b]) => a - b)
      .map(([step, values]) => `step ${step}  ${values.join("  ")}`);
    if (run.status !== "running") lines.push(`${statusText(run)} after ${durationText(run, now)}`);
    return lines;
  }
}
