import type { FileTree } from "../../core/file-tree.js";
import type { Finding } from "../../core/finding.js";
import { stagedChanges } from "../../git/staged-changes.js";
import { promptsFolder } from "../../prompts/prompt-paths.js";
import type { TextSource } from "../../prompts/source.js";
import type { App } from "../app.js";

export interface StagedReport {
  /** How many prompts were looked at. */
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** The texts that were looked at, by file. */
  readonly sources: ReadonlyMap<string, TextSource>;
}

const nothing: StagedReport = { checked: 0, findings: [], sources: new Map() };

/**
 * Lints the prompts that the next commit changes, as it would hold them: from the index that git hands to the hook, never
 * from the working tree. Commits without prompts load nothing.
 */
export async function lintStaged(app: App): Promise<StagedReport> {
  const git = await app.git();
  const changes = await stagedChanges(git, promptsFolder);
  if (changes.length === 0) return nothing;
  // What is needed is loaded while git reads.
  const [tree, { affectedPrompts }, { lintPrompts }] = await Promise.all([
    import("../prompts/git-trees.js").then(({ indexTree }) => indexTree(git)),
    import("./affected-prompts.js"),
    import("../prompts/lint-prompts.js"),
    app.config(),
  ]);
  const { files, names, released } = affectedPrompts(changes, tree);
  if (files.length + names.length === 0) return nothing;
  const report = await lintPrompts(app, { tree, files, names });
  return { ...report, findings: [...report.findings, ...(await registryFindings(tree, released))] };
}

/** What `mlx registry verify` finds and no rule of the linter: events that were deleted or changed, torn aliases. */
async function registryFindings(tree: FileTree, names: readonly string[]): Promise<Finding[]> {
  if (names.length === 0) return [];
  const [{ readItem }, { verifyEvents }, { verifyAliases }] = await Promise.all([
    import("../../registry/read-item.js"),
    import("../../registry/verify/verify-events.js"),
    import("../../registry/verify/verify-aliases.js"),
  ]);
  return names.flatMap((name) => {
    const item = readItem(tree, "prompt", name);
    const ofAliases = verifyAliases(item).filter(({ rule }) => aliasRules.has(rule));
    return [...verifyEvents(item), ...ofAliases];
  });
}

const aliasRules: ReadonlySet<string> = new Set(["alias-event", "alias-heads"]);
