import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ServerResponse } from "node:http";
import type { ObjectCache } from "../../cache/object-cache.js";
import type { Sha256 } from "../../core/sha256.js";
import { absent } from "./service-error.js";

/** Answers with an object's bytes. @param object.path what messages call it. @throws {ServiceError} if the cache lacks it. */
export async function sendObject(
  cache: ObjectCache,
  { sha256, path }: { readonly sha256: Sha256; readonly path: string },
  response: ServerResponse,
): Promise<void> {
  const size = cache.sizeOf(sha256);
  if (size === undefined) {
    throw absent(`the bytes of ${path} are not on this computer: mlx data fetch gets what a remote has`);
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": size,
    "x-content-type-options": "nosniff",
  });
  await sendVerified(cache, sha256, response);
}

/** The last piece is held back until all of it has proven right: damaged bytes end as a broken download. */
async function sendVerified(cache: ObjectCache, sha256: Sha256, response: ServerResponse): Promise<void> {
  const hash = createHash("sha256");
  const gone = new Promise<void>((resolve) => response.once("close", resolve));
  let held: Buffer | undefined;
  for await (const piece of createReadStream(cache.pathOf(sha256), { highWaterMark: 1 << 18 })) {
    if (response.destroyed) return;
    hash.update(piece);
    if (held !== undefined && !response.write(held)) {
      await Promise.race([new Promise<void>((resolve) => response.once("drain", resolve)), gone]);
    }
    held = piece;
  }
  if (hash.digest("hex") !== sha256) {
    cache.quarantine(sha256);
    response.destroy();
    return;
  }
  response.end(held);
}
