const pattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Words that mean something else in a template: no variable of ours can be called so. */
const taken = new Set([
  ...[
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "elif",
    "for",
    "true",
    "false",
    "none",
    "null",
    "True",
    "False",
    "None",
  ],
  ...["examples", "loop"],
]);

/** Whether an input may have this name. */
export function isInputName(name: string): boolean {
  return pattern.test(name) && !taken.has(name);
}

/** The nearest name that an input may have: `first-name` becomes `first_name`, `examples` becomes `examples_`. */
export function inputNameFor(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_");
  const begun = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  return taken.has(begun) ? `${begun}_` : begun;
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
