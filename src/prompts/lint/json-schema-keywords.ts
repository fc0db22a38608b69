/** What the value of a keyword of JSON Schema has to be. */
export type KeywordKind = (typeof kinds)[number][0];

const kinds = [
  [
    "schema",
    "additionalProperties unevaluatedProperties unevaluatedItems additionalItems propertyNames contains not if then else contentSchema",
  ],
  ["schemas by name", "properties patternProperties $defs definitions dependentSchemas"],
  ["list of schemas", "allOf anyOf oneOf prefixItems"],
  ["schema or list", "items"],
  ["type", "type"],
  ["list", "enum examples"],
  ["names", "required"],
  ["names by name", "dependentRequired"],
  ["schemas or names by name", "dependencies"],
  ["number", "minimum maximum exclusiveMinimum exclusiveMaximum"],
  ["positive number", "multipleOf"],
  ["count", "minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains"],
  ["boolean", "uniqueItems deprecated readOnly writeOnly"],
  [
    "text",
    "title description $comment $id $schema $anchor $dynamicAnchor format contentEncoding contentMediaType",
  ],
  ["pattern", "pattern"],
  ["reference", "$ref $dynamicRef"],
  ["anything", "default const"],
] as const;

/**
 * The keywords of JSON Schema 2020-12 and of its predecessors back to draft 7, with what their values are, as the meta-schemas
 * of json-schema.org have it.
 */
export const keywordKinds: ReadonlyMap<string, KeywordKind> = new Map(
  kinds.flatMap(([kind, names]) => names.split(" ").map((name): [string, KeywordKind] => [name, kind])),
);

export const schemaTypes: readonly string[] = [
  ...["string", "number", "integer", "boolean", "object", "array", "null"],
];
