import type { Problem } from "./errors.js";
import { closest } from "./suggest.js";
import type { YamlPath, YamlSource } from "./yaml-source.js";

/** What a zod issue tells us; every version of zod 4 has these. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly issues?: readonly SchemaIssue[];
  /** Of a choice between forms: what is wrong with each. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
}

/** How a schema says nothing of its own. */
const unworded = "Invalid input";

/**
 * A schema's complaints in words, each where it stands.
 * @param knownKeys the keys that the mapping at a path may have, for suggestions.
 */
export function schemaProblems(
  issues: readonly SchemaIssue[],
  source: YamlSource,
  knownKeys: (path: YamlPath) => readonly string[],
): Problem[] {
  const lookUp = (path: YamlPath) => valueAt(source.value, path);
  const problems = issues
    .map((issue) => nearestForm(issue, lookUp))
    .flatMap((issue): Problem[] => {
      if (issue.code === "unrecognized_keys") {
        return (issue.keys ?? []).map((key) => ({
          ...source.locateKey(issue.path, key),
          message: unknownKey(key, issue.path, knownKeys(issue.path)),
        }));
      }
      const name = issue.path.at(-1);
      if (issue.code === "invalid_key" && name !== undefined) {
        const at = source.locateKey(issue.path.slice(0, -1), name);
        return [
          {
            ...at,
            message: `${JSON.stringify(String(name))}: ${issue.issues?.[0]?.message ?? issue.message}`,
          },
        ];
      }
      const value = lookUp(issue.path);
      return [{ ...source.locateValue(issue.path), message: issueText(issue, value) }];
    });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Where several forms are allowed, what is wrong with the one that was probably meant: the one whose keys are there and that
 * fits deepest.
 * @param lookUp what stands at a path; without it no form is known to lack a key.
 */
export function nearestForm(issue: SchemaIssue, lookUp?: (path: YamlPath) => unknown): SchemaIssue {
  const lacking = (branch: readonly SchemaIssue[]) =>
    branch.find(
      ({ code, path }) =>
        code !== "unrecognized_keys" && path.length > 0 && lookUp?.([...issue.path, ...path]) === undefined,
    );
  const branches = (issue.errors ?? []).filter((branch) => branch.length > 0);
  const whole = lookUp ? branches.filter((branch) => !lacking(branch)) : branches;
  if (lookUp && branches.length > 0 && whole.length === 0) {
    const keys = branches.map((branch) => String(lacking(branch)?.path[0]));
    return { ...noForm(keys, lookUp(issue.path)), path: issue.path };
  }
  const firsts = whole.flatMap(([first]) => (first ? [first] : []));
  const [nearest] = firsts.toSorted((a, b) => b.path.length - a.path.length);
  return nearest ? nearestForm({ ...nearest, path: [...issue.path, ...nearest.path] }, lookUp) : issue;
}

/** No form has the keys that are there. */
function noForm(keys: readonly string[], value: unknown): Omit<SchemaIssue, "path"> {
  const typed = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const meant = typed.map((key) => closest(key, keys)).find((key) => key !== undefined);
  const suggestion = meant === undefined ? "" : `; did you mean ${meant}?`;
  return { message: `expected a mapping with ${keys.join(" or ")}, found ${shortJson(value)}${suggestion}` };
}

/** `transfer.jobs: expected a number, found "many"`. */
export function issueText(issue: SchemaIssue, value: unknown, name = pathText(issue.path)): string {
  const prefix = name === "" ? "" : `${name}: `;
  if (issue.message !== unworded) return prefix + issue.message;
  const found = value === undefined ? "it is missing" : `found ${shortJson(value)}`;
  if (issue.values) return prefix + choiceText(issue.values, value);
  if (issue.minimum !== undefined) return `${prefix}must be at least ${issue.minimum}, ${found}`;
  if (issue.maximum !== undefined) return `${prefix}must be at most ${issue.maximum}, ${found}`;
  return `${prefix}expected ${nounOf(issue.expected)}, ${found}`;
}

/** `expected one of a, b, found "c"; did you mean a?` */
function choiceText(values: readonly unknown[], value: unknown): string {
  const names = values.map(String);
  const meant = typeof value === "string" ? closest(value, names) : undefined;
  const expected = names.length === 1 ? names[0] : `one of ${names.join(", ")}`;
  return `expected ${expected}, found ${shortJson(value)}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}

function unknownKey(key: string, parent: YamlPath, known: readonly string[]): string {
  const place = parent.length === 0 ? "" : ` in ${pathText(parent)}`;
  const meant = closest(key, known);
  const suggestion = meant === undefined ? `known are: ${known.join(", ")}` : `did you mean ${meant}?`;
  return `unknown key ${JSON.stringify(key)}${place}; ${suggestion}`;
}

function pathText(path: YamlPath): string {
  return path.filter((part) => typeof part === "string").join(".");
}

const nouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping of keys to values",
  record: "a mapping of names to values",
  array: "a list",
};

function nounOf(expected: string | undefined): string {
  return expected === undefined ? "another value" : (nouns[expected] ?? expected);
}

/** A value as JSON, cut to what a message can hold. */
export function shortJson(value: unknown): string {
  // JSON would call NaN and the infinities null.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}
