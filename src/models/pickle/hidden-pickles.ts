import type { ByteSource } from "../byte-source.js";
import type { PickleContext } from "../scan-context.js";
import type { ModelFinding } from "../verdict.js";
import { PickleCollector } from "./collect.js";
import { walkPickle } from "./walk.js";
import { limitOf } from "./walk-findings.js";

/** Of one attempt. */
const mostOpcodes = 100_000;
const mostBytes = 1 << 20;
const searchPiece = 1 << 20;

/** What a search came to. */
export interface HiddenPickles {
  /** Only what is dangerous: chance makes names of anything. */
  readonly findings: readonly ModelFinding[];
  /** Of an attempt that was given up, or of a search that was. */
  readonly limit: ModelFinding | undefined;
}

/**
 * Looks for pickles among other bytes, by how those of protocols 2 to 5 begin.
 * @param mostTries how many of those beginnings are followed.
 */
export async function hiddenPickles(
  source: ByteSource,
  start: number,
  { pickles, pause }: PickleContext,
  mostTries: number,
): Promise<HiddenPickles> {
  const budget = pickles.again;
  let limit: ModelFinding | undefined;
  let tries = 0;
  for (let piece = start; piece < source.size; piece += searchPiece) {
    await pause();
    const bytes = source.read(piece, searchPiece + 1).slice();
    for (let at = bytes.indexOf(0x80); at !== -1 && at < searchPiece; at = bytes.indexOf(0x80, at + 1)) {
      const protocol = bytes[at + 1] ?? 0;
      if (protocol < 2 || protocol > 5) continue;
      if (++tries > mostTries) return { findings: [], limit };
      const collector = new PickleCollector();
      const metered = budget.meter(source, mostBytes);
      const walk = walkPickle(metered, piece + at, collector, { joblib: false, mostOpcodes, budget });
      const findings = collector.findings.filter(({ rule }) => rule === "dangerous-import");
      if (findings.length > 0) return { findings, limit };
      if (walk.outcome !== "limit") continue;
      limit ??= limitOf(walk);
      if (budget.isSpent) return { findings, limit };
    }
  }
  return { findings: [], limit };
}
