import { isAbsolute, join, resolve } from "node:path";
import { parseBytes } from "../core/parse-bytes.js";
import type { PromptSettings, ResolvedConfig, ResolvedRemote, RunSettings } from "../core/settings.js";
import type { ConfigLayer, RemoteLayer } from "./schema.js";

/** One source of configuration. */
export interface LayerInput {
  readonly layer: ConfigLayer;
  /** The folder that its relative paths start from; absolute. */
  readonly base: string;
  /** How listings name it. */
  readonly source: string;
}

/** A remote that no file gives a URL. */
export interface RemoteWithoutUrl {
  readonly name: string;
  readonly source: string;
}

const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Lays sources over each other, weakest first. A stronger source replaces single settings; a remote that it gives a
 * URL starts anew, one without a URL refines the weaker source's.
 */
export function mergeLayers(
  layers: readonly LayerInput[],
  home: string | undefined,
): { readonly config: ResolvedConfig; readonly withoutUrl: readonly RemoteWithoutUrl[] } {
  const remotes = new Map<string, RemoteLayer & { source: string; base: string }>();
  let defaultRemote: string | undefined;
  let cache: ResolvedConfig["cache"] = { link: ["reflink", "copy"], group: false };
  let transfer: ResolvedConfig["transfer"] = { stallTimeout: 30 };
  let runs: RunSettings = { env: [], logLimit: 10e6, snapshotLimit: 50e6, artifacts: "all" };
  let prompts: PromptSettings = { lint: { rules: {} }, gates: {} };
  let models: ResolvedConfig["models"] = {};
  for (const { layer, base, source } of layers) {
    for (const [name, remote] of Object.entries(layer.remotes ?? {})) {
      const weaker = remote.url === undefined ? remotes.get(name) : undefined;
      remotes.set(name, { source, base, ...weaker, ...remote });
    }
    defaultRemote = layer.defaultRemote ?? defaultRemote;
    const { dir, link, group } = layer.cache ?? {};
    cache = {
      ...cache,
      ...(dir !== undefined && { dir: absolutePath(dir, base, home) }),
      ...(link !== undefined && { link: typeof link === "string" ? [link] : link }),
      ...(group !== undefined && { group }),
    };
    transfer = { ...transfer, ...layer.transfer };
    runs = { ...runs, ...runSettings(layer.runs ?? {}) };
    prompts = withPrompts(prompts, layer.prompts ?? {});
    models = withModels(models, layer.models ?? {});
  }
  const resolved = [...remotes].flatMap(([name, { url, base, ...rest }]): [string, ResolvedRemote][] =>
    url === undefined ? [] : [[name, { ...rest, url: resolveUrl(url, base, home), written: url }]],
  );
  const withoutUrl = [...remotes].filter(([, remote]) => remote.url === undefined);
  return {
    config: {
      remotes: Object.fromEntries(resolved),
      ...(defaultRemote !== undefined && { defaultRemote }),
      cache,
      transfer,
      runs,
      prompts,
      models,
    },
    withoutUrl: withoutUrl.map(([name, { source }]) => ({ name, source })),
  };
}

/** One source's settings of runs, in the form that the program uses. */
function runSettings(layer: NonNullable<ConfigLayer["runs"]>): Partial<RunSettings> {
  const { experiment, env, logLimit, snapshotLimit, artifacts } = layer;
  return {
    ...(experiment !== undefined && { experiment }),
    ...(env !== undefined && { env: typeof env === "string" ? [env] : env }),
    ...(logLimit !== undefined && { logLimit: parseBytes(logLimit) }),
    ...(snapshotLimit !== undefined && { snapshotLimit: parseBytes(snapshotLimit) }),
    ...(artifacts !== undefined && { artifacts }),
  };
}

/** Rules and aliases are laid over each other one by one; an alias's list of gates is replaced as a whole. */
function withPrompts(weaker: PromptSettings, layer: NonNullable<ConfigLayer["prompts"]>): PromptSettings {
  const maxTokens = layer.lint?.maxTokens ?? weaker.lint.maxTokens;
  return {
    lint: {
      rules: { ...weaker.lint.rules, ...layer.lint?.rules },
      ...(maxTokens !== undefined && { maxTokens }),
    },
    gates: { ...weaker.gates, ...layer.gates },
  };
}

/** A stronger source replaces single facts of a model. */
function withModels(
  weaker: ResolvedConfig["models"],
  layer: NonNullable<ConfigLayer["models"]>,
): ResolvedConfig["models"] {
  const refined = Object.entries(layer).map(([name, facts]) => [name, { ...weaker[name], ...facts }]);
  return { ...weaker, ...Object.fromEntries(refined) };
}

/** A URL as it is; a path made absolute. */
function resolveUrl(url: string, base: string, home: string | undefined): string {
  return isUrl.test(url) ? url : absolutePath(url, base, home);
}

function absolutePath(path: string, base: string, home: string | undefined): string {
  if (home !== undefined && (path === "~" || path.startsWith("~/"))) return join(home, path.slice(1));
  return isAbsolute(path) ? path : resolve(base, path);
}
