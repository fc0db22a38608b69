import type { App } from "../../app/app.js";
import { type ModelOverview, modelOverviews, type WaitingAlias } from "../../app/models/model-overviews.js";
import { registryWorktree } from "../../app/registry/registry-worktree.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { moreLines } from "./more-lines.js";
import type { SectionReport, StatusSection } from "./section.js";

/** The models, what their aliases point at, and what the newest version still lacks on its way to them. */
export const modelsSection: StatusSection = {
  key: "models",
  title: "Models",
  async read(app: App): Promise<SectionReport> {
    const { root, bare } = await app.workspace();
    if (bare) return { lines: ["a bare repository has no working tree"], json: null };
    const models = await modelOverviews(registryWorktree(root, ["model"]), app.now());
    if (models.length === 0)
      return { lines: ["none yet; register one: mlx model register NAME PATH"], json: [] };
    return {
      lines: moreLines(models.map(lineOf), "mlx model list"),
      json: models.map(({ name, versions, latest, aliases, waiting, problem }) => ({
        name,
        versions,
        latest: latest ?? null,
        aliases: Object.fromEntries(aliases),
        waiting: waiting.map(({ alias, gates, unseen }) => ({ alias, gates, unseen })),
        problem: problem ?? null,
      })),
    };
  },
};

function lineOf({ name, versions, latest, aliases, waiting, problem }: ModelOverview): string {
  const pointers = [...aliases].map(([alias, target]) => `${alias} ${target ?? "damaged"}`);
  const facts = [versions === 0 ? "no version yet" : countOf(versions, "version"), ...pointers];
  const waits = waiting.map((one) => `${latest ?? ""} waits for ${one.alias} (${gatesText(one)})`);
  const rest = [...waits, ...(problem === undefined ? [] : [problem])];
  return displayPath([`${name}: ${facts.join(", ")}`, ...rest].join("; "));
}

/** Gates that are open, and apart from them those that nobody has looked at here. */
function gatesText({ gates, unseen }: WaitingAlias): string {
  const rest = unseen.length === 0 ? [] : [`not looked at: ${unseen.join(", ")}`];
  return [...(gates.length === 0 ? [] : [gates.join(", ")]), ...rest].join("; ");
}
