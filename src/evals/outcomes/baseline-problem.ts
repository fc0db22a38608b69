import { MlxError } from "../../core/errors.js";
import { jsonErrorOffset } from "../../core/json-error-offset.js";
import { displayPath } from "../../core/visible-text.js";
import { parseProblem } from "../../registry/format/parsed.js";

const again = "bring it back: git checkout -- FILE; or take a new one: mlx eval baseline accept SUITE";

/** @param problem the rest of a sentence that begins with the file's name. @param offset of the place in `text`, in UTF-16 units. */
export function baselineProblem(file: string, problem: string, text = "", offset = 0): MlxError {
  return new MlxError("MLX_BASELINE_DAMAGED", `the baseline ${displayPath(file)} ${problem}`, {
    at: placeIn(file, text, offset),
    hint: again.replace("FILE", displayPath(file)),
    exitCode: 2,
  });
}

/** Two branches have accepted a baseline: neither speaks for what was merged. */
export function conflicted(file: string, text: string, offset: number): MlxError {
  return new MlxError(
    "MLX_BASELINE_CONFLICT",
    `the baseline ${displayPath(file)} holds the marks of an unresolved merge conflict`,
    {
      at: placeIn(file, text, offset),
      hint: `keep one side (git checkout --ours -- ${displayPath(file)}), run the suite, and accept what the merged code does: mlx eval baseline accept SUITE`,
      exitCode: 2,
    },
  );
}

/** It may have any form. @param offset of where it says its version. */
export function newerBaseline(file: string, text: string, offset: number): MlxError {
  return new MlxError("MLX_BASELINE_NEWER", `the baseline ${displayPath(file)} was written by a newer mlx`, {
    at: placeIn(file, text, offset),
    hint: "update mlx: npm install --global mlx-cli@latest",
    exitCode: 2,
  });
}

/** @param source what was parsed. @param from where it begins in `text`. */
export function notJson(file: string, text: string, from: number, source: string, error: unknown): MlxError {
  return baselineProblem(file, "is not JSON", text, from + jsonErrorOffset(source, error));
}

function placeIn(file: string, text: string, offset: number) {
  const { line, column } = parseProblem("", text, offset);
  return { file, line, column };
}
