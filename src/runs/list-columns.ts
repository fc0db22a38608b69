import { MlxError } from "../core/errors.js";
import { closest } from "../core/suggest.js";
import type { RunSummary } from "./types.js";

/** What a column of a list shows. */
export interface ListColumn {
  readonly entity: "attribute" | "metric" | "param" | "tag";
  readonly key: string;
}

/** Attributes by every name that people know them under. */
const attributes: Readonly<Record<string, string>> = {
  id: "id",
  run_id: "id",
  name: "name",
  run_name: "name",
  experiment: "experiment",
  kind: "kind",
  status: "status",
  started: "started",
  start_time: "started",
  ended: "ended",
  end_time: "ended",
  duration: "duration",
  user: "user",
  user_id: "user",
  commit: "commit",
  branch: "branch",
  dirty: "dirty",
  exit: "exit",
  deleted: "deleted",
};

const prefixes: Readonly<Record<string, ListColumn["entity"]>> = {
  metrics: "metric",
  metric: "metric",
  params: "param",
  param: "param",
  parameters: "param",
  tags: "tag",
  tag: "tag",
  attributes: "attribute",
  attribute: "attribute",
  attr: "attribute",
};

/**
 * The columns that `a,metrics.loss,params.lr` names; backticks let a key hold commas. A bare name is an attribute, else
 * what the runs have of that name: a metric, a parameter or a tag.
 * @throws {MlxError} `MLX_UNKNOWN_COLUMN`, exit 2.
 */
export function parseColumns(text: string, runs: readonly RunSummary[]): ListColumn[] {
  const words = text.match(/(?:`[^`]*`|[^,`])+/g) ?? [];
  const named = words.map((word) => word.trim()).filter((word) => word !== "");
  return (named.length > 0 ? named : [text]).map((word) => parseColumn(word, runs));
}

function parseColumn(word: string, runs: readonly RunSummary[]): ListColumn {
  const [, prefix = "", rest = ""] = /^(\w+)\.(.+)$/s.exec(word) ?? [];
  const entity = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  if (entity === "attribute") return attribute(rest, word);
  if (entity !== undefined) return { entity, key: unquoted(rest) };
  const key = unquoted(word);
  if (Object.hasOwn(attributes, key)) return attribute(key, word);
  if (runs.some(({ metrics }) => Object.hasOwn(metrics, key))) return { entity: "metric", key };
  if (runs.some(({ params }) => Object.hasOwn(params, key))) return { entity: "param", key };
  if (runs.some(({ tags }) => Object.hasOwn(tags, key))) return { entity: "tag", key };
  return attribute(key, word);
}

function attribute(name: string, word: string): ListColumn {
  const key = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (key !== undefined) return { entity: "attribute", key };
  const near = closest(name, Object.keys(attributes));
  throw new MlxError("MLX_UNKNOWN_COLUMN", `there is no column ${JSON.stringify(word)}`, {
    hint:
      near === undefined
        ? "name metrics.KEY, params.KEY, tags.KEY, or one of: id, name, experiment, kind, status, started, ended, duration, user, commit, branch, dirty, exit"
        : `did you mean ${near}?`,
    exitCode: 2,
  });
}

function unquoted(key: string): string {
  return /^`(.*)`$/s.exec(key)?.[1] ?? /^"(.*)"$/s.exec(key)?.[1] ?? key;
}
