import { domainClassifier } from "../stats/drift/domain-classifier.js";
import { pcaReconstruction } from "../stats/drift/pca-reconstruction.js";
import { encodeRows, type RawColumn } from "./encode-rows.js";

/** One test of all columns together, which sees what no column shows alone. */
export interface MultivariateTest {
  readonly name: "domain_classifier" | "pca_reconstruction";
  /** The area under the ROC curve; the mean reconstruction error of the rows of now. */
  readonly statistic: number;
  readonly pValue: number;
  /** The area above 0.5; how far the mean error has moved, in standard deviations of the reference's. */
  readonly effect: number;
  /** Of the effect. */
  readonly threshold: number;
  /** Whether the effect reaches the threshold and chance does not explain it. */
  readonly drifted: boolean;
}

/** Rows that a side needs. */
const fewest = 30;
const significance = 0.05;
const areaThreshold = 0.05;
const errorThreshold = 0.1;

/**
 * Whether the rows of two samples can be told apart, and whether their columns still hang together. Needs the rows of the reference.
 * @returns none where a side has fewer than 30 rows, or nothing varies.
 * @throws {RangeError} if the columns have different numbers of rows.
 */
export function multivariateTests(columns: readonly RawColumn[], seed = "mlx"): MultivariateTest[] {
  const { before, now } = encodeRows(columns);
  if (Math.min(before.length, now.length) < fewest || (before[0]?.length ?? 0) === 0) return [];
  const { auc, pValue } = domainClassifier(before, now, { seed });
  const told = multivariateTest("domain_classifier", auc, auc - 0.5, pValue, areaThreshold);
  if (before[0]?.length === 1) return [told];
  const rebuilt = pcaReconstruction(before, now, { seed });
  return [
    told,
    multivariateTest("pca_reconstruction", rebuilt.current, rebuilt.effect, rebuilt.pValue, errorThreshold),
  ];
}

function multivariateTest(
  name: MultivariateTest["name"],
  statistic: number,
  effect: number,
  pValue: number,
  threshold: number,
): MultivariateTest {
  const drifted = Math.abs(effect) >= threshold && pValue <= significance;
  return { name, statistic, pValue, effect, threshold, drifted };
}
