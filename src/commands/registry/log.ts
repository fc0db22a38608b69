import type { App } from "../../app/app.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { selectItems } from "../../app/registry/select-items.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { formatMoment } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { eventText, evidenceText } from "../../registry/event-text.js";
import { intactEvents } from "../../registry/heads.js";
import type { RegistryEvent } from "../../registry/types.js";

export interface LogOptions {
  /** Leaves events of models out. */
  readonly prompt: boolean;
  readonly alias?: string;
  /** 0 shows all. */
  readonly limit: number;
  readonly jsonl: boolean;
}

/** `mlx registry log`: what was decided, the latest first. */
export async function log(app: App, names: readonly string[], options: LogOptions): Promise<ExitCode> {
  const items = selectItems(await registryTree(app), names);
  const all = items
    .flatMap(intactEvents)
    .filter(({ alias }) => options.alias === undefined || alias === options.alias)
    .filter(({ noun }) => !options.prompt || noun === "prompt")
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const events = options.limit === 0 ? all : all.slice(0, options.limit);
  const damaged = items.flatMap((item) => item.events.filter(({ event }) => !event.ok)).length;
  if (damaged > 0)
    app.ui.warn(
      `${countOf(damaged, "event")} cannot be read, so what they say is missing here`,
      "mlx registry verify names them",
    );
  if (options.jsonl) for (const event of events) app.ui.jsonLine(event);
  else if (app.ui.mode.json) app.ui.json({ events, total: all.length });
  else tell(app, events, all.length);
  return ExitCode.ok;
}

function tell(app: App, events: readonly RegistryEvent[], total: number): void {
  if (events.length === 0) {
    app.ui.note("nothing was released here yet; publish a prompt: mlx prompt publish NAME");
    return;
  }
  const { theme } = app.ui;
  const rows = events.map((event) => [
    formatMoment(Date.parse(event.time)),
    displayPath(event.author.email),
    `${displayPath(event.name)}: ${displayPath(eventText(event))}`,
    reasonText(event, (text) => theme.yellow(text)),
  ]);
  app.ui.answer(app.ui.table(["when", "who", "what", "why and on which evidence"], rows, { prose: true }));
  if (events.length < total) {
    app.ui.note(`${formatCount(events.length)} of ${formatCount(total)} events; --limit 0 shows all`);
  }
}

function reasonText(event: RegistryEvent, mark: (text: string) => string): string {
  const evidence = displayPath(evidenceText(event));
  const marked = event.override === undefined ? evidence : mark(evidence);
  return [displayPath(event.message), marked].filter((text) => text !== "").join("; ");
}
