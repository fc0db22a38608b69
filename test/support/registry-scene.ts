import { compareBytes } from "../../src/core/byte-order.js";
import type { FileTree } from "../../src/core/file-tree.js";
import { sha256Of } from "../../src/core/sha256.js";
import type { Ulid } from "../../src/core/ulid.js";
import { formatAliasLine } from "../../src/registry/aliases/alias-line.js";
import { formatEvent, sealEvent } from "../../src/registry/events/event.js";
import { nextEventId } from "../../src/registry/events/event-id.js";
import { aliasFile, eventFile, frozenFile, recordFile } from "../../src/registry/paths.js";
import { type RegistryItem, readItem } from "../../src/registry/read-item.js";
import type {
  Person,
  RegistryEvent,
  RegistryNoun,
  VersionRecord,
  VersionRef,
} from "../../src/registry/types.js";
import { formatRecord, sealRecord } from "../../src/registry/versions/record.js";

export const ann: Person = { name: "Ann", email: "ann@example.com" };
export const bob: Person = { name: "Bob", email: "Bob@Example.com" };

/** A tree whose files are in memory. */
export function memoryTree(files: ReadonlyMap<string, string | Uint8Array>): FileTree {
  return {
    paths: [...files.keys()].sort(compareBytes),
    read: (path) => {
      const content = files.get(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  };
}

type Move = Partial<Pick<RegistryEvent, "author" | "message" | "gates" | "override">> & {
  readonly kind?: "alias" | "rollback";
  /** Default: the event that the alias names. */
  readonly after?: readonly RegistryEvent[];
  /** False: as if the process had been killed before it wrote the pointer. */
  readonly pointer?: boolean;
};

/** The registry of one prompt, `p`, or of another item, built event by event without any command. */
export class RegistryScene {
  constructor(
    readonly noun: RegistryNoun = "prompt",
    readonly name = "p",
  ) {}

  readonly files = new Map<string, string | Uint8Array>();
  readonly #records = new Map<string, VersionRecord>();
  readonly #published = new Map<string, RegistryEvent>();
  readonly #at = new Map<string, { event: RegistryEvent; target?: VersionRef }>();
  #time = Date.parse("2026-03-01T12:00:00.000Z");
  #latest: Ulid | undefined;

  get tree(): FileTree {
    return memoryTree(this.files);
  }

  get item(): RegistryItem {
    return readItem(this.tree, this.noun, this.name);
  }

  ref(version: string): VersionRef {
    return { version, record: this.record(version).digest };
  }

  record(version: string): VersionRecord {
    const record = this.#records.get(version);
    if (!record) throw new Error(`the scene has no version ${version}`);
    return record;
  }

  publish(
    version: string,
    text = `user:\n${version}\n`,
    author = ann,
    details: Readonly<Record<string, unknown>> = {},
  ): VersionRecord {
    const time = this.#now();
    const frozen = { sha256: sha256Of(text), size: Buffer.byteLength(text) };
    const said = { author, message: `made ${version}` };
    const record = sealRecord({
      noun: this.noun,
      name: this.name,
      version,
      ...frozen,
      ...said,
      time,
      details,
    });
    this.#records.set(version, record);
    this.files.set(frozenFile(this.noun, this.name, version), text);
    this.files.set(recordFile(this.noun, this.name, version), formatRecord(record));
    const parents = [...this.#published.values()].slice(-1).map(({ digest }) => digest);
    const event = this.event({ kind: "publish", ...said, parents, target: this.ref(version) });
    this.#published.set(version, event);
    return record;
  }

  alias(alias: string, version: string, move: Move = {}): RegistryEvent {
    const { kind = "alias", after, pointer = true, ...said } = move;
    const before = this.#at.get(alias);
    const heads = after ?? (before ? [before.event] : []);
    const published = this.#published.get(version);
    const target = this.ref(version);
    const event = this.event({
      ...{ kind, alias, author: ann, message: "", ...said, target },
      ...(before?.target && { previous: before.target }),
      parents: [...heads, ...(published ? [published] : [])].map(({ digest }) => digest),
    });
    if (pointer) this.point(alias, event);
    return event;
  }

  unalias(alias: string): RegistryEvent {
    const before = this.#at.get(alias);
    const event = this.event({
      ...{ kind: "unalias", alias, author: ann, message: "" },
      ...(before?.target && { previous: before.target }),
      parents: before ? [before.event.digest] : [],
    });
    this.#at.set(alias, { event });
    this.files.delete(aliasFile(this.noun, this.name, alias));
    return event;
  }

  judge(kind: "approve" | "reject", version: string, author: Person): RegistryEvent {
    const parents = [this.#published.get(version)?.digest ?? sha256Of("")];
    return this.event({ kind, author, message: "looked", parents, target: this.ref(version) });
  }

  /** Writes the line of an event as the alias's file. */
  point(alias: string, event: RegistryEvent): void {
    if (!event.target) throw new Error("an event without a target cannot be pointed at");
    this.#at.set(alias, { event, target: event.target });
    const { version, record } = event.target;
    this.files.set(
      aliasFile(this.noun, this.name, alias),
      formatAliasLine({ version, record, event: event.id }),
    );
  }

  event(fields: Omit<RegistryEvent, "mlx" | "id" | "noun" | "name" | "time" | "digest">): RegistryEvent {
    const time = this.#now();
    const id = nextEventId(Date.parse(time), new Uint8Array(10), this.#latest);
    this.#latest = id;
    const event = sealEvent({ id, noun: this.noun, name: this.name, time, ...fields });
    this.files.set(eventFile(this.noun, this.name, id), formatEvent(event));
    return event;
  }

  #now(): string {
    this.#time += 60_000;
    return new Date(this.#time).toISOString();
  }
}
