import type { Json } from "../types.js";

/** The variables at a place of a template: those of the blocks around it, and at last the given values. */
export class Scope {
  readonly #own = new Map<string, Json>();

  /** @param outer what is looked at when a name is not here. */
  constructor(readonly outer: Scope | ReadonlyMap<string, Json>) {}

  get(name: string): Json | undefined {
    const own = this.#own.get(name);
    return own === undefined ? this.outer.get(name) : own;
  }

  set(name: string, value: Json): void {
    this.#own.set(name, value);
  }

  names(): string[] {
    const further = this.outer instanceof Scope ? this.outer.names() : [...this.outer.keys()];
    return [...this.#own.keys(), ...further];
  }
}
