import type { Problem } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import type { FileColumn } from "../../schemas/column-sql.js";
import { invalidSchema } from "../../schemas/invalid-schema.js";
import type { DataSchema } from "../../schemas/types.js";

/** @throws {MlxError} `MLX_INVALID_SCHEMA` where a reference names a column that the other file lacks. */
export function missingReferenceColumns(
  schema: DataSchema,
  opened: ReadonlyMap<string, { readonly columns: readonly FileColumn[] }>,
): void {
  const problems: Problem[] = [];
  for (const { file, to, path } of schema.references) {
    const names = (opened.get(file)?.columns ?? []).map(({ name }) => name);
    for (const name of to.filter((wanted) => !names.includes(wanted))) {
      const meant = closest(name, names);
      const hint = meant === undefined ? `it has ${names.slice(0, 12).join(", ")}` : `did you mean ${meant}?`;
      problems.push({ ...schema.locate([...path, "to"]), message: `${file} has no column ${name}; ${hint}` });
    }
  }
  if (problems.length > 0) throw invalidSchema(schema.file, problems);
}
