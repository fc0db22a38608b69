import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { readIfThere } from "../../files/read-if-there.js";
import type { KnownCase, KnownSuite } from "../../prompts/lint/known-suites.js";
import type { App } from "../app.js";

/** Bytes of data that are looked through in passing. */
const mostBytes = 16 * 1024 * 1024;

/** The cases of a suite for the linter: none where it cannot be read, which `mlx eval validate` tells, or where there are very many. */
export async function suiteCases(
  app: App,
  root: string,
  { file }: KnownSuite,
): Promise<AsyncIterable<KnownCase>> {
  const { readSuite } = await import("../evals/read-suite.js");
  try {
    if ((await dataSize(join(root, file), file)) > mostBytes) return none();
    return (await readSuite(app, join(root, file))).tests;
  } catch (error) {
    if (error instanceof MlxError) return none();
    throw error;
  }
}

/** Bytes of the data that a suite names; 0 where its cases are written in it. */
async function dataSize(path: string, file: string): Promise<number> {
  const { readSuiteYaml } = await import("../../evals/suite/suite-yaml.js");
  const { value } = await readSuiteYaml(readIfThere(path)?.toString("utf8") ?? "", file);
  const data: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "data") : undefined;
  if (typeof data !== "string") return 0;
  return statSync(resolve(dirname(path), data), { throwIfNoEntry: false })?.size ?? 0;
}

async function* none(): AsyncGenerator<KnownCase> {}
