const seedKey = /(?:^|[._-])(?:seed|random_?state|rng_?seed|random_?seed)$/i;
const longest = 60;

/** What a random generator started from, by where it was found: a parameter's key, a variable, an option. */
export function seedsOf(found: {
  readonly params: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}): Record<string, string> {
  const seeds: Record<string, string> = {};
  for (const [key, value] of Object.entries(found.params)) {
    if (seedKey.test(key) && value.length <= longest) seeds[key] = value;
  }
  for (const [name, value] of Object.entries(found.env)) {
    const named = name === "PYTHONHASHSEED" || seedKey.test(name);
    // A seed may also be what a wallet's keys come from: only what a generator takes is one of ours.
    if (named && value !== undefined && /^(?:\d{1,20}|random)$/.test(value)) seeds[name] = value;
  }
  for (const [option, value] of optionsOf(found.argv)) {
    if (seedKey.test(option) && /^-?\d{1,20}$/.test(value)) seeds[option] = value;
  }
  return seeds;
}

/** `--seed 1`, `--seed=1` and Hydra's `seed=1`. */
function* optionsOf(argv: readonly string[]): Iterable<[option: string, value: string]> {
  for (const [index, word] of argv.entries()) {
    const [, name, value] = /^(-{0,2}[A-Za-z][\w.-]*)=(.*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) yield [name, value];
    else if (word.startsWith("--")) yield [word, argv[index + 1] ?? ""];
  }
}
