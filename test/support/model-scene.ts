import { type Sha256, sha256Of } from "../../src/core/sha256.js";
import { formatPointer } from "../../src/data/pointer.js";
import type { FileEntry } from "../../src/data/types.js";
import type { VersionRecord } from "../../src/registry/types.js";
import { ann, RegistryScene } from "./registry-scene.js";

/** The listed pointer of files given by their contents. */
export function frozenPointer(files: Readonly<Record<string, string>>): {
  readonly text: string;
  readonly entries: readonly FileEntry[];
} {
  const entries = Object.entries(files)
    .map(([path, content]): FileEntry => {
      return { path, sha256: sha256Of(content), size: Buffer.byteLength(content), mode: "644" };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { text: formatPointer({ kind: "directory", entries }), entries };
}

/** What the record of a version says of files, and what else a test wants it to say. */
export function modelDetails(
  entries: readonly FileEntry[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    artifacts: entries.map(({ path, sha256, size }) => ({ path, sha256, size, format: "json" })),
    files: entries.length,
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
    format: "json",
    scan: { verdict: "ok", rules: [] },
    missing: [],
    ...more,
  };
}

/** The registry of the model `penguins`, built without any command. */
export class ModelScene extends RegistryScene {
  constructor(name = "penguins") {
    super("model", name);
  }

  /** A version with these files. @param more of the details. */
  register(
    version: number,
    files: Readonly<Record<string, string>> = { "model.json": `{"version": ${version}}` },
    more: Readonly<Record<string, unknown>> = {},
    author = ann,
  ): VersionRecord {
    const { text, entries } = frozenPointer(files);
    return this.publish(String(version), text, author, modelDetails(entries, more));
  }

  /** Of a file of `register`'s default. */
  static digest(version: number): Sha256 {
    return sha256Of(`{"version": ${version}}`);
  }
}
