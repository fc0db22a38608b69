import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";

const archiving = ['"kind": "archive"', '"kind": "unarchive"'].map((text) => Buffer.from(text));
const publishing = Buffer.from('"kind": "publish"');

/**
 * Which versions of an item are archived: of the events of the kinds `archive` and `unarchive` that name a record, the last one
 * counts. Events are looked through from the latest back to the publication of the version that is asked about, and only
 * those of the two kinds are parsed: there may be a thousand others.
 */
export class ArchivedVersions {
  #next: number;
  readonly #lastWords = new Map<string, RegistryEvent>();
  readonly #published = new Set<string>();

  constructor(private readonly item: RegistryItem) {
    this.#next = item.events.length - 1;
  }

  /** What archived the version with that record; undefined where it is not archived. */
  eventOf(record: string): RegistryEvent | undefined {
    while (this.#next >= 0 && !this.#published.has(record)) this.#look();
    const last = this.#lastWords.get(record);
    return last?.kind === "archive" ? last : undefined;
  }

  #look(): void {
    const entry = this.item.events[this.#next--];
    const bytes = entry && this.item.tree.read(entry.file);
    if (entry === undefined || bytes === undefined) return;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (buffer.includes(publishing)) {
      const record = /"record": "([0-9a-f]{64})"/.exec(buffer.toString("utf8"))?.[1];
      if (record !== undefined) this.#published.add(record);
    } else if (archiving.some((mark) => buffer.includes(mark)) && entry.event.ok) {
      const { target } = entry.event.value;
      if (target !== undefined && !this.#lastWords.has(target.record))
        this.#lastWords.set(target.record, entry.event.value);
    }
  }
}
