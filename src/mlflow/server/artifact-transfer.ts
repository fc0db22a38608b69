import type { IncomingMessage, ServerResponse } from "node:http";
import type { ObjectCache } from "../../cache/object-cache.js";
import type { ArtifactIntake } from "./artifact-intake.js";
import { artifactAt } from "./artifact-list.js";
import { decodedPath, ledgerPath, placeAt } from "./artifact-path.js";
import { giveUpWhenSilent } from "./request-body.js";
import { sendObject } from "./send-object.js";
import type { Service } from "./service.js";
import { invalid } from "./service-error.js";

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
  await sendObject(cache, { sha256: artifact.sha256, path: place.path }, response);
}
