import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { FieldProblem, Fields } from "../../registry/fields.js";
import { decodeUtf8, parseProblem } from "../../registry/parsed.js";
import { readSealed } from "../../registry/sealed-json.js";
import { evidenceVersion, type JudgeEvidence } from "./judge-evidence.js";

const known = [
  ...["grader", "model", "rubrics", "scale", "weights", "n", "units", "matrix", "agreement", "expected"],
  ...["kappa", "interval", "method", "undefinedBecause", "prevalence", "milder", "stricter", "errored"],
  ...["positionBias", "selfPreference", "flips", "labels", "evaluation", "time", "author", "message"],
];

/**
 * Reads the evidence about a suite's judges strictly: there is one valid text for it, so any byte that was changed shows.
 * @param file for messages. @throws {MlxError} `MLX_JUDGES_DAMAGED`, `MLX_JUDGES_NEWER`, exit 2, with the place.
 */
export function readEvidence(bytes: Uint8Array, file: string): readonly JudgeEvidence[] {
  refuseNewer(bytes, file);
  const parsed = readSealed(bytes, (value) => {
    const fields = new Fields(value, ["mlx", "suite", "judges", "digest"]);
    fields.formatVersion();
    fields.text("suite");
    fields.digest("digest");
    return fields.list("judges", evidenceOf);
  });
  if (parsed.ok) return parsed.value;
  const { problem, line, column } = parsed;
  const shown = displayPath(file);
  throw new MlxError("MLX_JUDGES_DAMAGED", `the evidence about judges ${shown} ${problem}`, {
    at: { file, line, column },
    hint: `bring it back: git checkout -- ${shown}; or remove it and prove the judges again: mlx eval judge SUITE --labels FILE`,
    exitCode: 2,
  });
}

function evidenceOf(value: unknown): JudgeEvidence {
  const fields = new Fields(value, known);
  const labels = new Fields(fields.mapping("labels"), ["path", "digest"]);
  const all: ReadonlyMap<string, unknown> = new Map(Object.entries(Object(value)));
  const kappa = all.get("kappa");
  return {
    grader: fields.text("grader"),
    ...(fields.has("model") && { model: fields.text("model") }),
    rubrics: fields.list("rubrics", (one) => textIn("rubrics", one)),
    labels: { path: labels.text("path"), digest: labels.digest("digest") },
    n: fields.size("n"),
    kappa: kappa === null ? null : numberIn("kappa", kappa),
    ...(fields.has("interval") && { interval: intervalOf(fields) }),
    fields: Object.fromEntries(all),
  };
}

function intervalOf(fields: Fields): readonly [number, number] {
  const [low, high, ...more] = fields.list("interval", (one) => numberIn("interval", one));
  if (low !== undefined && high !== undefined && more.length === 0) return [low, high];
  throw new FieldProblem("interval", '"interval" must be two numbers');
}

function textIn(key: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new FieldProblem(key, `${JSON.stringify(key)} must hold texts`);
}

function numberIn(key: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new FieldProblem(key, `${JSON.stringify(key)} must be a number`);
}

/** What a newer mlx wrote may have any form, but says so. */
function refuseNewer(bytes: Uint8Array, file: string): void {
  const text = decodeUtf8(bytes) ?? "";
  const version = /^ {2}"mlx": (\d+)/m.exec(text);
  if (version === null || Number(version[1]) <= evidenceVersion) return;
  const { line, column } = parseProblem("", text, version.index + 2);
  throw new MlxError(
    "MLX_JUDGES_NEWER",
    `the evidence about judges ${displayPath(file)} was written by a newer mlx`,
    { at: { file, line, column }, hint: "update mlx: npm install --global mlx-cli@latest", exitCode: 2 },
  );
}
