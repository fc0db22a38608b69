import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isSha256, type Sha256 } from "../../core/sha256.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import type { DataSession } from "./session.js";

/**
 * Remembers what each target's pointer said when its data last equalled it. Data that still is as it was then, beside a
 * pointer that is not, was not edited: git brought another pointer, and the data has yet to follow.
 */
export class Agreements {
  #changed = false;

  private constructor(
    private readonly file: string,
    private readonly identities: Map<string, Sha256>,
  ) {}

  static open(session: DataSession): Agreements {
    const file = join(session.workspace.stateDir, "agreements.json");
    return new Agreements(file, read(file));
  }

  /** The identity of the pointer that a target's data last equalled. */
  get(path: string): Sha256 | undefined {
    return this.identities.get(path);
  }

  note(path: string, identity: Sha256): void {
    if (this.identities.get(path) === identity) return;
    this.identities.set(path, identity);
    this.#changed = true;
  }

  save(): void {
    if (!this.#changed) return;
    writeFileAtomic(this.file, JSON.stringify(Object.fromEntries(this.identities)), { durable: false });
    this.#changed = false;
  }
}

/** Absent or damaged, it is only a memory, and is made anew. */
function read(file: string): Map<string, Sha256> {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, "utf8"));
    const entries = typeof saved === "object" && saved !== null ? Object.entries(saved) : [];
    return new Map(
      entries.filter(
        (entry): entry is [string, Sha256] => typeof entry[1] === "string" && isSha256(entry[1]),
      ),
    );
  } catch {
    return new Map();
  }
}
