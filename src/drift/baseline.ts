import { z } from "zod";
import type { DataProfile } from "./profile.js";
import { fromJson, profileSchema, toJson } from "./profile-json.js";
import { formatVersion, invalid, readSealedText, sealedText, sealOf } from "./sealed-text.js";

/** What `drift/<name>.baseline.json` holds. */
export interface DriftBaseline {
  readonly name: string;
  readonly data: {
    /** Relative to the repository's top, with `/`; or an address. */
    readonly path: string;
    /** SHA-256 of the file. */
    readonly sha256: string;
  };
  /** RFC 3339, UTC. */
  readonly created: string;
  /** E-mail. */
  readonly author: string;
  readonly message?: string;
  readonly profile: DataProfile;
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly digest: string;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
  mlx: z.literal(formatVersion),
  kind: z.literal("drift-baseline"),
  name: z.string().min(1),
  data: z.strictObject({ path: z.string(), sha256: digest }),
  created: z.iso.datetime(),
  author: z.string(),
  message: z.string().exactOptional(),
  profile: profileSchema,
  digest,
});

/** The one text of a baseline. */
export function baselineText({ profile, ...rest }: Omit<DriftBaseline, "digest">): string {
  return sealedText({ ...headerOf(rest), profile: toJson(profile) });
}

/**
 * @param file as messages call it.
 * @throws {MlxError} `MLX_INVALID_BASELINE`, exit 2: not a baseline, edited by hand, or of a newer mlx.
 */
export function readBaseline(file: string, bytes: Uint8Array): DriftBaseline {
  const result = schema.safeParse(readSealedText(file, bytes, ["drift-baseline"]));
  if (!result.success) throw invalidFields(file, result.error);
  const { mlx: _, kind: __, profile, ...rest } = result.data;
  return { ...rest, profile: fromJson(profile) };
}

/**
 * Whether a baseline says the same of the same bytes as one that is about to be written, whoever took it when: its digest is that of
 * the other with its own author.
 */
export function saysTheSame(before: DriftBaseline, made: Omit<DriftBaseline, "digest">): boolean {
  const { created, author, message } = before;
  const { name, data, profile } = made;
  const fields = { name, data, created, author, ...(message !== undefined && { message }) };
  return sealOf({ ...headerOf(fields), profile: toJson(profile) }) === before.digest;
}

function headerOf<T extends object>(fields: T) {
  return { mlx: formatVersion, kind: "drift-baseline", ...fields };
}

/** Says which field of a file that is sealed well is wrong all the same. */
export function invalidFields(file: string, error: z.ZodError) {
  const [issue] = error.issues;
  const where = issue?.path.join(".") ?? "";
  return invalid(
    file,
    `${file}: ${where === "" ? "" : `${where}: `}${issue?.message ?? "it is invalid"}`,
    "take the baseline again",
  );
}
