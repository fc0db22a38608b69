import type { App } from "../../app/app.js";
import { schemaNames } from "../../app/schemas/find-schema.js";
import { fewOf } from "../../core/few-of.js";
import { displayPath } from "../../core/visible-text.js";
import type { SectionReport, StatusSection } from "./section.js";

const mostShown = 8;

/** Which schemas of data there are. Whether data keep them is asked by `mlx schema check`: it reads the data. */
export const schemasSection: StatusSection = {
  key: "schemas",
  title: "Schemas",
  async read(app: App): Promise<SectionReport> {
    const { root, bare } = await app.workspace();
    const names = bare ? [] : schemaNames(root);
    if (names.length === 0) return { lines: ["none yet; write one: mlx schema infer FILE"], json: [] };
    return { lines: [fewOf(names.map(displayPath), mostShown)], json: names };
  },
};
