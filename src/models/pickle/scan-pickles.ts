import { type ByteSource, partOf } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import type { ModelFacts } from "../model-facts.js";
import type { PickleContext } from "../scan-context.js";
import { atByte, type ModelFinding } from "../verdict.js";
import { PickleCollector } from "./collect.js";
import { hiddenPickles } from "./hidden-pickles.js";
import { otherReadings } from "./other-readings.js";
import { pausingWalk } from "./pausing-walk.js";
import type { PickleWalk } from "./pickle-walk.js";
import { brokenFinding, limitOf } from "./walk-findings.js";

/** What one or more pickles in a row come to. */
export interface PickleScan {
  readonly form: "pickle" | "joblib" | "pytorch-legacy";
  readonly findings: readonly ModelFinding[];
  readonly facts: ModelFacts;
  /** Parts that another loader would be given as a file. */
  readonly handedOn: readonly ByteSource[];
  /** How the first pickle ended. */
  readonly first: PickleWalk;
  /** Where the last pickle ends. */
  readonly end: number;
}

/** What files of PyTorch before 1.6 begin with: a pickle of a long number. @see torch/serialization.py, MAGIC_NUMBER */
const legacyMagic = [
  0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
];
/** Magic number, protocol, system, the object, the keys of the storages; raw tensors follow. */
const legacyPickles = 5;
/** Beginnings of pickles that are followed among bytes that are damaged anyway. */
const mostTries = 100_000;

/**
 * Walks the pickles that stand one after another from the beginning of a source. Programs often load several, so all of
 * them count. Bytes between or behind them that are no pickles are searched for more.
 * @param joblib read arrays between opcodes as joblib does, and, because plain pickle would not, without them too.
 */
export async function scanPickles(
  source: ByteSource,
  context: PickleContext,
  joblib = true,
): Promise<PickleScan> {
  context.pickles.grant(source.size);
  const legacy = legacyMagic.every((byte, index) => source.read(index, 1)[0] === byte);
  const collector = new PickleCollector();
  const expected = legacy ? legacyPickles : Number.POSITIVE_INFINITY;
  const row = await readRow(source, context, joblib, expected, collector);
  const { withArrays, starts, findings, rest } = row;
  const others = await otherReadings(source, withArrays, starts, context, collector);
  const extra = [...others, ...findings];
  if (rest !== undefined) {
    // Where nothing else speaks against the bytes, all of them must be searched.
    const isSound = findings.length === 0;
    const most = isSound ? Number.POSITIVE_INFINITY : mostTries;
    const hidden = await hiddenPickles(source, rest, context, most);
    extra.push(...hidden.findings, ...(isSound && hidden.limit ? [hidden.limit] : []));
  }
  return {
    form: legacy ? "pytorch-legacy" : row.withArrays.length > 0 ? "joblib" : "pickle",
    findings: [...collector.findings, ...extra],
    facts: { ...collector.tally.facts, imports: [...collector.imports].slice(0, 200) },
    handedOn: [...collector.handedOn.values()].map(({ offset, length }) => partOf(source, offset, length)),
    first: row.first,
    end: row.end,
  };
}

interface Row {
  readonly first: PickleWalk;
  /** Where the last pickle ends. */
  readonly end: number;
  /** Where pickles begin, and those of them that have arrays in joblib's way. */
  readonly starts: ReadonlySet<number>;
  readonly withArrays: readonly number[];
  /** About what is not as it should be with the row itself. */
  readonly findings: readonly ModelFinding[];
  /** Where bytes begin that are no pickles, and are to be searched. */
  readonly rest: number | undefined;
}

/** @param expected behind so many pickles there may be anything, also more of them. */
async function readRow(
  source: ByteSource,
  { pickles, pause }: PickleContext,
  joblib: boolean,
  expected: number,
  collector: PickleCollector,
): Promise<Row> {
  const budget = pickles.row;
  const metered = budget.meter(source);
  const options = { joblib, budget, cursor: new Cursor(metered) };
  const starts = new Set<number>();
  const withArrays: number[] = [];
  let [first, raw]: [PickleWalk | undefined, number | undefined] = [undefined, undefined];
  for (let at = 0; ; ) {
    const own = first === undefined ? collector : new PickleCollector();
    const walk = await pausingWalk(metered, at, own, options, pause);
    starts.add(at);
    if (walk.arrays > 0) withArrays.push(at);
    const [isFirst, isBroken] = [first === undefined, walk.outcome !== "stopped"];
    first ??= walk;
    const row = { first, starts, withArrays };
    // Bytes that are no pickle begin by chance like one, and then import what no module is called.
    if (!isFirst && isBroken && !own.findings.some(({ level }) => level === "suspicious")) {
      const others = raw === undefined ? [noPickles(source.size - at, at)] : [];
      const findings = walk.outcome === "limit" ? [limitOf(walk)] : others;
      return { ...row, end: at, findings, rest: raw ?? at };
    }
    if (!isFirst) collector.absorb(own);
    if (isBroken) return { ...row, end: at, findings: [brokenFinding(walk)], rest: raw ?? walk.end + 1 };
    at = walk.end;
    if (starts.size === expected) raw = at;
    if (at >= source.size) return { ...row, end: at, findings: [], rest: raw };
  }
}

function noPickles(count: number, at: number): ModelFinding {
  const what = `${count} ${count === 1 ? "byte follows" : "bytes follow"} the last pickle, and are none`;
  return { rule: "damaged", level: "unknown", what, where: atByte(at) };
}
