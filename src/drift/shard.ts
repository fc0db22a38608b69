import { z } from "zod";
import { invalidFields } from "./baseline.js";
import type { DataProfile } from "./profile.js";
import { fromJson, profileSchema, toJson } from "./profile-json.js";
import { formatVersion, readSealedText, sealedText } from "./sealed-text.js";

/** What `mlx drift profile` writes: a profile of some rows on the knots of a baseline. */
export interface ShardProfile {
  /** The name and the digest of the baseline. */
  readonly baseline: { readonly name: string; readonly digest: string };
  /** The files that went in, by path, each once. */
  readonly data: readonly { readonly path: string; readonly sha256: string }[];
  readonly profile: DataProfile;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
  mlx: z.literal(formatVersion),
  kind: z.literal("drift-profile"),
  baseline: z.strictObject({ name: z.string().min(1), digest }),
  data: z.array(z.strictObject({ path: z.string(), sha256: digest })),
  profile: profileSchema,
  digest,
});

/** The one text of a shard's profile. */
export function shardText({ profile, ...rest }: ShardProfile): string {
  return sealedText({ mlx: formatVersion, kind: "drift-profile", ...rest, profile: toJson(profile) });
}

/** @param file as messages call it. @throws {MlxError} `MLX_INVALID_BASELINE`, exit 2. */
export function readShard(file: string, bytes: Uint8Array): ShardProfile {
  const result = schema.safeParse(readSealedText(file, bytes, ["drift-profile"]));
  if (!result.success) throw invalidFields(file, result.error);
  const { baseline, data, profile } = result.data;
  return { baseline, data, profile: fromJson(profile) };
}
