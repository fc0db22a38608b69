import { closeSync, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { ObjectCache } from "../../../cache/object-cache.js";
import { Interrupted, MlxError } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import type { Sha256 } from "../../../core/sha256.js";
import { mlxVersion } from "../../../core/version.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { endLine, headerLine, pieceLine, pieceSize, runLine } from "../../../runs/exchange/bundle-line.js";
import { type ContentObject, contentObjects } from "../../../runs/exchange/content-objects.js";
import { shortId } from "../../../runs/short-id.js";
import type { RunHeader } from "../../../runs/types.js";

export interface BundleSource {
  readonly ledger: RunLedger;
  readonly runs: readonly RunHeader[];
  /** The cache whose objects go into the file too; absent: records alone. */
  readonly cache?: ObjectCache;
  readonly signal: AbortSignal;
  readonly onRun?: () => void;
}

/** The bytes of a bundle file, made as they are read: a run and one piece of an object are in memory at a time. */
export function bundleStream(source: BundleSource): Readable {
  const lines = Readable.from(bundleLines(source), { objectMode: true });
  // Weights and images hardly shrink: what level 1 takes off base64 is nearly all that there is to take.
  const zipped = createGzip({ level: source.cache ? 1 : 6 });
  lines.on("error", (error) => zipped.destroy(error));
  return lines.pipe(zipped);
}

/**
 * The objects of runs, each once. @throws {MlxError} `MLX_NOT_CACHED` that names those which the cache lacks: a file that
 * was asked to have them would be of no use without.
 */
export function requireObjects(source: BundleSource & { readonly cache: ObjectCache }): ContentObject[] {
  const objects = new Map<Sha256, ContentObject>();
  for (const { id } of source.runs) {
    const record = source.ledger.record(id);
    if (!record) continue;
    for (const object of contentObjects(record))
      objects.set(object.sha256, { ...object, label: `run ${shortId(id)} ${object.label}` });
  }
  const held = source.cache.hasMany(objects.values());
  const absent = [...objects.values()].filter(({ sha256 }) => !held.has(sha256));
  if (absent.length === 0) return [...objects.values()];
  const named = absent.slice(0, 10).map(({ label }) => `\n  ${label}`);
  const more = absent.length > named.length ? `\n  and ${absent.length - named.length} more` : "";
  throw new MlxError(
    "MLX_NOT_CACHED",
    `${countOf(absent.length, "object")} of these runs ${absent.length === 1 ? "is" : "are"} not in the cache:${named.join("")}${more}`,
    { hint: "bring them with mlx data fetch, or leave out --artifacts to export the records alone" },
  );
}

async function* bundleLines(source: BundleSource): AsyncGenerator<string> {
  const written = new Set<Sha256>();
  yield headerLine(mlxVersion);
  for (const { id } of source.runs) {
    const bundle = source.ledger.exportRun(id);
    if (source.cache) {
      for (const object of contentObjects(bundle.content)) {
        if (written.has(object.sha256)) continue;
        yield* objectLines(source.cache, object, source.signal);
        written.add(object.sha256);
      }
    }
    yield runLine(bundle);
    source.onRun?.();
  }
  yield endLine(source.runs.length, written.size);
}

function* objectLines(
  cache: ObjectCache,
  { sha256, size }: ContentObject,
  signal: AbortSignal,
): Generator<string> {
  const file = openSync(cache.pathOf(sha256), "r");
  try {
    let offset = 0;
    do {
      if (signal.aborted) throw new Interrupted();
      const buffer = Buffer.alloc(Math.min(pieceSize, size - offset));
      const read = readSync(file, buffer, 0, buffer.length, offset);
      if (read < buffer.length) throw damaged(sha256);
      yield pieceLine({ sha256, size, offset, bytes: buffer });
      offset += read;
    } while (offset < size);
  } finally {
    closeSync(file);
  }
}

function damaged(sha256: Sha256): MlxError {
  return new MlxError("MLX_CORRUPT_OBJECT", `the cached object ${sha256} is shorter than it should be`, {
    hint: "mlx data verify --repair mends it, if a remote has it",
  });
}
