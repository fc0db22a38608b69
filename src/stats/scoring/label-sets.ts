/** The labels of a cell: a JSON list, or words with `;` between them, or `,` where no cell has `;`. Each once. */
export function labelsOf(cell: string, separator: ";" | ","): readonly string[] {
  const text = cell.trim();
  const labels = listOf(text) ?? text.split(separator);
  return [...new Set(labels.map((label) => label.trim()).filter((label) => label !== ""))];
}

/** What stands between the labels of a column's cells. */
export function separatorOf(cells: Iterable<string>): ";" | "," {
  for (const cell of cells) if (cell.includes(";") && listOf(cell.trim()) === undefined) return ";";
  return ",";
}

/** Whether a cell holds several labels for certain: a JSON list, or words with `;` between them. */
export function isLabelSet(cell: string): boolean {
  return cell.includes(";") || listOf(cell.trim()) !== undefined;
}

function listOf(text: string): readonly string[] | undefined {
  if (!text.startsWith("[") || !text.endsWith("]")) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    return list.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  } catch {
    return undefined;
  }
}
