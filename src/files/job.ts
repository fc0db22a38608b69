/**
 * What a batch and its worker threads share: how far they are, and whether to stop. Lives in shared memory, so that
 * synchronous code can report and be stopped.
 */
export class JobControl {
  readonly #numbers: BigInt64Array;

  /** @param buffer that of another thread's control; a new one if absent. */
  constructor(
    readonly buffer = new SharedArrayBuffer(24),
    private readonly counts = true,
  ) {
    this.#numbers = new BigInt64Array(buffer);
  }

  /** The same batch, for reading that is not part of its progress. */
  uncounted(): JobControl {
    return new JobControl(this.buffer, false);
  }

  addBytes(count: number): void {
    if (this.counts) Atomics.add(this.#numbers, 0, BigInt(count));
  }

  addFiles(count: number): void {
    if (this.counts) Atomics.add(this.#numbers, 1, BigInt(count));
  }

  stop(): void {
    Atomics.store(this.#numbers, 2, 1n);
  }

  get bytes(): number {
    return Number(Atomics.load(this.#numbers, 0));
  }

  get files(): number {
    return Number(Atomics.load(this.#numbers, 1));
  }

  get stopped(): boolean {
    return Atomics.load(this.#numbers, 2) !== 0n;
  }
}

/** Synchronous work that may run in this thread or in a worker. Input and output are structured-cloned. */
export interface Job<Input, Output> {
  readonly name: string;
  run(input: Input, control: JobControl): Output;
}

/** A job of which only the name is known here. */
export type AnyJob = Job<never, unknown>;
