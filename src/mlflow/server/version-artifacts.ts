import type { ServerResponse } from "node:http";
import type { ObjectCache } from "../../cache/object-cache.js";
import { compareBytes } from "../../core/byte-order.js";
import { decodedPath, safePath } from "./artifact-path.js";
import { asked, findVersion } from "./registry-calls.js";
import { versionFolder } from "./registry-message.js";
import type { VersionFile } from "./registry-port.js";
import { sendObject } from "./send-object.js";
import type { Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

/** A place among the files of a version: `registered-models/NAME/VERSION/PATH`. */
interface VersionPlace {
  readonly name: string;
  readonly version: string;
  /** Empty for all of them. */
  readonly path: string;
}

/** Whether an address of the artifact proxy is of a version. */
export function isVersionAddress(address: string): boolean {
  return address === versionFolder || address.startsWith(`${versionFolder}/`);
}

/** What is directly below a place: names, of files with their sizes. */
export async function listVersion(
  service: Service,
  address: string,
): Promise<{ readonly name: string; readonly size?: number }[]> {
  const { files, path } = await filesAt(service, safePath(address));
  const prefix = path === "" ? "" : `${path}/`;
  const found = new Map<string, number | undefined>();
  for (const file of files) {
    if (!file.path.startsWith(prefix)) continue;
    const [name = "", deeper] = file.path.slice(prefix.length).split("/", 2);
    found.set(name, deeper === undefined ? file.size : undefined);
  }
  return [...found]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, size]) => ({ name, ...(size !== undefined && { size }) }));
}

/** Answers with a file's bytes, which are fetched where the cache lacks them. @param rawPath as sent. */
export async function downloadVersion(
  service: Service,
  cache: ObjectCache,
  rawPath: string,
  response: ServerResponse,
): Promise<void> {
  const { name, version, path, files } = await filesAt(service, decodedPath(rawPath));
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    if (path === "" || files.some((one) => one.path.startsWith(`${path}/`))) {
      throw invalid(`${path === "" ? "the root" : path} is a folder`);
    }
    throw absent(`${name}@${version} has no file ${path}`);
  }
  await asked(service, (registry) => registry.bring(name, version, path));
  await sendObject(cache, { sha256: file.sha256, path }, response);
}

async function filesAt(
  service: Service,
  address: string,
): Promise<VersionPlace & { readonly files: readonly VersionFile[] }> {
  const [, name = "", version = "", ...rest] = address.split("/");
  await findVersion(service, name, version);
  const files = await asked(service, (registry) => registry.files(name, version));
  return { name, version, path: rest.join("/"), files };
}
