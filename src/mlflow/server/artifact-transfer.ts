import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ObjectCache } from "../../cache/object-cache.js";
import type { RunArtifact } from "../../runs/types.js";
import type { ArtifactIntake } from "./artifact-intake.js";
import { artifactAt } from "./artifact-list.js";
import { decodedPath, ledgerPath, placeAt } from "./artifact-path.js";
import { giveUpWhenSilent } from "./request-body.js";
import type { Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

/** `PUT …/artifacts/PATH`: the body is the file. */
export async function upload(
  service: Service,
  intake: ArtifactIntake,
  rawPath: string,
  request: IncomingMessage,
): Promise<object> {
  const place = placeAt(service, decodedPath(rawPath), "write");
  if (place.path === "") throw invalid("an artifact needs a name");
  giveUpWhenSilent(request);
  await intake.take(request, place.run.id, ledgerPath(place), service.now());
  return {};
}

/** `GET …/artifacts/PATH`: answers with the file's bytes. */
export async function download(
  service: Service,
  cache: ObjectCache,
  rawPath: string,
  response: ServerResponse,
): Promise<void> {
  const place = placeAt(service, decodedPath(rawPath), "read");
  const artifact = artifactAt(service, place);
  const size = cache.sizeOf(artifact.sha256);
  if (size === undefined) {
    throw absent(
      `the bytes of ${place.path} are not on this computer: mlx data fetch gets what a remote has`,
    );
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": size,
    "x-content-type-options": "nosniff",
  });
  await sendVerified(cache, artifact, response);
}

/** The last piece is held back until all of it has proven right: damaged bytes end as a broken download. */
async function sendVerified(
  cache: ObjectCache,
  artifact: RunArtifact,
  response: ServerResponse,
): Promise<void> {
  const hash = createHash("sha256");
  const gone = new Promise<void>((resolve) => response.once("close", resolve));
  let held: Buffer | undefined;
  for await (const piece of createReadStream(cache.pathOf(artifact.sha256), { highWaterMark: 1 << 18 })) {
    if (response.destroyed) return;
    hash.update(piece);
    if (held !== undefined && !response.write(held)) {
      await Promise.race([new Promise<void>((resolve) => response.once("drain", resolve)), gone]);
    }
    held = piece;
  }
  if (hash.digest("hex") !== artifact.sha256) {
    cache.quarantine(artifact.sha256);
    response.destroy();
    return;
  }
  response.end(held);
}
