import type { App } from "../../app/app.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { selectItems } from "../../app/registry/select-items.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { momentForm, momentOf } from "../../core/moment-text.js";
import { intactEvents } from "../../registry/events/heads.js";
import type { RegistryEvent } from "../../registry/types.js";
import { chosenNouns, type NounChoice } from "./chosen-nouns.js";
import { evidenceDocument, type Logged, tellLog } from "./log-text.js";

export interface LogOptions extends NounChoice {
  readonly alias?: string;
  /** As typed: a date, a time or an age. */
  readonly since?: string;
  readonly until?: string;
  /** 0 shows all. */
  readonly limit: number;
  readonly jsonl: boolean;
}

/** `mlx registry log`: what was decided, the latest first. */
export async function log(app: App, names: readonly string[], options: LogOptions): Promise<ExitCode> {
  const wanted = filterOf(app, options);
  const items = selectItems(await registryTree(app), names, chosenNouns(options));
  const all = items
    .flatMap((item) => intactEvents(item).map((event): Logged => ({ item, event })))
    .filter(({ event }) => wanted(event))
    .sort((a, b) => (a.event.id < b.event.id ? 1 : -1));
  const shown = options.limit === 0 ? all : all.slice(0, options.limit);
  const damaged = items.flatMap((item) => item.events.filter(({ event }) => !event.ok)).length;
  if (damaged > 0)
    app.ui.warn(
      `${countOf(damaged, "event")} cannot be read, so what they say is missing here`,
      "mlx registry verify names them",
    );
  const events = shown.map(({ event }) => event);
  if (options.jsonl) for (const event of events) app.ui.jsonLine(event);
  else if (app.ui.mode.json) app.ui.json({ events, total: all.length, evidence: evidenceDocument(shown) });
  else tellLog(app, shown, { total: all.length, anything: items.some(({ events: own }) => own.length > 0) });
  return ExitCode.ok;
}

/** Whether an event is of the time and the alias that were asked for. */
function filterOf(app: App, { alias, since, until }: LogOptions): (event: RegistryEvent) => boolean {
  const from = momentIn(app, "--since", since, "start") ?? Number.NEGATIVE_INFINITY;
  const to = momentIn(app, "--until", until, "end") ?? Number.POSITIVE_INFINITY;
  return (event) => {
    const time = Date.parse(event.time);
    return time >= from && time <= to && (alias === undefined || event.alias === alias);
  };
}

function momentIn(
  app: App,
  flag: string,
  text: string | undefined,
  edge: "start" | "end",
): number | undefined {
  if (text === undefined) return undefined;
  const moment = momentOf(text, app.now(), edge);
  if (moment !== undefined) return moment;
  throw new MlxError("MLX_USAGE", `${flag} ${text}: it is no time`, {
    hint: `write ${momentForm}`,
    exitCode: 2,
  });
}
