import { issueText, nearestForm } from "../core/schema-problems.js";
import { closest } from "../core/suggest.js";
import { type ConfigLayer, configSchema, type Setting, settings } from "./schema.js";

type Env = Readonly<Record<string, string | undefined>>;

/** Settings that came by environment variables. */
export interface EnvironmentLayer {
  readonly layer: ConfigLayer;
  /** Each names its variable. */
  readonly problems: readonly string[];
}

/** Variables of mlx that are no settings. */
const otherVariables = ["MLX_METRICS_FILE", "MLX_RUN_ID", "MLX_RUN_ROOT"];

/** `transfer.stallTimeout` is `MLX_TRANSFER_STALL_TIMEOUT`. */
export function variableOf(path: readonly string[]): string {
  return `MLX_${path.map((part) => part.replace(/[A-Z]/g, "_$&").toUpperCase()).join("_")}`;
}

/** Reads every setting that the environment gives; an empty variable counts as unset. */
export function readEnvironment(env: Env): EnvironmentLayer {
  const raw: Record<string, unknown> = {};
  for (const setting of settings()) {
    const text = env[variableOf(setting.path)];
    if (text !== undefined && text !== "") place(raw, setting.path, parseValue(text, setting.kind));
  }
  const result = configSchema.safeParse(raw);
  if (result.success) return { layer: result.data, problems: [] };
  const problems = result.error.issues
    .map((issue) => nearestForm(issue))
    .map((issue) => {
      const variable = variableOf(issue.path.filter((part) => typeof part === "string").slice(0, 2));
      return issueText(issue, env[variable], variable);
    });
  return { layer: {}, problems };
}

/** `MLX_…` variables that look like a misspelt setting. */
export function misspeltVariables(env: Env): { readonly name: string; readonly meant: string }[] {
  const known = [...settings().map(({ path }) => variableOf(path)), ...otherVariables];
  return Object.keys(env)
    .filter((name) => name.startsWith("MLX_") && !known.includes(name))
    .flatMap((name) => {
      const meant = closest(name, known);
      return meant === undefined ? [] : [{ name, meant }];
    });
}

function parseValue(text: string, kind: Setting["kind"]): unknown {
  switch (kind) {
    case "number":
      return /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case "boolean":
      return /^(?:1|true|yes|on)$/i.test(text) ? true : /^(?:0|false|no|off)$/i.test(text) ? false : text;
    case "list":
      return text.split(",").map((part) => part.trim());
    default:
      return text;
  }
}

function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Record<string, unknown> = typeof inner === "object" && inner !== null ? { ...inner } : {};
  place(next, rest, value);
  target[key] = next;
}
