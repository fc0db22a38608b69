import type { YamlText } from "../../core/plain-yaml.js";
import { isMapping } from "../../prompts/json-value.js";
import { fillEnvironment } from "./fill-environment.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** References in one another, beyond which they are taken for a circle. */
const deepest = 32;

/**
 * A file of promptfoo with what it takes from elsewhere in its place: `$ref: "#/…"` by what stands there, `{{ env.NAME }}`
 * by the variable. Places are those of the text: of what a reference brought in, the reference's own.
 * The config of providers keeps its variables, since providers know how to keep them secret.
 */
export function prepareYaml(yaml: YamlText, env: Environment): YamlText {
  const root = yaml.value;
  const value = prepared(root, 0, false);
  return {
    value,
    problems: yaml.problems,
    locateValue: (path) => yaml.locateValue(path),
    locateKey: (parent, key) => yaml.locateKey(parent, key),
  };

  function prepared(item: unknown, references: number, inProvider: boolean): unknown {
    if (typeof item === "string") return fillEnvironment(item, env);
    if (Array.isArray(item)) return item.map((inner: unknown) => prepared(inner, references, inProvider));
    if (!isMapping(item)) return item;
    if (Object.hasOwn(item, "<<")) return prepared(merged(item), references, inProvider);
    const target = referenced(root, item);
    if (target !== undefined && references < deepest) {
      const { $ref: _, ...own } = item;
      const found = prepared(target.value, references + 1, inProvider);
      return isMapping(found) ? { ...found, ...own } : found;
    }
    const isProvider = inProvider || typeof item["id"] === "string";
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [
        key,
        key === "config" && isProvider
          ? inner
          : prepared(inner, references, inProvider || (item === root && /^(?:providers|targets)$/.test(key))),
      ]),
    );
  }
}

/** YAML's merge key: the mapping under `<<`, or each of a list of them, gives what the mapping itself does not say. */
function merged(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { "<<": under, ...own } = item;
  const layers: readonly unknown[] = Array.isArray(under) ? under.toReversed() : [under];
  return Object.assign({}, ...layers.filter(isMapping), own);
}

/** What `$ref: "#/a/b"` points at; undefined if it points at nothing here, as those of JSON Schemas do. */
function referenced(
  root: unknown,
  item: Readonly<Record<string, unknown>>,
): { readonly value: unknown } | undefined {
  const reference = item["$ref"];
  if (typeof reference !== "string" || !reference.startsWith("#/")) return undefined;
  let value = root;
  for (const part of reference.slice(2).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMapping(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value === undefined || value === item ? undefined : { value };
}
