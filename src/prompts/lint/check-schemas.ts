import type { PromptSource } from "../source.js";
import type { FrontMatter, Json } from "../types.js";
import { inputPath } from "./front-matter-places.js";
import { jsonSchemaProblems } from "./json-schema-problems.js";
import { inFrontMatter } from "./raw-finding.js";
import type { Check } from "./subject.js";

/** Whether the JSON Schemas of a prompt are schemas. */
export const checkSchemas: Check = {
  rules: ["output-schema"],
  run({ parsed: { source, frontMatter } }, report) {
    if (!frontMatter) return;
    for (const { schema, path } of schemasOf(frontMatter, source)) {
      for (const problem of jsonSchemaProblems(schema)) {
        const full = [...path(), ...problem.path];
        const key = full.at(-1);
        report({
          rule: "output-schema",
          place: inFrontMatter(source, () =>
            problem.isKey && key !== undefined
              ? source.locateKey(full.slice(0, -1), key)
              : source.locateValue(full),
          ),
          message: problem.message,
          ...(problem.hint !== undefined && { hint: problem.hint }),
        });
      }
    }
  },
};

interface PlacedSchema {
  readonly schema: Json;
  readonly path: () => readonly (string | number)[];
}

function* schemasOf(frontMatter: FrontMatter, source: PromptSource): Iterable<PlacedSchema> {
  const { output, tools, inputs } = frontMatter;
  if (output?.schema) yield { schema: output.schema, path: () => ["output", "schema"] };
  for (const [index, { parameters }] of tools.entries()) {
    if (parameters) yield { schema: parameters, path: () => ["tools", index, "parameters"] };
  }
  for (const [name, { schema }] of inputs) {
    // Nothing but a type: it has been read as one.
    if (Object.keys(schema).every((key) => key === "type")) continue;
    yield { schema, path: () => inputPath(source, name) };
  }
}
