import { MlxError } from "../core/errors.js";

export interface BucketUrl {
  readonly bucket: string;
  /** What every key begins with: empty, or parts that each end in `/`. */
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix`. The prefix is taken as it stands, without percent-decoding, since a key may hold any character.
 * @throws MlxError `MLX_REMOTE_URL`, exit 2, that says what is wrong.
 */
export function parseBucketUrl(url: string): BucketUrl {
  const match = /^s3:\/\/([^/]*)(.*)$/su.exec(url);
  const bucket = match?.[1];
  if (bucket === undefined) throw invalid(url, "it does not begin with s3://");
  if (bucket === "") throw invalid(url, "the bucket's name is missing");
  if (bucket.includes("@")) throw invalid("s3://…", "credentials do not belong in it");
  if (bucket.includes(":")) {
    throw invalid(
      url,
      `${JSON.stringify(bucket)} is a host with a port, not a bucket; give the server with --endpoint`,
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/u.test(bucket)) {
    throw invalid(
      url,
      `${JSON.stringify(bucket)} is not a bucket's name (3 characters or more: letters, digits, dots, hyphens)`,
    );
  }
  const parts = (match?.[2] ?? "").split("/").filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..")) {
    throw invalid(url, "its prefix has a part that is . or ..");
  }
  return { bucket, prefix: parts.map((part) => `${part}/`).join("") };
}

function invalid(url: string, why: string): MlxError {
  return new MlxError("MLX_REMOTE_URL", `${url} is not a bucket's address: ${why}`, {
    hint: "write it as s3://bucket or s3://bucket/prefix",
    exitCode: 2,
  });
}
