/** Bounds the bytes that are held in memory at once; those who wait are served in order. */
export class ByteBudget {
  #free: number;
  readonly #waiting: { readonly bytes: number; readonly resolve: () => void }[] = [];

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Waits until `bytes` are free. More than the whole budget is granted once nothing else is held. */
  acquire(bytes: number): Promise<void> | undefined {
    const wanted = Math.min(bytes, this.total);
    if (this.#waiting.length === 0 && wanted <= this.#free) {
      this.#free -= wanted;
      return undefined;
    }
    return new Promise((resolve) => {
      this.#waiting.push({ bytes: wanted, resolve });
    });
  }

  release(bytes: number): void {
    this.#free += Math.min(bytes, this.total);
    for (
      let first = this.#waiting[0];
      first !== undefined && first.bytes <= this.#free;
      first = this.#waiting[0]
    ) {
      this.#free -= first.bytes;
      this.#waiting.shift();
      first.resolve();
    }
  }
}
