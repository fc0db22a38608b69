import type { App } from "../../app/app.js";
import type { SectionReport, StatusSection } from "./section.js";

/** The configured stores; nothing is contacted. */
export const remotesSection: StatusSection = {
  key: "remotes",
  title: "Remotes",
  async read(app: App): Promise<SectionReport> {
    const { remotes, defaultRemote } = await app.config();
    const entries = Object.entries(remotes);
    const none = ["none; add one: mlx remote add origin s3://bucket/prefix"];
    const rows = entries.map(([name, { written }]) => [
      name,
      written,
      name === defaultRemote ? "default" : "",
    ]);
    return {
      lines: entries.length === 0 ? none : app.ui.table([], rows).split("\n"),
      json: entries.map(([name, { written, source }]) => ({
        name,
        url: written,
        default: name === defaultRemote,
        source,
      })),
    };
  },
};
