import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { writeFileAtomic } from "../../../files/atomic-write.js";

/**
 * Digests values of environment variables that are not kept, so that a change from one run to the next shows. Records
 * travel, and a plain digest of a short password is as good as the password: anybody can try all of them. So the digest
 * is keyed (HMAC-SHA-256), with a key that never leaves this clone's `.mlx`. Behind `@` stands which key it was: digests
 * of two clones cannot be compared.
 */
export function variableDigest(sharedDir: string): (value: string) => string {
  const key = readKey(join(sharedDir, "variable-key"));
  const name = hmac(key, "").slice(0, 4);
  return (value) => `${hmac(key, value).slice(0, 12)}@${name}`;
}

function hmac(key: Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

const keyBytes = 32;

/** Made when first needed, and anew if a power cut left it empty: a key that is none would protect nothing. */
function readKey(file: string): Buffer {
  const key = readIfThere(file);
  if (key?.length === keyBytes) return key;
  writeFileAtomic(file, randomBytes(keyBytes), { mode: 0o600, durable: false });
  return readFileSync(file);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
