import { z } from "zod";
import { invalidFields } from "./baseline.js";
import type { DataProfile } from "./profile.js";
import { fromJson, profileSchema, toJson } from "./profile-json.js";
import type { CurrentColumn } from "./schema-changes.js";
import { formatVersion, readSealedText, sealedText } from "./sealed-text.js";

/** What `mlx drift profile` writes: a profile of some rows on the knots of a baseline. */
export interface ShardProfile {
  /** The name and the digest of the baseline. */
  readonly baseline: { readonly name: string; readonly digest: string };
  /** The files that went in, by path, each once. */
  readonly data: readonly { readonly path: string; readonly sha256: string }[];
  /**
   * All columns of the data, in its order, whether they are profiled or not. `readable` stands where the profile does not tell it: of
   * columns that have none, and of those whose type is not one that their kind is taken from. Absent from what an older mlx wrote.
   */
  readonly header?: readonly CurrentColumn[];
  readonly profile: DataProfile;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const count = z.int().min(0);
const header = z
  .array(z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), count, count])]))
  .refine((columns) => new Set(columns.map(([name]) => name)).size === columns.length, {
    message: "two columns have one name",
  });

const schema = z.strictObject({
  mlx: z.literal(formatVersion),
  kind: z.literal("drift-profile"),
  baseline: z.strictObject({ name: z.string().min(1), digest }),
  data: z.array(z.strictObject({ path: z.string(), sha256: digest })),
  header: header.exactOptional(),
  profile: profileSchema,
  digest,
});

/** The one text of a shard's profile. */
export function shardText({ profile, header, ...rest }: ShardProfile): string {
  const columns = header?.map(({ name, type, readable }) =>
    readable === undefined ? [name, type] : [name, type, readable.values, readable.fitting],
  );
  return sealedText({
    ...{ mlx: formatVersion, kind: "drift-profile", ...rest },
    ...(columns && { header: columns }),
    profile: toJson(profile),
  });
}

/** @param file as messages call it. @throws {MlxError} `MLX_INVALID_BASELINE`, exit 2. */
export function readShard(file: string, bytes: Uint8Array): ShardProfile {
  const result = schema.safeParse(readSealedText(file, bytes, ["drift-profile"]));
  if (!result.success) throw invalidFields(file, result.error);
  const { baseline, data, header: stored, profile } = result.data;
  const columns = stored?.map(([name, type, values, fitting]): CurrentColumn => {
    const isCounted = values !== undefined && fitting !== undefined;
    return { name, type, ...(isCounted && { readable: { values, fitting } }) };
  });
  return { baseline, data, ...(columns && { header: columns }), profile: fromJson(profile) };
}
