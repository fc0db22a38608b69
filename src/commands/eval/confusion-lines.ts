import { formatCount } from "../../core/format-bytes.js";
import type { Theme } from "../../ui/theme.js";

/**
 * A confusion matrix: people's labels in rows, the judge's verdicts in columns, sums at the sides. Where both agree is marked, what did not
 * happen is a dot.
 */
export function confusionLines(
  theme: Theme,
  matrix: readonly (readonly number[])[],
  names: readonly string[],
): readonly string[] {
  const columns = names.map((_, column) => sumOf(matrix.map((row) => row[column] ?? 0)));
  const total = sumOf(columns);
  const width = Math.max(5, formatCount(total).length, ...names.map((name) => name.length)) + 2;
  const side = Math.max(...names.map((name) => name.length));
  const cell = (count: number) => formatCount(count).padStart(width);
  const frame = "─".repeat(width * names.length + 2);
  const lead = "people  ".length + side + 1;
  const rows = matrix.map((row, place) => {
    const cells = row.map((count, column) => {
      if (count === 0) return theme.dim("·".padStart(width));
      return place === column ? theme.bold(theme.green(cell(count))) : theme.red(cell(count));
    });
    const head = place === 0 ? "people  " : " ".repeat(8);
    return `${head}${(names[place] ?? "").padStart(side)} │${cells.join("")}  │${cell(sumOf(row))}`;
  });
  return [
    `${" ".repeat(lead + 3)}judge`,
    `${" ".repeat(lead + 1)}${names.map((name) => name.padStart(width)).join("")}`,
    `${" ".repeat(lead)}┌${frame}┐`,
    ...rows,
    `${" ".repeat(lead)}└${frame}┘`,
    `${" ".repeat(lead + 1)}${columns.map(cell).join("")}   ${cell(total)}`,
  ];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
