import type { ByteSource } from "../byte-source.js";
import { FindingList } from "../finding-list.js";
import type { PickleContext } from "../scan-context.js";
import type { ModelFinding } from "../verdict.js";
import { PickleCollector } from "./collect.js";
import { pausingWalk } from "./pausing-walk.js";
import { limitOf } from "./walk-findings.js";

/** A place where a pickle begins for some loader. */
interface Reading {
  readonly at: number;
  readonly joblib: boolean;
}

/**
 * What a program that does not know of joblib's arrays would do with their bytes: pickle may stop in the middle of them,
 * and whoever loads again, in either way, goes on from there.
 * @param starts where pickles with arrays begin. @param known where pickles begin that have been read.
 * @param collector is given what is handed on to other loaders.
 */
export async function otherReadings(
  source: ByteSource,
  starts: readonly number[],
  known: ReadonlySet<number>,
  { pickles, pause }: PickleContext,
  collector: PickleCollector,
): Promise<ModelFinding[]> {
  const budget = pickles.again;
  const metered = budget.meter(source);
  const findings = new FindingList(true);
  const seen = new Set<number>();
  const readings: Reading[] = starts.map((at) => ({ at, joblib: false }));
  // Readings are added on the way.
  for (const { at, joblib } of readings) {
    const own = new PickleCollector();
    const walk = await pausingWalk(metered, at, own, { joblib, budget }, pause);
    const { outcome, end } = walk;
    findings.add(...own.findings.filter(({ level }) => outcome === "stopped" || level === "suspicious"));
    for (const part of own.handedOn.values()) collector.handOn(part);
    if (outcome === "limit") {
      findings.add(limitOf(walk));
      if (budget.isSpent) break;
    }
    if (joblib && walk.arrays > 0) readings.push({ at, joblib: false });
    if (outcome !== "stopped" || end >= source.size || known.has(end) || seen.has(end)) continue;
    seen.add(end);
    readings.push({ at: end, joblib: true });
  }
  return findings.all;
}
