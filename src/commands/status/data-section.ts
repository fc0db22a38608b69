import type { App } from "../../app/app.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { type DataSummary, dataSummary } from "../data/summary.js";
import { moreLines } from "./more-lines.js";
import type { SectionReport, StatusSection } from "./section.js";

/** Whether tracked data equals its pointers. */
export const dataSection: StatusSection = {
  key: "data",
  title: "Data",
  async read(app: App): Promise<SectionReport> {
    if ((await app.workspace()).bare) {
      return { lines: ["a bare repository has no working tree"], json: null };
    }
    const summary = await dataSummary(app);
    return { lines: linesOf(summary), json: { clean: isClean(summary), ...summary } };
  },
};

function isClean({ entries, invalid }: DataSummary): boolean {
  return invalid.length === 0 && entries.every(({ state }) => state === "not_cached");
}

function linesOf(summary: DataSummary): string[] {
  const { tracked, entries, invalid } = summary;
  if (tracked === 0 && invalid.length === 0)
    return ["nothing is tracked yet; track a path: mlx data add PATH"];
  if (entries.length === 0 && invalid.length === 0) return [`${countOf(tracked, "tracked path")}, clean`];
  const lines = [
    ...invalid.map(({ path, message }) => `${displayPath(path)}: ${message}`),
    ...entries.map(({ path, state }) => `${displayPath(path)}: ${state.replace("_", " ")}`),
  ];
  return [
    `${countOf(tracked, "tracked path")}, ${entries.length + invalid.length} not clean: mlx data status`,
    ...moreLines(lines, "mlx data status").map((line) => `  ${line}`),
  ];
}
