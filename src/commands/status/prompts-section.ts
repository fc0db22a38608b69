import type { App } from "../../app/app.js";
import type { PromptSummary } from "../../app/prompts/prompt-summary.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import type { FileTree } from "../../core/file-tree.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { moreLines } from "./more-lines.js";
import type { SectionReport, StatusSection } from "./section.js";

/** The prompts, their versions, and what has not been published. */
export const promptsSection: StatusSection = {
  key: "prompts",
  title: "Prompts",
  async read(app: App): Promise<SectionReport> {
    const { root, bare } = await app.workspace();
    if (bare) return { lines: ["a bare repository has no working tree"], json: null };
    const summaries = await summariesIn(worktreeTree(root));
    return {
      lines: linesOf(summaries),
      json: summaries.map(({ name, version, aliases, state }) => ({
        name,
        version: version ?? null,
        aliases: Object.fromEntries(aliases),
        state,
      })),
    };
  },
};

/** Where there are no prompts what reads them is not loaded. */
async function summariesIn(tree: FileTree): Promise<readonly PromptSummary[]> {
  if (tree.paths.length === 0) return [];
  const { promptSummaries } = await import("../../app/prompts/prompt-summary.js");
  return promptSummaries(tree);
}

function linesOf(summaries: readonly PromptSummary[]): string[] {
  if (summaries.length === 0) return ["none yet; write one: mlx prompt new NAME"];
  const counted = (state: PromptSummary["state"]) =>
    summaries.filter((summary) => summary.state === state).length;
  const remarks = (["changed", "unpublished", "invalid", "deleted"] as const).flatMap((state) =>
    counted(state) === 0 ? [] : [`${counted(state)} ${state}`],
  );
  const [only] = summaries;
  if (only !== undefined && summaries.length === 1) return [lineOf(only)];
  return [
    [countOf(summaries.length, "prompt"), ...remarks].join(", "),
    ...moreLines(byUrgency(summaries).map(lineOf), "mlx prompt list").map((line) => `  ${line}`),
  ];
}

/** What asks for something comes first. */
function byUrgency(summaries: readonly PromptSummary[]): PromptSummary[] {
  const order = ["invalid", "changed", "deleted", "unpublished", "published"];
  return summaries.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function lineOf({ name, version, aliases, state }: PromptSummary): string {
  const pointers = [...aliases].map(([alias, target]) => `${alias} ${target ?? "damaged"}`);
  const facts = [version === undefined ? state : `${version} ${state}`, ...pointers];
  return displayPath(`${name}: ${facts.join(", ")}`);
}
