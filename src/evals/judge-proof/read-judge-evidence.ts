import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { Fields } from "../../registry/format/fields.js";
import { decodeUtf8, parseProblem } from "../../registry/format/parsed.js";
import { readSealed } from "../../registry/format/sealed-json.js";
import { type JudgeEvidence, judgeEvidenceVersion } from "./judge-evidence.js";

const known = [
  ...["grader", "model", "rubrics", "scale", "weights", "n", "units", "matrix", "agreement", "expected"],
  ...["kappa", "interval", "method", "undefinedBecause", "prevalence", "milder", "stricter", "errored"],
  ...["positionBias", "selfPreference", "flips", "labels", "evaluation", "time", "author", "message"],
];

/**
 * Reads the evidence about a suite's judges strictly: there is one valid text for it but for CRLF
 * line ends, so any byte that was changed shows.
 * @param file for messages. @throws {MlxError} `MLX_JUDGES_DAMAGED`, `MLX_JUDGES_NEWER`, exit 2, with the place.
 */
export function readJudgeEvidence(bytes: Uint8Array, file: string): readonly JudgeEvidence[] {
  refuseNewer(bytes, file);
  const parsed = readSealed(withLf(bytes), (value) => {
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
  return {
    grader: fields.text("grader"),
    ...(fields.has("model") && { model: fields.text("model") }),
    rubrics: fields.texts("rubrics"),
    labels: { path: labels.text("path"), digest: labels.digest("digest") },
    n: fields.size("n"),
    kappa: fields.figure("kappa"),
    ...(fields.has("interval") && { interval: fields.interval("interval") }),
    fields: Object.fromEntries(Object.entries(Object(value))),
  };
}

/** What a newer mlx wrote may have any form, but says so. */
function refuseNewer(bytes: Uint8Array, file: string): void {
  const text = decodeUtf8(bytes) ?? "";
  const version = /^ {2}"mlx": (\d+)/m.exec(text);
  if (version === null || Number(version[1]) <= judgeEvidenceVersion) return;
  const { line, column } = parseProblem("", text, version.index + 2);
  throw new MlxError(
    "MLX_JUDGES_NEWER",
    `the evidence about judges ${displayPath(file)} was written by a newer mlx`,
    { at: { file, line, column }, hint: "update mlx: npm install --global mlx-cli@latest", exitCode: 2 },
  );
}

/** Git on Windows checks text out with CRLF, and bringing the file back would do so again. Values escape theirs. */
function withLf(bytes: Uint8Array): Uint8Array {
  const text = decodeUtf8(bytes);
  return text?.includes("\r\n") ? Buffer.from(text.replaceAll("\r\n", "\n")) : bytes;
}
