import { hash } from "node:crypto";

declare const brand: unique symbol;

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly [brand]: "sha256" };

const pattern = /^[0-9a-f]{64}$/;

export function isSha256(text: string): text is Sha256 {
  return pattern.test(text);
}

/** @throws {RangeError} if `text` is not 64 lower-case hexadecimal digits. */
export function asSha256(text: string): Sha256 {
  if (!isSha256(text)) throw new RangeError(`not a SHA-256 digest: ${JSON.stringify(text)}`);
  return text;
}

/** The digest of bytes, or of a text's UTF-8 bytes. */
export function sha256Of(data: string | Uint8Array): Sha256 {
  return asSha256(hash("sha256", data, "hex"));
}
