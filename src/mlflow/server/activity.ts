import type { RunId } from "../../runs/types.js";

/** Notes what clients did, for whoever must judge afterwards whether their word about an ending counts. */
export class Activity {
  #requests = 0;
  readonly #created: RunId[] = [];
  readonly #endedLast = new Set<RunId>();

  request(): void {
    this.#requests++;
  }

  created(id: RunId): void {
    this.#created.push(id);
  }

  /** A client said that a run is over. */
  ended(id: RunId): void {
    this.#endedLast.add(id);
  }

  /** Something else than an ending or a reading. */
  wrote(): void {
    this.#endedLast.clear();
  }

  summary() {
    return {
      requests: this.#requests,
      createdRuns: [...this.#created],
      endedLast: [...this.#endedLast],
    };
  }
}
