/** Where a result stands in its file. */
export interface ResultPlace {
  readonly offset: number;
  /** Its line, newline included. */
  readonly bytes: number;
}

/** Where the results of a file are, by the cases' places: of two for the same case the later one counts. */
export class ResultsIndex {
  readonly #offsets: number[] = [];
  readonly #bytes: number[] = [];
  /** Places in the lists above, by the case's index. */
  readonly #cases = new Map<number, number>();
  #last = -1;
  #inOrder = true;
  #end = 0;

  /** How many cases have a result. */
  get size(): number {
    return this.#cases.size;
  }

  /** Length of the file up to the end of the last whole line. */
  get bytes(): number {
    return this.#end;
  }

  /** Whether the file holds each case once, in the order of the cases, and nothing else. */
  get inOrder(): boolean {
    return this.#inOrder;
  }

  add(index: number, place: ResultPlace): void {
    if (index <= this.#last) this.#inOrder = false;
    this.#last = Math.max(this.#last, index);
    this.#cases.set(index, this.#offsets.length);
    this.#offsets.push(place.offset);
    this.#bytes.push(place.bytes);
    this.#end = Math.max(this.#end, place.offset + place.bytes);
  }

  /** A line that holds no result of use: it is passed over, and gone once the results are put in order. */
  skip(place: ResultPlace): void {
    this.#inOrder = false;
    this.#end = Math.max(this.#end, place.offset + place.bytes);
  }

  find(index: number): ResultPlace | undefined {
    const at = this.#cases.get(index);
    return at === undefined ? undefined : this.#place(at);
  }

  /** By the order of the cases, whose indices come with them. */
  entries(): (readonly [index: number, place: ResultPlace])[] {
    return [...this.#cases].sort(([a], [b]) => a - b).map(([index, at]) => [index, this.#place(at)]);
  }

  #place(at: number): ResultPlace {
    return { offset: this.#offsets[at] ?? 0, bytes: this.#bytes[at] ?? 0 };
  }
}
