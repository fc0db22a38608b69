import type { SourceFormat } from "./table-source.js";

const formats: ReadonlyMap<string, SourceFormat> = new Map([
  ["csv", "csv"],
  ["tsv", "tsv"],
  ["tab", "tsv"],
  ["jsonl", "jsonl"],
  ["ndjson", "jsonl"],
  ["parquet", "parquet"],
  ["pq", "parquet"],
]);

/** What the name of a data file says: `x.csv.gz` is CSV packed with gzip. */
export function formatOfName(name: string): {
  readonly format?: SourceFormat;
  readonly packing?: "gzip" | "zstd";
} {
  const lower = name.toLowerCase();
  const packing = /\.(?:gz|gzip)$/.test(lower) ? "gzip" : /\.(?:zst|zstd)$/.test(lower) ? "zstd" : undefined;
  const inner = packing === undefined ? lower : lower.slice(0, lower.lastIndexOf("."));
  const format = formats.get(inner.slice(inner.lastIndexOf(".") + 1));
  return { ...(format !== undefined && { format }), ...(packing !== undefined && { packing }) };
}
