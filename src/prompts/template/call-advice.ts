/** What people call in Python or JavaScript, and how the same is said here. `x` stands for what the method belongs to. */
const methods: ReadonlyMap<string, (x: string) => string> = new Map(
  Object.entries({
    ...filters({
      upper: ["upper", "toUpperCase", "toLocaleUpperCase"],
      lower: ["lower", "toLowerCase", "toLocaleLowerCase", "casefold"],
      trim: ["strip", "trim"],
      title: ["title"],
      capitalize: ["capitalize"],
      items: ["items", "entries"],
      list: ["keys"],
      length: ["length", "len", "size", "count"],
      reverse: ["reverse"],
      sort: ["sort"],
      "replace(…)": ["replace", "replaceAll"],
      tojson: ["json", "to_json", "tojson"],
      string: ["toString", "__str__"],
    }),
    join: () => 'list | join(", ")',
    values: (x: string) => `for key, value in ${x} | items`,
    get: (x: string) => `${x}.key | default("")`,
    slice: (x: string) => `${x}[from:to]`,
    substring: (x: string) => `${x}[from:to]`,
    includes: (x: string) => `"text" in ${x}`,
    contains: (x: string) => `"text" in ${x}`,
    startswith: (x: string) => `${x}[:n] == "text"`,
    startsWith: (x: string) => `${x}[:n] == "text"`,
    endswith: (x: string) => `${x}[-n:] == "text"`,
    endsWith: (x: string) => `${x}[-n:] == "text"`,
    isdigit: (x: string) => `${x} is number`,
    cycle: () => "list[loop.index0 % n]",
  }),
);

function filters(names: Readonly<Record<string, readonly string[]>>): Record<string, (x: string) => string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([filter, called]) =>
      called.map((name) => [name, (x: string) => `${x} | ${filter}`] as const),
    ),
  );
}

/** What to write instead of the method call `object.name(…)`. */
export function methodAdvice(object: string, name: string): string | undefined {
  const instead = methods.get(name)?.(object);
  return instead === undefined ? undefined : `write \`${instead}\``;
}

const functions: ReadonlyMap<string, string> = new Map([
  ["len", "write `x | length`"],
  ["str", "write `x | string`"],
  ["super", "templates cannot be extended"],
  ["range", "give the list as an input; its length is `x | length`"],
  ["namespace", "a `set` inside a loop stays inside; use filters such as sum, select and join"],
  ["dict", 'write `{"key": value}`'],
  ["raise_exception", "declare what an input may be in its schema"],
  ["strftime_now", "give the date as an input"],
  ["now", "give the date as an input"],
]);

/**
 * What to write instead of the function call `name(…)`.
 * @param isFilter whether a filter has that name.
 */
export function functionAdvice(name: string, isFilter: boolean): string {
  if (isFilter) return `\`${name}\` is a filter: write \`x | ${name}\``;
  return functions.get(name) ?? "give what it would return as an input";
}
