import { MlxError } from "../core/errors.js";

/** The file at a store's root that says how the store is laid out. */
export const descriptorKey = "mlx-store.json";

const version = 1;
const layout = "plain";
const kind = "store";

/** The descriptor that this version writes, as canonical JSON. */
export const descriptorText = `${JSON.stringify({ layout, mlx: kind, version }, null, 2)}\n`;

/**
 * Accepts the descriptor of a store that this version can read and write.
 * @throws MlxError `MLX_STORE_FORMAT` if the store was made by a newer mlx, or by something else.
 */
export function checkDescriptor(text: string, location: string): void {
  const found = readDescriptor(text);
  if (found === undefined) {
    throw new MlxError("MLX_STORE_FORMAT", `${location} has a ${descriptorKey} that is not an mlx store's`, {
      hint: "point the remote at another folder or prefix, or restore the file from a backup",
    });
  }
  if (found.version === version && found.layout === layout) return;
  throw new MlxError(
    "MLX_STORE_FORMAT",
    `${location} uses store format ${found.version} with layout ${JSON.stringify(found.layout)}; this mlx knows format ${version} with layout ${JSON.stringify(layout)}`,
    { hint: "update mlx: npm install --global mlx-cli@latest" },
  );
}

function readDescriptor(text: string): { version: number; layout: string } | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== "object" || document === null) return undefined;
  if (!("mlx" in document) || document.mlx !== kind) return undefined;
  if (!("version" in document) || typeof document.version !== "number") return undefined;
  if (!("layout" in document) || typeof document.layout !== "string") return undefined;
  return { version: document.version, layout: document.layout };
}
