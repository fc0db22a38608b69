import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { MlxError } from "../../src/core/errors.js";
import type { ScriptSpec } from "../../src/evals/types.js";
import type { Json } from "../../src/prompts/types.js";
import { openScriptHost, type ScriptHost, type ScriptHostOptions } from "../../src/scripts/script-host.js";
import { tempFolder } from "./temp-folder.js";

/** Where the suite names the script. */
export const at = { file: "evals/s.eval.yaml", line: 12, column: 9 };
export type Language = ScriptSpec["language"];

export interface ScriptScene {
  readonly host: ScriptHost;
  readonly folder: string;
  readonly printed: string[];
  file(language: Language, name: string, functionName?: string): ScriptSpec;
}

/** A host in a folder with these files; both go away with the test. */
export async function scene(
  files: Readonly<Record<string, string>> = {},
  options: Partial<ScriptHostOptions> = {},
): Promise<ScriptScene> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const printed: string[] = [];
  const host = await openScriptHost({
    folder,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    onPrint: (line) => printed.push(line),
    ...options,
  });
  onTestFinished(() => host.close());
  const file = (language: Language, name: string, functionName?: string): ScriptSpec => ({
    language,
    file: join(folder, name),
    ...(functionName !== undefined && { functionName }),
    at,
  });
  return { host, folder, printed, file };
}

export function inline(language: Language, code: string): ScriptSpec {
  return { language, code, at };
}

/** One host for many tests that leave it as it is. */
export function sharedHost(): () => ScriptHost {
  let host: ScriptHost;
  beforeAll(async () => {
    host = await openScriptHost({ folder: tempFolder(), env: { PATH: process.env["PATH"] } });
  });
  afterAll(() => host.close());
  return () => host;
}

/** The error that a call ends in. */
export async function errorOf(call: Promise<Json>): Promise<MlxError> {
  const error = await call.then(
    (value) => new Error(`it answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof MlxError) return error;
  throw error;
}
