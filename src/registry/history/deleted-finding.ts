import type { Finding } from "../../core/finding.js";
import { checkoutWord } from "../checkout-word.js";
import { eventText } from "../events/event-text.js";
import { aliasEvents, headsOf } from "../events/heads.js";
import { evidenceLine } from "../evidence/evidence-text.js";
import { rollbackCommand } from "../noun-commands.js";
import { aliasFile } from "../paths.js";
import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";
import { registryFinding } from "../verify/registry-finding.js";
import type { CommitChange, HistoryCommit } from "./commit-change.js";
import type { GoneFile } from "./gone-file.js";

/** What `registry verify` says of files that were deleted. @param changes what the history knows of the item's folders. */
export function deletedFindings(
  item: RegistryItem,
  deleted: readonly GoneFile[],
  changes: readonly CommitChange[],
): Finding[] {
  return deleted.map((file) => {
    const { path } = file.life;
    const message = `${whatText(file)} was committed once and is not there: ${takenText(file.life.taken)}`;
    return registryFinding("deleted-file", path, message, hint(item, file, deleted, changes));
  });
}

function whatText({ content }: GoneFile): string {
  if (content.kind === "frozen") return `the frozen copy of version ${content.version}`;
  if (content.kind === "record") return `the record of version ${content.record.version}`;
  if (content.kind === "evidence")
    return `evidence of version ${content.evidence.version} (${evidenceLine(content.evidence)})`;
  if (content.kind === "unknown") return "a file whose bytes are not in this partial clone";
  return `an event of ${content.event.author.email} (${eventText(content.event)})`;
}

function takenText(taken: HistoryCommit | undefined): string {
  if (taken === undefined) return "it is deleted in the working tree, not yet in a commit";
  const { id, merge, time, author, subject } = taken;
  const said = `${new Date(time).toISOString().slice(0, 10)}, ${author}: ${JSON.stringify(subject)}`;
  return merge
    ? `the merge ${shortId(id)} (${said}) left it out`
    : `commit ${shortId(id)} (${said}) deleted it`;
}

/** Long enough to name one commit of any repository. */
function shortId(id: string): string {
  return id.slice(0, 12);
}

/**
 * With the last move of an alias its line comes back, as the commit had them together. To take a move back is a decision of its
 * own, so that is named, too.
 */
function hint(
  item: RegistryItem,
  { life, had, content }: GoneFile,
  deleted: readonly GoneFile[],
  changes: readonly CommitChange[],
): string {
  const restore = `bring it back: git checkout ${shortId(had.id)} -- ${checkoutWord(life.path)}`;
  const moved =
    content.kind === "event" && isLastMove(item, content.event, deleted) ? content.event : undefined;
  if (moved?.alias === undefined) return restore;
  const pointer = aliasFile(item.noun, item.name, moved.alias);
  const together = changes.some(({ path, blob, commit }) => {
    return path === pointer && blob !== undefined && commit.id === had.id;
  });
  if (!together) return restore;
  const both = `${restore} ${checkoutWord(pointer)}`;
  if (moved.previous === undefined) return both;
  return `${both}; whoever wants the former version again says so in an event: ${rollbackCommand(item.noun, item.name, moved.alias)}`;
}

/** Whether the event was the last to move its alias: neither what is gone nor what is there goes on without it. */
function isLastMove(item: RegistryItem, event: RegistryEvent, deleted: readonly GoneFile[]): boolean {
  const { alias, target } = event;
  if (alias === undefined || target === undefined) return false;
  const gone = deleted.flatMap(({ content }) => (content.kind === "event" ? [content.event] : []));
  const all = [...aliasEvents(item, alias), ...gone.filter((other) => other.alias === alias)];
  const heads = headsOf(all);
  return heads.length === 1 && heads[0]?.digest === event.digest;
}
