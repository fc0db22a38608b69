import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Provider } from "../../src/evals/provider.js";
import { ProviderFault } from "../../src/evals/provider.js";
import type { ProviderRequest, ProviderSpec } from "../../src/evals/types.js";
import type { Json } from "../../src/prompts/types.js";
import { openProvider } from "../../src/providers/open-provider.js";
import type { ProviderContext } from "../../src/providers/provider-context.js";
import { type ModelServer, startModelServer } from "./model-server/server.mjs";
import { tempFolder } from "./temp-folder.js";

export interface OpenedProvider {
  readonly provider: Provider;
  /** What the user was told. */
  readonly warnings: readonly string[];
}

export interface ProviderScene extends Partial<ProviderContext> {
  readonly config?: Readonly<Record<string, Json>>;
  readonly specEnv?: Readonly<Record<string, string>>;
}

export function providerSpec(id: string, config: ProviderSpec["config"] = {}): ProviderSpec {
  return {
    id,
    label: id,
    config,
    env: {},
    fallbacks: [],
    at: { file: "suite.eval.yaml", line: 3, column: 5 },
  };
}

/** A provider that goes away with the test. */
export async function openedProvider(id: string, scene: ProviderScene = {}): Promise<OpenedProvider> {
  const { config, specEnv, ...context } = scene;
  const warnings: string[] = [];
  const provider = await openProvider(
    { ...providerSpec(id, config), env: specEnv ?? {} },
    {
      folder: "/",
      env: {},
      dotEnv: {},
      scripts: {
        run: () => {
          throw new Error("no script was expected");
        },
      },
      models: {},
      rows: () => {
        throw new Error("no table was expected");
      },
      warn: (message) => warnings.push(message),
      ...context,
    },
  );
  onTestFinished(() => provider.close?.());
  return { provider, warnings };
}

export function providerRequest(user: string, more: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    messages: [{ role: "user", content: user }],
    text: user,
    settings: {},
    vars: new Map(),
    ...more,
  };
}

/** A folder with these files, each of which may be executed. */
export function programFolder(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A model server that goes away with the test. */
export async function modelServer(
  options: Parameters<typeof startModelServer>[0] = {},
): Promise<ModelServer> {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** The fault that a call ends in. */
export async function faultOf(call: Promise<unknown>): Promise<ProviderFault> {
  const error = await call.then(
    () => new Error("it answered"),
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderFault) return error;
  throw error;
}
