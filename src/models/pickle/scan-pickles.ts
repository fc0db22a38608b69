import { type ByteSource, partOf } from "../byte-source.js";
import type { ModelFacts } from "../model-facts.js";
import { atByte, type ModelFinding } from "../verdict.js";
import { PickleCollector } from "./collect.js";
import { type PickleWalk, walkPickle } from "./walk.js";

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
const mostTries = 100_000;
/** Opcodes of one try, and of all of them. */
const mostOpcodes = 100_000;
const mostTried = 10_000_000;
const searchPiece = 1 << 20;

/**
 * Walks the pickles that stand one after another from the beginning of a source. Programs often load several, so all of
 * them count. Bytes between or behind them that are no pickles are searched for more.
 * @param joblib read arrays between opcodes as joblib does, and, because plain pickle would not, without them too.
 */
export function scanPickles(source: ByteSource, joblib = true): PickleScan {
  const legacy = legacyMagic.every((byte, index) => source.read(index, 1)[0] === byte);
  const collector = new PickleCollector();
  const extra: ModelFinding[] = [];
  let first: PickleWalk | undefined;
  let [arrays, end, count] = [0, 0, 0];
  for (;;) {
    const own = first === undefined ? collector : new PickleCollector();
    const walk = walkPickle(source, end, own, { joblib });
    if (walk.arrays > 0) extra.push(...plainReading(source, end));
    arrays += walk.arrays;
    if (own !== collector) {
      // Bytes that are no pickle begin by chance like one, and then import what no module is called.
      if (walk.outcome !== "stopped" && !own.findings.some(({ level }) => level === "suspicious")) {
        extra.push(...afterwards(source, end));
        break;
      }
      collector.absorb(own);
    }
    first ??= walk;
    count++;
    if (walk.outcome !== "stopped") {
      extra.push(brokenFinding(walk), ...pickledParts(source, walk.end + 1));
      break;
    }
    end = walk.end;
    if (end >= source.size || (legacy && count === legacyPickles)) break;
  }
  return {
    form: legacy ? "pytorch-legacy" : arrays > 0 ? "joblib" : "pickle",
    findings: [...collector.findings, ...extra],
    facts: { ...collector.tally.facts, imports: [...collector.imports].slice(0, 200) },
    handedOn: [...collector.handedOn.values()].map(({ offset, length }) => partOf(source, offset, length)),
    first: first ?? walkPickle(source, 0, collector, { joblib }),
    end,
  };
}

/** What a program that does not know of joblib's arrays would do with their bytes. */
function plainReading(source: ByteSource, start: number): ModelFinding[] {
  const collector = new PickleCollector();
  const { outcome } = walkPickle(source, start, collector, { joblib: false });
  return collector.findings.filter(({ level }) => outcome === "stopped" || level === "suspicious");
}

function brokenFinding({ outcome, problem, end }: PickleWalk): ModelFinding {
  if (outcome === "limit")
    return {
      rule: "limit",
      level: "unknown",
      what: `the pickle is not read to its end: ${problem}`,
      where: atByte(end),
    };
  const what =
    outcome === "cut" ? "the pickle is cut off" : `the pickle cannot be read any further: ${problem}`;
  return { rule: "damaged", level: "unknown", what, where: atByte(end) };
}

function afterwards(source: ByteSource, end: number): ModelFinding[] {
  const rest = source.size - end;
  const what = `${rest} ${rest === 1 ? "byte follows" : "bytes follow"} the last pickle, and are none`;
  return [{ rule: "damaged", level: "unknown", what, where: atByte(end) }, ...pickledParts(source, end)];
}

/** Looks for pickles among other bytes, by how those of protocols 2 to 5 begin. Only what is dangerous is told. */
function pickledParts(source: ByteSource, start: number): ModelFinding[] {
  let [tries, tried] = [0, 0];
  for (let piece = start; piece < source.size && tries < mostTries; piece += searchPiece) {
    const bytes = source.read(piece, searchPiece + 1).slice();
    for (let at = bytes.indexOf(0x80); at !== -1 && at < searchPiece; at = bytes.indexOf(0x80, at + 1)) {
      const protocol = bytes[at + 1] ?? 0;
      if (protocol < 2 || protocol > 5) continue;
      if (++tries >= mostTries) break;
      const collector = new PickleCollector();
      tried += walkPickle(source, piece + at, collector, { joblib: false, mostOpcodes }).opcodes;
      if (tried > mostTried) tries = mostTries;
      const dangers = collector.findings.filter(({ rule }) => rule === "dangerous-import");
      if (dangers.length > 0) return dangers;
    }
  }
  return [];
}
