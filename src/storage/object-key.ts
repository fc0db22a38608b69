import { isSha256, type Sha256 } from "../core/sha256.js";

/** Where the objects of a store begin, below the store's root. */
export const objectsPrefix = "objects/sha256/";

/** The key of an object below the store's root: `objects/sha256/<2>/<62>`. */
export function objectKey(sha256: Sha256): string {
  return `${objectsPrefix}${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}

/** The digest that a key below the store's root names; `undefined` for any other key. */
export function digestOfKey(key: string): Sha256 | undefined {
  if (
    !key.startsWith(objectsPrefix) ||
    key.length !== objectsPrefix.length + 65 ||
    key.charAt(objectsPrefix.length + 2) !== "/"
  ) {
    return undefined;
  }
  const digest =
    key.slice(objectsPrefix.length, objectsPrefix.length + 2) + key.slice(objectsPrefix.length + 3);
  return isSha256(digest) ? digest : undefined;
}
