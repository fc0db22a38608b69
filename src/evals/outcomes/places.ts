/** Gives texts that come again and again their places in a list. */
export class Places {
  readonly #places = new Map<string, number>();

  /** `-` for what there is not. */
  of(text: string | undefined): string {
    if (text === undefined) return "-";
    const known = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, known);
    return String(known);
  }

  get texts(): readonly string[] {
    return [...this.#places.keys()];
  }
}
