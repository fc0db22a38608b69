import { isMapping } from "../json-value.js";
import type { FieldPath, FieldReader } from "./field-reader.js";

/** Reads `includes`: short names for files, or a list of files that go by their own paths. */
export function readIncludes(fields: FieldReader, value: unknown): ReadonlyMap<string, string> {
  if (Array.isArray(value)) {
    const paths = value.flatMap((item, index) => readPath(fields, item, ["includes", index]) ?? []);
    return new Map(paths.map((path) => [path, path]));
  }
  if (!isMapping(value)) {
    fields.refuseKind(["includes"], "a mapping of short names to files, or a list of files", value);
    return new Map();
  }
  return new Map(
    Object.entries(value).flatMap(([name, item]) => {
      const path = readPath(fields, item, ["includes", name]);
      return path === undefined ? [] : [[name, path] as const];
    }),
  );
}

function readPath(fields: FieldReader, value: unknown, at: FieldPath): string | undefined {
  const path = fields.text(value, at);
  return path?.trim() === "" ? fields.refuseKind(at, "the path of a file", value) : path;
}
