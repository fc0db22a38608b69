import type { PageRow } from "../page-data.js";
import { factsOf, gradesOf } from "./case-parts.js";
import { element } from "./elements.js";
import type { ReportData } from "./report-data.js";
import { textBlock } from "./text-block.js";
import { wordDifference } from "./word-difference.js";

/** The row to hold a row against at first: its like in the other evaluation, else the next one of its test. */
export function counterpartOf(data: ReportData, row: PageRow): PageRow | undefined {
  const others = data.rowsOf(row).filter((other) => other !== row);
  const { side } = data.combination(row);
  const like = (other: PageRow) => data.combination(other).side !== side && other.repeat === row.repeat;
  const { prompt, provider } = data.combination(row);
  const same = (other: PageRow) =>
    data.combination(other).prompt === prompt && data.combination(other).provider === provider;
  return others.find((other) => like(other) && same(other)) ?? others.find(like) ?? others[0];
}

/** Two answers to the same test beside each other, with the words marked that differ. */
export function sideBySide(data: ReportData, row: PageRow): HTMLElement {
  const all = data.rowsOf(row);
  const other = counterpartOf(data, row) ?? row;
  const isAfter = data.combination(row).side === 1;
  let [a, b] = isAfter ? [other, row] : [row, other];
  const columns = element("div", { class: "pair" });
  const draw = () => {
    const [before, after] = wordDifference(data.text(a.output), data.text(b.output));
    columns.replaceChildren(column(data, a, before, "del"), column(data, b, after, "ins"));
  };
  const first = picker(data, "A", all, a, (chosen) => {
    a = chosen;
    draw();
  });
  const second = picker(data, "B", all, b, (chosen) => {
    b = chosen;
    draw();
  });
  draw();
  return element("div", {}, element("div", { class: "pick" }, first, second), columns);
}

function picker(
  data: ReportData,
  name: string,
  rows: readonly PageRow[],
  chosen: PageRow,
  pick: (row: PageRow) => void,
): HTMLElement {
  const options = rows.map((row, place) =>
    element("option", { value: place, selected: row === chosen }, data.label(row)),
  );
  const select = element("select", {}, ...options);
  select.addEventListener("change", () => {
    const row = rows[Number(select.value)];
    if (row !== undefined) pick(row);
  });
  return element("label", {}, `${name} `, select);
}

function column(
  data: ReportData,
  row: PageRow,
  pieces: ReturnType<typeof wordDifference>[0],
  mark: "del" | "ins",
): HTMLElement {
  const output = row.output
    ? textBlock(data, row, row.output, pieces, mark)
    : [
        element(
          "p",
          { class: "soft" },
          row.bare ? "The output is not in this clone." : "There is no output.",
        ),
      ];
  return element(
    "section",
    { "aria-label": data.label(row) },
    factsOf(data, row),
    ...output,
    ...gradesOf(data, row),
  );
}
