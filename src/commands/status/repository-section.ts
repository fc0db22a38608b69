import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { currentBranch, headCommit } from "../../git/revisions.js";
import type { SectionReport, StatusSection } from "./section.js";

/** Where the repository stands. */
export const repositorySection: StatusSection = {
  key: "repository",
  title: "Repository",
  async read(app: App): Promise<SectionReport> {
    const [workspace, git] = await Promise.all([app.workspace(), app.git()]);
    const [branch, commit] = await Promise.all([currentBranch(git), headCommit(git)]);
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
        branch: branch ?? null,
        commit: commit ?? null,
        detached: branch === undefined,
        bare: workspace.bare,
        linkedWorktree: linked,
        shallow,
      },
    };
  },
};

function headLine(branch: string | undefined, commit: string | undefined): string {
  const short = commit?.slice(0, 10);
  if (branch === undefined) return `detached HEAD at ${short}`;
  return short === undefined ? `branch ${branch}, no commits yet` : `branch ${branch} at ${short}`;
}
