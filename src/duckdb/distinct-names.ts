export interface DistinctNames {
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** Names that SQL can tell apart. @param file as notes call it. */
export function distinctNames(names: readonly string[], file: string): DistinctNames {
  const taken = new Set<string>();
  const notes: string[] = [];
  const distinct = names.map((name) => {
    let unique = name;
    for (let number = 1; taken.has(unique.toLowerCase()); number++) unique = `${name}_${number}`;
    if (unique !== name)
      notes.push(`${file}: a second column ${name}, equal but for case, is called ${unique}`);
    taken.add(unique.toLowerCase());
    return unique;
  });
  return { names: distinct, notes };
}
