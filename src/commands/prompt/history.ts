import type { App } from "../../app/app.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { requireItem } from "../../app/registry/require-item.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { formatMoment } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { type AliasPeriod, aliasPeriods } from "../../registry/aliases/alias-periods.js";
import { approvalsOf } from "../../registry/approvals/approvals.js";
import { evidenceText } from "../../registry/events/event-text.js";
import { intactEvents } from "../../registry/events/heads.js";
import { newestEvidence } from "../../registry/evidence/evaluations.js";
import { figures } from "../../registry/gates/judge-evaluation.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { RegistryEvent, VersionRecord } from "../../registry/types.js";

/** A version with what was said of it. */
interface Release {
  readonly record: VersionRecord;
  /** Those that point at it now. */
  readonly aliases: readonly string[];
  readonly approvals: readonly RegistryEvent[];
  readonly uncounted: readonly { readonly event: RegistryEvent; readonly why: string }[];
  /** The newest of each suite. */
  readonly evidence: ReturnType<typeof newestEvidence>;
}

/** `mlx prompt history`: versions, the latest first, and what each alias pointed at over time. */
export async function history(app: App, typed: string): Promise<ExitCode> {
  const item = requireItem(await registryTree(app), "prompt", typed);
  const releases = releasesOf(item);
  const periods = aliasPeriods(item);
  const damaged =
    item.versions.length - releases.length + item.events.filter(({ event }) => !event.ok).length;
  if (damaged > 0)
    app.ui.warn(
      `${countOf(damaged, "file")} of ${item.name} cannot be read`,
      `mlx registry verify ${item.name}`,
    );
  if (app.ui.mode.json)
    app.ui.json({
      name: item.name,
      versions: releases.map(documentOf),
      aliases: periods.map(periodDocument),
    });
  else app.ui.answer([versionTable(app, releases), ...aliasTable(app, periods)].join("\n\n"));
  return ExitCode.ok;
}

function releasesOf(item: RegistryItem): Release[] {
  const events = intactEvents(item);
  const releases = item.versions.flatMap(({ version, record }): Release[] => {
    if (!record?.ok) return [];
    const pointing = item.aliases.filter(({ pointer }) => pointer.ok && pointer.value.version === version);
    const target = { version, record: record.value.digest };
    const { counted, uncounted } = approvalsOf(events, target, record.value.author);
    return [
      {
        record: record.value,
        aliases: pointing.map(({ alias }) => alias),
        ...{ approvals: counted, uncounted, evidence: newestEvidence(item.evidence, record.value.digest) },
      },
    ];
  });
  return releases.reverse();
}

function versionTable(app: App, releases: readonly Release[]): string {
  const rows = releases.map(({ record, aliases, approvals, uncounted, evidence }) => [
    record.version,
    aliases.join(", "),
    formatMoment(Date.parse(record.time)),
    displayPath(record.author.email),
    [
      record.message,
      ...(approvals.length === 0
        ? []
        : [`approved by ${approvals.map(({ author }) => author.email).join(", ")}`]),
      ...uncounted.map(({ event, why }) => `${event.author.email} ${why}`),
      ...evidence.map(({ evidence: said }) => `${said.suite.name} ${said.verdict}: ${figures(said)}`),
    ]
      .map(displayPath)
      .join("; "),
  ]);
  const some = releases.some(({ evidence }) => evidence.length > 0);
  const last = some ? "message, approvals and evidence" : "message and approvals";
  return app.ui.table(["version", "aliases", "published", "by", last], rows, { prose: true });
}

function aliasTable(app: App, periods: readonly AliasPeriod[]): string[] {
  if (periods.length === 0) return [];
  const rows = periods.map(({ alias, version, from, to, event }) => [
    ...[
      alias,
      version,
      formatMoment(Date.parse(from)),
      to === undefined ? "now" : formatMoment(Date.parse(to)),
    ],
    displayPath(event.author.email),
    displayPath([event.message, evidenceText(doubts(event))].filter((text) => text !== "").join("; ")),
  ]);
  return [app.ui.table(["alias", "version", "from", "to", "by", "why"], rows, { prose: true })];
}

/** Gates that passed are for `mlx registry log`; here those count that did not. */
function doubts(event: RegistryEvent): RegistryEvent {
  return { ...event, gates: (event.gates ?? []).filter(({ passed }) => !passed) };
}

function documentOf({ record, aliases, approvals, uncounted, evidence }: Release): Record<string, unknown> {
  const { version, time, author, message, sha256, size, digest, details } = record;
  const said = ({ id, author: who, time: when, message: text, kind }: RegistryEvent) => {
    return { kind, author: who, time: when, message: text, event: id };
  };
  return {
    ...{ version, time, author, message, sha256, size, record: digest, details, aliases },
    approvals: [
      ...approvals.map((event) => ({ ...said(event), counts: true })),
      ...uncounted.map(({ event, why }) => ({ ...said(event), counts: false, reason: why })),
    ],
    evidence: evidence.map(({ digest: own, evidence: { suite, verdict, time: when, summary } }) => {
      return {
        suite: suite.name,
        verdict,
        time: when,
        evidence: own,
        digest: own,
        cases: summary.cases,
        passed: summary.passed,
      };
    }),
  };
}

function periodDocument({ alias, version, from, to, event }: AliasPeriod): Record<string, unknown> {
  const { author, message, gates = [], override, id, kind } = event;
  const why = { author, message, gates, ...(override !== undefined && { override }) };
  return { alias, version, from, to: to ?? null, kind, event: id, ...why };
}
