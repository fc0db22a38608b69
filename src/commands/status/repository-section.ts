import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import type { SectionReport, StatusSection } from "./section.js";

/** Where the repository stands. */
export const repositorySection: StatusSection = {
  key: "repository",
  title: "Repository",
  async read(app: App): Promise<SectionReport> {
    const [workspace, git] = await Promise.all([app.workspace(), app.git()]);
    const [branch, commit] = await Promise.all([
      git.text(["symbolic-ref", "--quiet", "--short", "HEAD"], { allow: [1] }),
      git.text(["rev-parse", "--verify", "--quiet", "HEAD"], { allow: [1] }),
    ]);
    const linked = workspace.root !== workspace.mainRoot;
    const shallow = existsSync(join(workspace.commonDir, "shallow"));
    const remarks = [
      workspace.bare && "bare",
      linked && `worktree of ${workspace.mainRoot}`,
      shallow && "shallow clone",
    ].filter((remark) => remark !== false);
    const extra = remarks.length > 0 ? ` (${remarks.join(", ")})` : "";
    return {
      lines: [`${workspace.root}${extra}`, headLine(branch, commit)],
      json: {
        root: workspace.root,
        branch: branch || null,
        commit: commit || null,
        detached: branch === "",
        bare: workspace.bare,
        linkedWorktree: linked,
        shallow,
      },
    };
  },
};

function headLine(branch: string, commit: string): string {
  const short = commit.slice(0, 10);
  if (branch === "") return `detached HEAD at ${short}`;
  return commit === "" ? `branch ${branch}, no commits yet` : `branch ${branch} at ${short}`;
}
