import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { type ModelFacts, TensorTally } from "../model-facts.js";
import { scanPickles } from "../pickle/scan-pickles.js";
import type { ScanContext } from "../scan-context.js";
import { atByte, type ModelFinding } from "../verdict.js";
import type { FormatReport } from "./format-report.js";

const longestHeader = 1 << 20;

export function isNpy(head: Uint8Array): boolean {
  return head[0] === 0x93 && new TextDecoder("latin1").decode(head.subarray(1, 6)) === "NUMPY";
}

/**
 * A `.npy` file. Arrays of objects are pickles behind a header, and are walked as such.
 * @throws {BrokenBytes} if the header cannot be read. @see numpy.lib.format, versions 1 to 3
 */
export async function readNpy(
  source: ByteSource,
  _name: string,
  context: ScanContext,
): Promise<FormatReport> {
  const cursor = new Cursor(source, 6);
  const major = cursor.u8();
  cursor.skip(1);
  const length = major === 1 ? cursor.u16() : cursor.u32();
  if (length > longestHeader || length > cursor.left)
    throw new BrokenBytes("its header is longer than it can be", 8);
  const header = cursor.text(length);
  const start = cursor.position;
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(header);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  // An escape in a text could hide the type.
  if (descr === null || shape === undefined || header.includes("\\"))
    throw new BrokenBytes("its header cannot be read", 10);
  const dtype = descr[1] ?? "record";
  const tally = new TensorTally();
  tally.add({ name: "", dtype: dtype.replace(/^[<|=]/, ""), shape: shape.match(/\d+/g)?.map(Number) ?? [] });
  const facts: ModelFacts = { framework: "numpy", ...tally.facts };
  if (!/['"][|<>=]?O\d*['"]/.test(header)) return { format: "npy", findings: [], facts };
  const { findings } = await scanPickles(partOf(source, start, source.size), context, false);
  const moved = findings.map((finding) => movedBy(finding, start));
  return { format: "npy", findings: moved, facts };
}

function movedBy(finding: ModelFinding, start: number): ModelFinding {
  const offset = /^byte (\d+)$/.exec(finding.where)?.[1];
  return offset === undefined ? finding : { ...finding, where: atByte(Number(offset) + start) };
}
