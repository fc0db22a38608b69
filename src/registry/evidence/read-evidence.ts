import type { Sha256 } from "../../core/sha256.js";
import { Fields } from "../format/fields.js";
import { type Parsed, parseProblem } from "../format/parsed.js";
import { readCanonical } from "../format/sealed-json.js";
import { registryNouns } from "../types.js";
import {
  driftEvidenceVerdicts,
  type Evidence,
  type EvidenceHead,
  evidenceDigest,
  evidenceKinds,
  reproductionGrades,
} from "./evidence.js";
import { evidenceContradiction } from "./evidence-contradiction.js";
import { evaluationKeys, readEvaluation } from "./read-evaluation-evidence.js";

const headKeys = [
  ...["mlx", "kind", "noun", "name", "version", "record", "commit", "dirty", "author", "time", "taken"],
];
const keys: Readonly<Record<Evidence["kind"], readonly string[]>> = {
  evaluation: evaluationKeys,
  drift: ["monitor", "file", "baseline", "data", "rows", "verdict", "reason", "drifted", "check"],
  reproduction: ["run", "reproducedAs", "grade", "reasons", "tolerance"],
};

/**
 * Reads a file of evidence strictly: any changed byte is a problem, since the file is named by the digest of its bytes.
 * @param named the digest in its name.
 */
export function readEvidence(bytes: Uint8Array, named: Sha256): Parsed<Evidence> {
  const read = readCanonical(bytes, (json) => ({ ok: true, value: evidenceOf(json) }));
  if (!read.ok) return read;
  if (evidenceDigest(bytes) === named) {
    const wrong = read.value.kind === "evaluation" ? evidenceContradiction(read.value) : undefined;
    return wrong === undefined ? read : parseProblem(wrong);
  }
  const found = evidenceDigest(bytes).slice(0, 12);
  return parseProblem(
    `was changed after it was written: its bytes have the digest ${found}…, not its name's`,
  );
}

function evidenceOf(json: unknown): Evidence {
  const kind = new Fields(json, [...headKeys, ...Object.values(keys).flat()]).choice("kind", evidenceKinds);
  const fields = new Fields(json, [...headKeys, ...keys[kind]]);
  const head = headOf(fields);
  switch (kind) {
    case "evaluation":
      return { ...head, ...readEvaluation(fields) };
    case "drift": {
      const data = fields.inner("data", ["path", "sha256"]);
      return {
        ...head,
        kind,
        monitor: fields.text("monitor"),
        file: fields.text("file"),
        baseline: fields.text("baseline"),
        data: { path: data.text("path"), sha256: data.text("sha256") },
        rows: fields.size("rows"),
        verdict: fields.choice("verdict", driftEvidenceVerdicts),
        reason: fields.text("reason"),
        drifted: fields.texts("drifted"),
        check: fields.text("check"),
      };
    }
    case "reproduction":
      return {
        ...head,
        kind,
        run: fields.text("run"),
        ...(fields.has("reproducedAs") && { reproducedAs: fields.text("reproducedAs") }),
        grade: fields.choice("grade", reproductionGrades),
        reasons: fields.texts("reasons"),
        ...(fields.has("tolerance") && { tolerance: fields.number("tolerance") }),
      };
  }
}

function headOf(fields: Fields): EvidenceHead {
  return {
    mlx: fields.formatVersion(),
    noun: fields.choice("noun", registryNouns),
    name: fields.text("name"),
    version: fields.text("version"),
    record: fields.digest("record"),
    ...(fields.has("commit") && { commit: fields.text("commit") }),
    dirty: fields.flag("dirty"),
    author: fields.person("author"),
    time: fields.time("time"),
    ...(fields.has("taken") && fields.flag("taken") && { taken: true }),
  };
}
