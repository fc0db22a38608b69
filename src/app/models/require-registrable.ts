import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { displayPath } from "../../core/visible-text.js";
import { isWithin } from "../../data/target.js";
import { isItemName } from "../../registry/nouns.js";
import { eventFile, frozenFile, itemFolder, recordFile } from "../../registry/paths.js";
import { refuseIgnoredPointers } from "../data/refuse-add.js";
import { type DataSession, workingPointers } from "../data/session.js";
import { requireNewName } from "../registry/require-new-name.js";

/**
 * That a model may be called so. One that is there already may keep a name that new ones do not get.
 * @throws {MlxError} `MLX_MODEL_NAME`, exit 2.
 */
export function requireModelName(tree: FileTree, name: string): void {
  const names = new Set(
    tree.paths.flatMap((path) => (path.startsWith("models/") ? [path.split("/")[1] ?? ""] : [])),
  );
  if (isItemName(name) && names.has(name)) return;
  requireNewName("model", name);
  const clash = [...names].find((other) => other.toLowerCase() === name.toLowerCase());
  if (clash === undefined) return;
  throw new MlxError(
    "MLX_MODEL_NAME",
    `a model cannot be called ${JSON.stringify(displayPath(name))} beside ${JSON.stringify(displayPath(clash))}: on many disks the two are one folder`,
    { hint: `write it as it is there, ${displayPath(clash)}, or choose another name`, exitCode: 2 },
  );
}

/**
 * That git can hold what is going to be written: no rule ignores it, and it lies in no folder that is tracked as data.
 * @throws {MlxError} `MLX_POINTER_IGNORED`, `MLX_NESTED_POINTER`, exit 2.
 */
export async function requireRegistrable(session: DataSession, name: string): Promise<void> {
  const folder = itemFolder("model", name);
  const { targets } = await workingPointers(session);
  const outer = targets.find(({ path }) => isWithin(folder, path));
  if (outer !== undefined) {
    throw new MlxError(
      "MLX_NESTED_POINTER",
      `${folder} lies inside ${outer.path}, which is tracked as data`,
      {
        hint: `versions of models are files of git: move the data elsewhere, or untrack it: mlx data rm --keep-data ${outer.path}`,
        exitCode: 2,
      },
    );
  }
  const event = eventFile("model", name, "00000000000000000000000000");
  const files = [frozenFile("model", name, "1"), recordFile("model", name, "1"), event];
  await refuseIgnoredPointers(session, files);
}
