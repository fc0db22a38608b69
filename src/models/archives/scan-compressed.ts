import type { ByteSource } from "../byte-source.js";
import type { FormatReport } from "../formats/format-report.js";
import { limitFinding, type ScanContext } from "../scan-context.js";
import type { Compression } from "../unpack.js";
import type { ModelFinding } from "../verdict.js";

/** Which compression a file begins with, of those that are unpacked. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  const [first = 0, second = 0, third] = head;
  if (first === 0x1f && second === 0x8b) return "gzip";
  // joblib's own compression; three levels, and a check over both bytes.
  const isZlib = first === 0x78 && (second === 0x01 || second === 0x5e || second === 0x9c || second === 0xda);
  return isZlib && third !== undefined ? "zlib" : undefined;
}

/** Packages and compressions that are known and not read. */
const foreign: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["lzma", [0x5d, 0x00, 0x00]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["lz4", [0x04, 0x22, 0x4d, 0x18]],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["rar", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ["compress", [0x1f, 0x9d]],
];

export function foreignCompression(head: Uint8Array): string | undefined {
  return foreign.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0];
}

/** What is in a compressed file. @returns undefined if nothing of it can be unpacked, so that it is something else. */
export async function scanCompressed(
  name: string,
  source: ByteSource,
  compression: Compression,
  context: ScanContext,
): Promise<FormatReport | undefined> {
  const unpacked = await context.unpack(source, compression, context.budget.left);
  try {
    if (unpacked.outcome === "damaged" && unpacked.source.size === 0) return undefined;
    context.budget.left -= unpacked.source.size;
    const inner = name.replace(/\.(?:gz|gzip|z|tgz)$/i, (end) =>
      end.toLowerCase() === ".tgz" ? ".tar" : "",
    );
    const report = await context.scan(inner, unpacked.source, { ...context, depth: context.depth + 1 });
    const extra: ModelFinding[] = [
      ...(unpacked.outcome === "damaged"
        ? [{ rule: "damaged", level: "unknown", what: "it cannot be unpacked whole", where: "" } as const]
        : []),
      ...(unpacked.outcome === "cut" ? [limitFinding("it unpacks to more than mlx reads")] : []),
    ];
    const findings = [...report.findings, ...extra].map((it) => ({ ...it, where: unpackedPlace(it.where) }));
    return { format: `${report.format} in ${compression}`, findings, facts: report.facts };
  } finally {
    unpacked.dispose();
  }
}

/** Bytes are counted in what comes out. */
function unpackedPlace(where: string): string {
  return /^byte \d+$/.test(where) ? `${where}, unpacked` : where;
}
