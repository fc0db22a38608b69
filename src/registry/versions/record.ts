import { canonicalJson } from "../../core/canonical-json.js";
import { Fields } from "../format/fields.js";
import type { Parsed } from "../format/parsed.js";
import { digestOf, readSealed } from "../format/sealed-json.js";
import { registryNouns, type VersionRecord } from "../types.js";

/** The record with its digest. */
export function sealRecord(fields: Omit<VersionRecord, "mlx" | "digest">): VersionRecord {
  const sealed = { mlx: 1, ...fields } as const;
  return { ...sealed, digest: digestOf(sealed) };
}

/** The one text of a record's file. */
export function formatRecord(record: VersionRecord): string {
  return canonicalJson(record);
}

const keys = [
  ...["mlx", "noun", "name", "version", "sha256", "size"],
  ...["author", "time", "message", "details", "digest"],
];

/** Reads `versions/<version>.json` strictly: any changed byte is a problem. */
export function parseRecord(bytes: Uint8Array): Parsed<VersionRecord> {
  return readSealed(bytes, (value) => {
    const fields = new Fields(value, keys);
    return {
      mlx: fields.formatVersion(),
      noun: fields.choice("noun", registryNouns),
      name: fields.text("name"),
      version: fields.text("version"),
      sha256: fields.digest("sha256"),
      size: fields.size("size"),
      author: fields.person("author"),
      time: fields.time("time"),
      message: fields.text("message"),
      details: fields.mapping("details"),
      digest: fields.digest("digest"),
    };
  });
}
