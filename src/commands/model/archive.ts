import type { App } from "../../app/app.js";
import { openModel, type ShownModel } from "../../app/models/open-model.js";
import { changeRegistry } from "../../app/registry/change-registry.js";
import { newEvent } from "../../app/registry/new-event.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { aliasesOfVersion } from "../../registry/aliases/aliases-of-version.js";
import { formatEvent } from "../../registry/events/event.js";
import { requirePublication } from "../../registry/events/publication.js";
import { eventFile, itemFolder } from "../../registry/paths.js";
import { readItem } from "../../registry/read-item.js";
import { parseReference, whichVersion } from "../../registry/reference.js";
import type { RegistryEvent } from "../../registry/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import { commitHint } from "../registry/commit-hint.js";
import { requireReason } from "../registry/require-reason.js";

export interface ArchiveOptions {
  /** Brings it back. */
  readonly undo: boolean;
  readonly message?: string;
  readonly dryRun: boolean;
}

/** `mlx model archive`: keeps on record that a version is not to be used any more, or is again. */
export async function archive(app: App, reference: string, options: ArchiveOptions): Promise<ExitCode> {
  const { name, ref } = parseReference(reference, "model");
  if (ref === undefined) throw whichVersion(name, `mlx model archive ${name}@VERSION -m MESSAGE`);
  const message = requireReason(options.message, "event", "why");
  requireWorktree(await app.workspace());
  const shown = await openModel(app, reference);
  if (!options.undo) refuseHeld(shown.item.name, shown.resolved.version, shown.aliases);
  if ((shown.archived !== undefined) !== options.undo) return tell(app, shown, undefined, options);
  const event = await eventOf(app, shown, message, options.undo);
  if (!options.dryRun) {
    await changeRegistry(app, "model archive", async (tree) => {
      const now = readItem(tree, "model", name);
      const { version } = shown.resolved;
      if (!options.undo) refuseHeld(name, version, aliasesOfVersion(now, version));
      return [{ write: eventFile("model", name, event.id), text: formatEvent(event) }];
    });
  }
  return tell(app, shown, event, options);
}

async function eventOf(
  app: App,
  { item, resolved, archived }: ShownModel,
  message: string,
  undo: boolean,
): Promise<RegistryEvent> {
  const target = { version: resolved.version, record: resolved.record.digest };
  const before = archived ? [archived.digest] : [];
  return newEvent(app, item, {
    kind: undo ? "unarchive" : "archive",
    author: await requireAuthor(await app.git()),
    message,
    parents: [...before, requirePublication(item, target).digest],
    target,
  });
}

/** What callers use must not vanish from their sight. */
function refuseHeld(name: string, version: string, aliases: readonly string[]): void {
  if (aliases.length === 0) return;
  const held = aliases.map(displayPath).join(", ");
  throw new MlxError(
    "MLX_VERSION_IN_USE",
    `${displayPath(name)}@${version} cannot be archived: ${held} ${aliases.length === 1 ? "points" : "point"} at it`,
    { hint: "point it at another version first: mlx model promote, or mlx model rollback", exitCode: 2 },
  );
}

/** @param event undefined where it was so already. */
function tell(
  app: App,
  { item, resolved }: ShownModel,
  event: RegistryEvent | undefined,
  { undo, dryRun }: ArchiveOptions,
): ExitCode {
  const what = `${displayPath(item.name)}@${resolved.version}`;
  const changed = event !== undefined && !dryRun;
  if (app.ui.mode.json) {
    const { version } = resolved;
    app.ui.json({
      ...{ name: item.name, version, record: resolved.record.digest, archived: !undo },
      ...{ event: event?.id ?? null, changed, dryRun },
    });
    return ExitCode.ok;
  }
  const done = undo ? "brought back" : "archived";
  const already = undo ? "is not archived" : "is archived already";
  app.ui.out(`${what}: ${event === undefined ? already : `${dryRun ? "would be " : ""}${done}`}`);
  if (changed)
    app.ui.note(commitHint([itemFolder("model", item.name)], `${undo ? "Bring back" : "Archive"} ${what}`));
  return ExitCode.ok;
}
