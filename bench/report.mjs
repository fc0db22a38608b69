// What was measured, as a table for people or as JSON.

/** Adds the comparison with the floor and the verdict to a row. */
export function judge(row) {
  const { mlx, floor, budget } = row;
  const ratio = floor && (row.unit.endsWith("/s") ? floor.value / mlx : mlx / floor.value);
  return { ...row, ...(ratio && { ratio }), ...(budget && { verdict: isMet(row) ? "ok" : "over" }) };
}

function isMet({ mlx, floor, budget: { kind, limit } }) {
  switch (kind) {
    case "times-floor":
      return mlx <= floor.value * limit;
    case "above-floor":
      return mlx <= floor.value + limit;
    case "at-least":
      return mlx >= limit;
    case "at-most":
      return mlx <= limit;
    default:
      throw new Error(`no budget of kind ${kind}`);
  }
}

export function printTable(rows, write) {
  const headers = ["", "mlx", "floor", "ratio", "budget", "", "peers"];
  const cells = rows.map((row) => [
    row.what,
    amount(row.mlx, row.unit),
    row.floor ? `${amount(row.floor.value, row.unit)} ${row.floor.what}` : "",
    row.ratio ? `${row.ratio.toFixed(2)} x` : "",
    row.budget ? budgetText(row) : "",
    row.verdict ?? "",
    Object.entries(row.peers)
      .map(([name, value]) => `${name} ${value === undefined ? "not installed" : amount(value, row.unit)}`)
      .join(", "),
  ]);
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...cells.map((line) => line[column].length)),
  );
  for (const line of [headers, ...cells]) {
    write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}

function budgetText({ budget: { kind, limit }, unit }) {
  switch (kind) {
    case "times-floor":
      return `<= ${limit} x`;
    case "above-floor":
      return `<= floor + ${amount(limit, unit)}`;
    case "at-least":
      return `>= ${amount(limit, unit)}`;
    default:
      return `<= ${amount(limit, unit)}`;
  }
}

function amount(value, unit) {
  if (unit.endsWith("/s")) return `${Math.round(value).toLocaleString("en-US")}/s`;
  if (unit === "MB") return `${value.toFixed(0)} MB`;
  if (value < 0.01) return `${(value * 1000).toFixed(2)} ms`;
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;
}
