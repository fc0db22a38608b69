import type { TextEdit } from "./lint-finding.js";
import type { RawFinding } from "./raw-finding.js";

/** From this many findings of one rule in one file on, the rest is only counted: a list of millions would fill the memory. */
const mostListed = 1000;

interface Rest {
  readonly first: RawFinding;
  count: number;
  readonly edits: TextEdit[];
}

interface Kind {
  listed: number;
  rest?: Rest;
}

/** What the checks of one file report. */
export class CollectedFindings {
  readonly #listed: RawFinding[] = [];
  readonly #kinds = new Map<string, Kind>();

  add(finding: RawFinding): void {
    const key = `${finding.rule} ${finding.place.file}`;
    const kind: Kind = this.#kinds.get(key) ?? { listed: 0 };
    this.#kinds.set(key, kind);
    if (kind.listed < mostListed) {
      kind.listed++;
      this.#listed.push(finding);
      return;
    }
    kind.rest ??= { first: finding, count: 0, edits: [] };
    const { rest } = kind;
    rest.count++;
    if (finding.fix?.kind === "edit") for (const edit of finding.fix.edits) rest.edits.push(edit);
  }

  /** In the order in which they were reported; of each kind, the last one may stand for many. */
  list(): RawFinding[] {
    const rests = [...this.#kinds.values()].flatMap(({ rest }) => rest ?? []);
    return [
      ...this.#listed,
      ...rests.map(({ first, count, edits }) => ({
        ...first,
        count,
        ...(edits.length > 0 && { fix: { kind: "edit", edits } as const }),
      })),
    ];
  }
}
