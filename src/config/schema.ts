import * as z from "zod/mini";
import { byteTextPattern } from "../core/parse-bytes.js";
import { linkTypes, lintLevels, runArtifactScopes } from "../core/settings.js";

/** What a remote may be called: it stands in commands and file names. */
export const remoteNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const remoteNameRule =
  "a remote's name is letters, digits, '.', '_' and '-', and begins with a letter or digit";

const text = () => z.string().check(z.minLength(1, "must not be empty"));
const linkType = z.enum(linkTypes);
const byteCount = z.union([
  z.int().check(z.gte(0)),
  z.string().check(z.regex(byteTextPattern, "must be a number of bytes, or a size such as 10 MB")),
]);

const remoteSchema = z.strictObject({
  /** May be absent where another file of the same configuration gives it. */
  url: z.exactOptional(text()),
  endpoint: z.exactOptional(text().check(z.regex(/^https?:\/\//, "must begin with http:// or https://"))),
  region: z.exactOptional(text()),
  profile: z.exactOptional(text()),
  pathStyle: z.exactOptional(z.boolean()),
  checksums: z.exactOptional(z.enum(["when_required", "when_supported"])),
  encryption: z.exactOptional(z.enum(["AES256", "aws:kms"])),
  kmsKeyId: z.exactOptional(text()),
});

const aliasName = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
      "an alias is letters, digits, '_' and '-', and begins with a letter",
    ),
  );
const count = () => z.int().check(z.gte(1));
const price = () => z.number().check(z.gte(0));

const aliasGate = z.union([
  z.strictObject({ lint: z.enum(["errors", "warnings"]) }),
  z.strictObject({ signed: z.literal(true) }),
  z.strictObject({ approvals: count(), from: z.exactOptional(z.array(text())) }),
  z.strictObject({
    evaluation: text(),
    maxAge: z.exactOptional(
      z.string().check(z.regex(/^[1-9]\d{0,4}[hdw]$/, "must be an age, such as 30d, 2w or 12h")),
    ),
  }),
]);

const modelFacts = z.strictObject({
  contextWindow: z.exactOptional(count()),
  maxOutput: z.exactOptional(count()),
  inputPrice: z.exactOptional(price()),
  outputPrice: z.exactOptional(price()),
  retires: z.exactOptional(
    z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day, such as 2027-03-31")),
  ),
  pinned: z.exactOptional(z.boolean()),
});

export const configSchema = z.strictObject({
  version: z.exactOptional(
    z.literal(1, "this mlx understands version 1; update mlx if the file was written for a newer one"),
  ),
  remotes: z.exactOptional(
    z.record(z.string().check(z.regex(remoteNamePattern, remoteNameRule)), remoteSchema),
  ),
  defaultRemote: z.exactOptional(text()),
  cache: z.exactOptional(
    z.strictObject({
      dir: z.exactOptional(text()),
      link: z.exactOptional(
        z.union([linkType, z.array(linkType).check(z.minLength(1, "must not be empty"))]),
      ),
      group: z.exactOptional(z.boolean()),
    }),
  ),
  transfer: z.exactOptional(
    z.strictObject({
      jobs: z.exactOptional(z.int().check(z.gte(1), z.lte(256))),
      stallTimeout: z.exactOptional(z.number().check(z.gte(1), z.lte(3600))),
    }),
  ),
  runs: z.exactOptional(
    z.strictObject({
      experiment: z.exactOptional(text()),
      env: z.exactOptional(z.union([text(), z.array(text())])),
      logLimit: z.exactOptional(byteCount),
      snapshotLimit: z.exactOptional(byteCount),
      artifacts: z.exactOptional(z.enum(runArtifactScopes)),
    }),
  ),
  prompts: z.exactOptional(
    z.strictObject({
      lint: z.exactOptional(
        z.strictObject({
          rules: z.exactOptional(z.record(z.string(), z.enum(lintLevels))),
          maxTokens: z.exactOptional(count()),
        }),
      ),
      gates: z.exactOptional(z.record(aliasName, z.array(aliasGate))),
    }),
  ),
  models: z.exactOptional(z.record(text(), modelFacts)),
});

/** One file's settings, or those of the environment. */
export type ConfigLayer = z.infer<typeof configSchema>;
export type RemoteLayer = z.infer<typeof remoteSchema>;

type Schema = z.core.$ZodType;

function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodMiniExactOptional ? unwrap(schema.def.innerType) : schema;
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const inner = unwrap(schema);
  return inner instanceof z.ZodMiniObject ? inner.shape : undefined;
}

/** The schema at a path; undefined where the path leads nowhere. */
function schemaAt(path: readonly PropertyKey[]): Schema | undefined {
  let schema: Schema | undefined = configSchema;
  for (const part of path) {
    if (!schema) return undefined;
    const inner: Schema = unwrap(schema);
    if (inner instanceof z.ZodMiniArray) schema = inner.def.element;
    else schema = inner instanceof z.ZodMiniRecord ? inner.def.valueType : shapeOf(inner)?.[String(part)];
  }
  return schema;
}

/** The keys that the mapping at a path may have. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  const schema = schemaAt(path);
  const forms = schema instanceof z.ZodMiniUnion ? schema.def.options : schema ? [schema] : [];
  return forms.flatMap((form) => Object.keys(shapeOf(form) ?? {}));
}

/** A setting that one value of the environment can hold. */
export interface Setting {
  readonly path: readonly string[];
  readonly kind: "text" | "number" | "boolean" | "list";
}

/** Every setting but those that have names of their own, such as remotes, and the file's version. */
export function settings(): Setting[] {
  return settingsBelow(configSchema, []).filter(({ path }) => path[0] !== "version");
}

function settingsBelow(schema: Schema, path: readonly string[]): Setting[] {
  const shape = shapeOf(schema);
  if (!shape && unwrap(schema) instanceof z.ZodMiniRecord) return [];
  if (!shape) return [{ path, kind: kindOf(unwrap(schema)) }];
  return Object.entries(shape).flatMap(([key, inner]) => settingsBelow(inner, [...path, key]));
}

function kindOf(schema: Schema): Setting["kind"] {
  if (schema instanceof z.ZodMiniBoolean) return "boolean";
  if (schema instanceof z.ZodMiniNumber) return "number";
  if (!(schema instanceof z.ZodMiniUnion)) return "text";
  return schema.def.options.some((option) => option instanceof z.ZodMiniArray) ? "list" : "text";
}
