import type { App } from "../../app/app.js";
import { formatCount } from "../../core/format-bytes.js";
import { formatMoment } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { eventText, gateText, overrideText } from "../../registry/events/event-text.js";
import { evidenceLine, seenText } from "../../registry/evidence/evidence-text.js";
import { intactEvidence, namedEvidence } from "../../registry/evidence/intact-evidence.js";
import { publishCommand } from "../../registry/noun-commands.js";
import { evidenceFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { type RegistryEvent, registryNouns } from "../../registry/types.js";
import type { Theme } from "../../ui/theme.js";

/** An event and what it belongs to. */
export interface Logged {
  readonly item: RegistryItem;
  readonly event: RegistryEvent;
}

/** The log for people: when, who, what, why and on which evidence. */
export function tellLog(
  app: App,
  logged: readonly Logged[],
  { total, anything }: { readonly total: number; readonly anything: boolean },
): void {
  if (logged.length === 0) {
    const commands = registryNouns.map((noun) => publishCommand(noun, "NAME")).join(", or ");
    app.ui.note(
      anything
        ? "no event is like that; leave a filter out"
        : `nothing was released here yet; begin with: ${commands}`,
    );
    return;
  }
  const { theme } = app.ui;
  const mixed = new Set(logged.map(({ event }) => event.noun)).size > 1;
  const rows = logged.map(({ item, event }) => [
    formatMoment(Date.parse(event.time)),
    displayPath(event.author.email),
    `${mixed ? `${event.noun} ` : ""}${displayPath(event.name)}: ${displayPath(eventText(event))}`,
    reasonLines(theme, item, event).join("\n"),
  ]);
  app.ui.answer(app.ui.table(["when", "who", "what", "why and on which evidence"], rows, { prose: true }));
  if (logged.length < total) {
    app.ui.note(`${formatCount(logged.length)} of ${formatCount(total)} events; --limit 0 shows all`);
  }
}

/** Why, and on what: an override first, since that is what an auditor looks for, then one gate a line. */
function reasonLines(theme: Theme, item: RegistryItem, event: RegistryEvent): string[] {
  const { noun, kind, message, override, gates = [] } = event;
  // What nothing was demanded of must not look like what everything speaks for.
  const gateless = noun === "model" && kind === "alias" && gates.length === 0;
  const why = [message, seenText(item, event)].filter((text) => text !== "").join("; ");
  return [
    ...(why === "" ? [] : [displayPath(why)]),
    ...(override === undefined ? [] : [theme.yellow(displayPath(overrideText(override)))]),
    ...(gateless ? [theme.yellow("without gates")] : []),
    ...gates.map((gate) => (gate.passed ? theme.dim : theme.red)(displayPath(gateText(gate)))),
  ];
}

/** What the evidence that these events name says, by its digest; what cannot be read is left out. */
export function evidenceDocument(logged: readonly Logged[]): Record<string, unknown> {
  const known = new Map<RegistryItem, ReturnType<typeof intactEvidence>>();
  const document: Record<string, unknown> = {};
  for (const { item, event } of logged) {
    const evidence = known.get(item) ?? intactEvidence(item);
    known.set(item, evidence);
    for (const digest of namedEvidence(event)) {
      const found = evidence.get(digest);
      if (found === undefined) continue;
      const { kind, version, author, time } = found;
      const file = evidenceFile(item.noun, item.name, digest);
      document[digest] = { kind, says: evidenceLine(found), version, author, time, file };
    }
  }
  return document;
}
