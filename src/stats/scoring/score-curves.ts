import { type CalibrationBin, calibrationCurve, forecastsOf } from "./calibration.js";
import {
  type PrecisionRecallPoint,
  precisionRecallCurve,
  type RocPoint,
  rocCurve,
  type ThresholdRow,
  thresholdTable,
} from "./curves.js";
import type { ScoringCases } from "./types.js";

/** What can be drawn of probabilities. */
export interface ScoreCurves {
  /** Of a binary task the positive class, of several classes each against all others. */
  readonly classes: readonly {
    readonly label: string;
    readonly roc: readonly RocPoint[];
    readonly precisionRecall: readonly PrecisionRecallPoint[];
  }[];
  readonly calibration: readonly CalibrationBin[];
  /** Of a binary task alone. */
  readonly thresholds: readonly ThresholdRow[];
}

const thresholds = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);

/** Nothing for cases without probabilities. */
export function scoreCurves(cases: ScoringCases, bins: number): ScoreCurves {
  if (cases.task === "regression" || cases.task === "multilabel" || cases.scores === undefined) {
    return { classes: [], calibration: [], thresholds: [] };
  }
  const isBinary = cases.task === "binary";
  const classes = cases.scores.map((scores, index) => {
    const klass = isBinary ? 1 : index;
    const truth = Uint8Array.from(cases.truth, (is) => (is === klass ? 1 : 0));
    return {
      label: cases.classes[klass] ?? "",
      roc: rocCurve(truth, scores),
      precisionRecall: precisionRecallCurve(truth, scores),
    };
  });
  const [only] = cases.scores;
  return {
    classes,
    calibration: calibrationCurve(forecastsOf(cases), bins),
    thresholds: isBinary && only ? thresholdTable(cases.truth, only, thresholds) : [],
  };
}
