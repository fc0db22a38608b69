import type { Finding } from "../../core/finding.js";
import { shellQuote } from "../../core/shell-quote.js";
import { type AliasState, aliasState, pointsAt } from "../aliases/plan-alias.js";
import { knownAliases } from "../events/heads.js";
import { aliasCommand, unaliasCommand } from "../noun-commands.js";
import { eventFile } from "../paths.js";
import type { AliasEntry, RegistryItem } from "../read-item.js";
import type { AliasPointer, RegistryEvent } from "../types.js";
import { registryFinding, restoreHint } from "./registry-finding.js";

/** Pointers against events and versions. */
export function verifyAliases(item: RegistryItem): Finding[] {
  return [...knownAliases(item).flatMap((alias) => verifyAlias(item, alias)), ...caseClashes(item)];
}

function verifyAlias(item: RegistryItem, alias: string): Finding[] {
  const state = aliasState(item, alias);
  const entry = item.aliases.find((candidate) => candidate.alias === alias);
  const file = `${item.folder}/aliases/${alias}`;
  if (entry && !entry.pointer.ok) {
    const { problem } = entry.pointer;
    return [
      registryFinding(
        "damaged-file",
        file,
        `the alias ${problem}${movesText(state)}`,
        mend(item, state),
        entry.pointer,
      ),
    ];
  }
  if (state.heads.length > 1) {
    const message = `${alias} was moved on two branches that are merged now${movesText(state)}`;
    return [registryFinding("alias-heads", file, message, mend(item, state))];
  }
  const target = entry?.pointer.ok ? verifyTarget(item, entry, entry.pointer.value) : [];
  const event = verifyHead(item, state, entry);
  return event === undefined ? target : [...target, event];
}

/** Whether the version is there, and with the record that was meant. */
function verifyTarget(item: RegistryItem, { file }: AliasEntry, pointer: AliasPointer): Finding[] {
  const { version, record } = pointer;
  const found = item.versions.find((candidate) => candidate.version === version)?.record;
  if (found === undefined) {
    const message = `the alias points at version ${version}, which is not there`;
    const hint = restoreHint(`${item.folder}/versions/${version}.json`);
    return [registryFinding("alias-target", file, message, hint)];
  }
  // A damaged record is named by itself.
  if (!found.ok || found.value.digest === record) return [];
  const message = `the alias points at another record of version ${version} than the one that is there`;
  return [
    registryFinding("alias-target", file, message, restoreHint(file), {
      line: 1,
      column: version.length + 2,
    }),
  ];
}

/** Whether the pointer says what the latest event says. */
function verifyHead(
  item: RegistryItem,
  state: AliasState,
  entry: AliasEntry | undefined,
): Finding | undefined {
  const file = `${item.folder}/aliases/${state.alias}`;
  const pointer = entry?.pointer.ok ? entry.pointer.value : undefined;
  const named = pointer && item.events.find(({ id }) => id === pointer.event);
  if (pointer && named === undefined) {
    const place = { line: 1, column: pointer.version.length + " sha256:".length + pointer.record.length + 2 };
    const message = `the alias names the event ${pointer.event}, which is not there: it was deleted, or the line was changed by hand`;
    const restore = restoreHint(eventFile(item.noun, item.name, pointer.event));
    const anew = aliasCommand(item.noun, item.name, state.alias, pointer.version);
    const hint = `${restore}; if it is lost for good: rm ${shellQuote(file)}, then ${anew}`;
    return registryFinding("missing-event", file, message, hint, place);
  }
  // Damaged events are named by themselves; without them nobody can tell which is the latest.
  const [head] = state.heads;
  if (item.events.some(({ event }) => !event.ok) || head === undefined || pointsAt(state, head)) {
    return head === undefined && pointer && named?.event.ok ? otherEvent(item, state, file) : undefined;
  }
  if (pointer === undefined) {
    const message = `the alias is not there, though the event ${head.id} set ${state.alias} to ${head.target?.version}: it was deleted, or the command was interrupted`;
    return registryFinding("alias-event", file, message, mend(item, state));
  }
  if (head.target === undefined) {
    const message = `the alias is still there, though the event ${head.id} removed ${state.alias}: the command was interrupted, or the file was brought back by hand`;
    return registryFinding("alias-event", file, message, mend(item, state));
  }
  if (pointer.event === head.id) return otherEvent(item, state, file);
  const message = `the alias names the event ${pointer.event}, but the latest is ${head.id}, which set it to ${head.target.version}: the command was interrupted, or the file was changed by hand`;
  return registryFinding("alias-event", file, message, mend(item, state));
}

function otherEvent(item: RegistryItem, state: AliasState, file: string): Finding {
  const message =
    "the alias does not say what its event says: two versions of the line were blended, or it was changed by hand";
  return registryFinding("alias-event", file, message, mend(item, state));
}

/** `: 01J… set it to 2.0.0 (ann@example.com), …`, where there is more than one latest event. */
function movesText({ heads }: AliasState): string {
  if (heads.length < 2) return "";
  const moves = heads.map((head) => `${head.id} ${moveText(head)} (${head.author.email})`);
  return `: ${moves.join(", ")}`;
}

function moveText({ target }: RegistryEvent): string {
  return target === undefined ? "removed it" : `set it to ${target.version}`;
}

/** The command that settles what an alias is. */
function mend({ noun, name }: RegistryItem, { alias, heads }: AliasState): string {
  const [head, ...others] = heads;
  const command = ({ target }: Pick<RegistryEvent, "target">) =>
    target === undefined
      ? unaliasCommand(noun, name, alias)
      : aliasCommand(noun, name, alias, target.version);
  if (others.length > 0) return `choose: ${[...new Set(heads.map(command))].join(", or ")}`;
  const wanted = head === undefined ? aliasCommand(noun, name, alias, "VERSION") : command(head);
  return `say what it is to be: ${wanted}`;
}

function caseClashes(item: RegistryItem): Finding[] {
  const seen = new Map<string, string>();
  return item.aliases.flatMap(({ alias, file }) => {
    const other = seen.get(alias.toLowerCase());
    seen.set(alias.toLowerCase(), alias);
    if (other === undefined) return [];
    const message = `the aliases ${other} and ${alias} differ in upper and lower case alone: on many disks they are one file`;
    return [
      registryFinding(
        "wrong-name",
        file,
        message,
        `remove one: ${unaliasCommand(item.noun, item.name, alias)}`,
      ),
    ];
  });
}
