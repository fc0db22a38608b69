import { isTakenName } from "../input-name.js";

/** The nearest name that an input may have: `first-name` becomes `first_name`, `examples` becomes `examples_`. */
export function inputNameFor(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_");
  const begun = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  return isTakenName(begun) ? `${begun}_` : begun;
}

/** Gives out names that nothing else has. */
export class FreshNames {
  readonly #used: Set<string>;

  constructor(used: Iterable<string>) {
    this.#used = new Set(used);
  }

  /** `wanted`, or `wanted_2` and so on where it is in use. */
  take(wanted: string): string {
    const base = inputNameFor(wanted);
    let name = base;
    for (let count = 2; this.#used.has(name); count++) name = `${base}_${count}`;
    this.#used.add(name);
    return name;
  }
}
