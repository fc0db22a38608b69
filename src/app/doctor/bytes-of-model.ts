import { frozenFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { App } from "../app.js";
import { cachedEntriesOf } from "../data/listing.js";
import { openDataSession } from "../data/session.js";
import { frozenPointer } from "../models/model-artifacts.js";
import type { StoreReading } from "./read-store.js";

/** Where the bytes of a model's version can be had from; fetches nothing. */
export async function bytesOfModel(
  app: App,
  { tree, name }: RegistryItem,
  version: string,
  store: StoreReading,
): Promise<"cache" | "store" | "nowhere"> {
  const frozen = tree.read(frozenFile("model", name, version));
  const pointer = frozen && frozenPointer(frozen);
  if (pointer === undefined) return "nowhere";
  const { cache } = await openDataSession(app, { command: "doctor", bare: true });
  const entries = await cachedEntriesOf(cache, pointer);
  if (
    entries !== undefined &&
    cache.hasMany(entries).size === new Set(entries.map(({ sha256 }) => sha256)).size
  )
    return "cache";
  const digests = entries?.map(({ sha256 }) => sha256) ?? ("tree" in pointer ? [pointer.tree] : []);
  const stored = await store.existing(digests);
  return digests.length > 0 && digests.every((digest) => stored.has(digest)) ? "store" : "nowhere";
}
