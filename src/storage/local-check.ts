import { readdirSync, statSync } from "node:fs";
import { MlxError } from "../core/errors.js";
import type { AccessCheck, ObjectStore } from "../ports.js";
import { explainFileError } from "./local-explain.js";

const probeName = "mlx-check.txt";
const probeText = "mlx remote check writes and removes this file\n";

/** Tries writing, reading, listing and deleting in a folder store. */
export async function checkFolder(store: ObjectStore): Promise<AccessCheck[]> {
  const found = statSync(store.location, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    const detail =
      found === undefined ? `there is no folder ${store.location}` : `${store.location} is not a folder`;
    const hint = "mount the drive it is on, correct the remote's path, or push to it first: mlx data push";
    return [{ name: "reach", ok: false, optional: false, detail, hint }];
  }
  const reach: AccessCheck = {
    name: "reach",
    ok: true,
    optional: false,
    detail: `${store.location} is a folder`,
  };
  const write = await attempt("write", false, "objects can be written", () =>
    store.writeText(probeName, probeText),
  );
  const read = await attempt("read", false, "objects can be read", async () => {
    const text = await store.readText(probeName);
    if (write.ok && text !== probeText)
      throw new MlxError("MLX_IO", "other bytes came back than were written");
  });
  const list = await attempt("list", true, "objects can be listed", () => {
    try {
      readdirSync(store.location);
    } catch (error) {
      throw explainFileError(error, store.location);
    }
  });
  if (!write.ok) return [reach, read, write, list];
  const remove = await attempt("delete", true, "objects can be deleted", () => store.removeText(probeName));
  return [reach, read, write, list, remove];
}

async function attempt(
  name: AccessCheck["name"],
  optional: boolean,
  good: string,
  work: () => void | Promise<void>,
): Promise<AccessCheck> {
  try {
    await work();
    return { name, ok: true, optional, detail: good };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return {
      name,
      ok: false,
      optional,
      detail: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
}
