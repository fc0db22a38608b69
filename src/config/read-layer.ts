import type { Problem } from "../core/errors.js";
import { schemaProblems } from "../core/schema-problems.js";
import { YamlSource } from "../core/yaml-source.js";
import { type ConfigLayer, configSchema, keysAt } from "./schema.js";

/** One file's settings, and the source to find their places in. */
export interface ReadLayer {
  readonly layer: ConfigLayer;
  readonly source: YamlSource;
  readonly problems: readonly Problem[];
}

const credentialKey =
  /^(?:aws)?[_-]?(?:access[_-]?key(?:[_-]?id)?|secret(?:[_-]?access)?[_-]?key|session[_-]?token|(?:access[_-]?)?token|password|secret|credentials?)$/i;

/** Reads the text of a configuration file; a file that is empty or all comments sets nothing. */
export function readLayer(text: string, label: string): ReadLayer {
  const source = new YamlSource(text, label);
  if (source.problems.length > 0) return { layer: {}, source, problems: source.problems };
  const value = withoutEmptyKeys(source.value ?? {}, []);
  const result = configSchema.safeParse(value);
  const problems = result.success
    ? []
    : schemaProblems(result.error.issues, source, keysAt).map(wordCredential);
  const layer = result.success ? result.data : {};
  return { layer, source, problems: [...problems, ...urlProblems(layer, source)] };
}

/** A known key without a value, such as one whose lines are all commented out, counts as absent. */
function withoutEmptyKeys(value: unknown, path: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const known = keysAt(path);
  const kept = Object.entries(value).filter(([key, inner]) => inner !== null || !known.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutEmptyKeys(inner, [...path, key])]));
}

function wordCredential(problem: Problem): Problem {
  const key = /^unknown key "([^"]+)"/.exec(problem.message)?.[1];
  if (key === undefined || !credentialKey.test(key)) return problem;
  return { ...problem, message: `${key}: credentials do not belong into configuration; remove it` };
}

function urlProblems(layer: ConfigLayer, source: YamlSource): Problem[] {
  return Object.entries(layer.remotes ?? {}).flatMap(([name, remote]) =>
    (["url", "endpoint"] as const)
      .filter((key) => holdsCredentials(remote[key] ?? ""))
      .map((key) => ({
        ...source.locateValue(["remotes", name, key]),
        message: `remotes.${name}.${key}: credentials do not belong into a URL; remove what stands before the @`,
      })),
  );
}

/** Whether a URL carries a user or password. */
function holdsCredentials(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url);
}
