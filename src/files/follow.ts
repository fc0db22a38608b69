/**
 * How far one thread has written a file that another reads behind it. Lives in shared memory.
 * A generation ends when the writer begins again.
 */
export class FollowedWrite {
  readonly #numbers: BigInt64Array;

  constructor(readonly buffer = new SharedArrayBuffer(24)) {
    this.#numbers = new BigInt64Array(buffer);
  }

  get generation(): bigint {
    return Atomics.load(this.#numbers, 0);
  }

  get written(): number {
    return Number(Atomics.load(this.#numbers, 1));
  }

  get state(): "writing" | "done" | "failed" {
    const state = Atomics.load(this.#numbers, 2);
    if (state === 0n) return "writing";
    return state === 1n ? "done" : "failed";
  }

  begin(): void {
    Atomics.store(this.#numbers, 1, 0n);
    Atomics.add(this.#numbers, 0, 1n);
  }

  wrote(position: number): void {
    Atomics.store(this.#numbers, 1, BigInt(position));
    Atomics.notify(this.#numbers, 1);
  }

  end(ok: boolean): void {
    Atomics.store(this.#numbers, 2, ok ? 1n : 2n);
    Atomics.notify(this.#numbers, 1);
  }

  /** Waits, at most 50 ms, until more than `position` is written. */
  wait(position: number): void {
    Atomics.wait(this.#numbers, 1, BigInt(position), 50);
  }
}
