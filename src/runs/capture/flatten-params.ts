/** A number as the file writes it. */
export class WrittenNumber {
  constructor(readonly text: string) {}
}

/**
 * Parameters by their path with dots, `train.lr`; a list is one value, its JSON text. An empty mapping has no parameter.
 * @param value plain objects, lists and scalars; a bigint is an integer of TOML, whose floats are numbers.
 * @throws {RangeError} for what is nested deeper than a hundred levels, such as an alias of YAML inside of itself.
 */
export function flattenParams(value: object): Record<string, string> {
  const params: Record<string, string> = {};
  const visit = (node: unknown, path: string, depth: number): void => {
    requireShallow(depth);
    if (isMapping(node)) {
      for (const [key, inner] of Object.entries(node)) {
        visit(inner, path === "" ? key : `${path}.${key}`, depth + 1);
      }
    } else Object.defineProperty(params, path, { ...own, value: scalarText(node) });
  };
  visit(value, "", 0);
  return params;
}

function requireShallow(depth: number): void {
  if (depth > 100) throw new RangeError("the values are nested too deeply");
}

/** A key such as `__proto__` is a name like others. */
const own = { enumerable: true, configurable: true, writable: true };

function isMapping(node: unknown): node is object {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return false;
  return !(node instanceof WrittenNumber) && !(node instanceof Date);
}

function scalarText(node: unknown): string {
  if (typeof node === "string") return node;
  return jsonText(node, 0);
}

/** JSON in which numbers stand as they were written. */
function jsonText(node: unknown, depth: number): string {
  requireShallow(depth);
  if (node instanceof WrittenNumber) return node.text;
  if (node instanceof Date) return node.toISOString();
  if (typeof node === "bigint") return String(node);
  if (typeof node === "number") return Number.isInteger(node) ? node.toFixed(1) : String(node);
  if (Array.isArray(node)) return `[${node.map((inner) => innerText(inner, depth + 1)).join(",")}]`;
  if (isMapping(node)) {
    const entries = Object.entries(node).map(([key, inner]) => {
      return `${JSON.stringify(key)}:${innerText(inner, depth + 1)}`;
    });
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(node) ?? "null";
}

function innerText(node: unknown, depth: number): string {
  return node instanceof Date ? JSON.stringify(node.toISOString()) : jsonText(node, depth);
}
