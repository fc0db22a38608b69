import { MlxError } from "../core/errors.js";
import { isSha256, type Sha256 } from "../core/sha256.js";
import type { ObjectStore } from "../ports.js";

const key = "gc/candidates.json";

/** Objects of a store that nothing named when the list was made. */
export interface GarbageCandidates {
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly objects: ReadonlySet<Sha256>;
}

/** The store's list of garbage candidates; `undefined` if it has none. @throws {MlxError} `MLX_STORE_DAMAGED` */
export async function readGarbage(
  store: ObjectStore,
  signal?: AbortSignal,
): Promise<GarbageCandidates | undefined> {
  const text = await store.readText(key, signal);
  if (text === undefined) return undefined;
  const parsed = parseCandidates(text);
  if (parsed) return parsed;
  throw new MlxError("MLX_STORE_DAMAGED", `${store.location}/${key} is not a list of garbage candidates`, {
    hint: "remove it from the store, then run mlx data gc --remote again",
  });
}

/** Only the objects of the list: a pusher writes those that it needs again. */
export async function readCandidates(store: ObjectStore, signal?: AbortSignal): Promise<ReadonlySet<Sha256>> {
  return (await readGarbage(store, signal))?.objects ?? new Set();
}

/** Replaces the list; an empty one is removed. */
export async function writeGarbage(
  store: ObjectStore,
  candidates: GarbageCandidates,
  signal?: AbortSignal,
): Promise<void> {
  if (candidates.objects.size === 0) return store.removeText(key, signal);
  const document = {
    createdAt: new Date(candidates.createdAt).toISOString(),
    objects: [...candidates.objects].sort(),
  };
  return store.writeText(key, `${JSON.stringify(document, null, 2)}\n`, signal);
}

function parseCandidates(text: string): GarbageCandidates | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("createdAt" in value) || !("objects" in value))
    return undefined;
  const createdAt = typeof value.createdAt === "string" ? Date.parse(value.createdAt) : Number.NaN;
  if (Number.isNaN(createdAt) || !Array.isArray(value.objects)) return undefined;
  const objects = value.objects.filter((item): item is Sha256 => typeof item === "string" && isSha256(item));
  return objects.length === value.objects.length ? { createdAt, objects: new Set(objects) } : undefined;
}
