import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { labelFrom } from "../../config/config-files.js";
import type { SectionReport, StatusSection } from "./section.js";

/** Where the cache is. Its size is left out: to know it every object would have to be looked at. */
export const cacheSection: StatusSection = {
  key: "cache",
  title: "Cache",
  async read(app: App): Promise<SectionReport> {
    const [workspace, config] = await Promise.all([app.workspace(), app.config()]);
    const dir = config.cache.dir ?? join(workspace.sharedDir, "cache");
    const empty = !existsSync(join(dir, "objects"));
    const shared = config.cache.dir !== undefined;
    const remarks = [shared && "shared", config.cache.group && "by a group", empty && "empty"].filter(
      Boolean,
    );
    const extra = remarks.length > 0 ? ` (${remarks.join(", ")})` : "";
    return {
      lines: [
        `${labelFrom(app.cwd, workspace.root, dir)}${extra}, files by ${config.cache.link.join(", else ")}`,
      ],
      json: { dir, shared, group: config.cache.group, link: config.cache.link, empty },
    };
  },
};
