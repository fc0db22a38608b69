import type { InputSpec, Json } from "./types.js";

/** All inputs as one JSON Schema of an object; `x-trusted` is mlx's own mark. */
export function inputsSchema(inputs: ReadonlyMap<string, InputSpec>): Readonly<Record<string, Json>> {
  const specs = [...inputs.values()];
  const properties = specs.map(({ name, schema, trusted }) => {
    return [name, { ...schema, ...(trusted !== undefined && { "x-trusted": trusted }) }] as const;
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: specs.flatMap(({ name, required }) => (required ? [name] : [])),
    additionalProperties: false,
  };
}
