import { createHash } from "node:crypto";

/** The SHA-256 of bytes, as pointers name it. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Where a repository's own cache keeps an object, from the repository's top. */
export function objectPath(sha256: string): string {
  return `.mlx/cache/objects/sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}
