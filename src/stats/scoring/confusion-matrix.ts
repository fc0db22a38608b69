import type { ClassCases } from "./types.js";

/** Cases by what they are (rows) and what they were said to be (columns). */
export function confusionMatrix({
  classes,
  truth,
  prediction,
  n,
}: ClassCases): readonly (readonly number[])[] {
  const matrix = classes.map(() => classes.map(() => 0));
  for (let place = 0; place < n; place++) {
    const row = matrix[truth[place] ?? 0];
    const column = prediction[place] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}
