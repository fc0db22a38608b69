import { createWriteStream, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MlxError } from "../../../core/errors.js";
import { ioError } from "../../../files/io-error.js";
import { identityName, isAlive, ownIdentity, parseIdentity } from "../../../files/process-identity.js";
import type { App } from "../../app.js";

const draftEnding = ".mlx-tmp";

/** Writes a stream to a file, which is replaced whole or left alone. @param path absolute. @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION (exit 4), MLX_IO. */
export async function saveStream(app: App, stream: Readable, path: string): Promise<void> {
  const prefix = `.${basename(path).slice(0, 80)}.`;
  const draft = join(dirname(path), `${prefix}${identityName(ownIdentity())}${draftEnding}`);
  try {
    removeLeftovers(dirname(path), prefix);
    await pipeline(stream, createWriteStream(draft, { flags: "w", flush: true }), { signal: app.signal });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw ioError(error, `cannot write ${path}`);
  }
}

/** Drafts of this very file by processes that were killed. */
function removeLeftovers(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith(draftEnding)) continue;
    const writer = parseIdentity(name.slice(prefix.length));
    if (writer !== undefined && isAlive(writer) === false) rmSync(join(folder, name), { force: true });
  }
}

/** Sends a stream to standard output as it is. */
export async function printStream(app: App, stream: Readable): Promise<void> {
  const output = app.ui.raw("stdout");
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array) || (await output.write(chunk))) continue;
    throw new MlxError(
      "MLX_IO",
      "standard output takes no more: whoever reads it has gone, or its disk is full",
      {
        hint: "name a file with --output",
      },
    );
  }
}
