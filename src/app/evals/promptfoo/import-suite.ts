import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { MlxError } from "../../../core/errors.js";
import { sha256Of } from "../../../core/sha256.js";
import { displayPath } from "../../../core/visible-text.js";
import { Conversion } from "../../../evals/promptfoo/convert/conversion.js";
import { nativeDocument } from "../../../evals/promptfoo/convert/native-document.js";
import { suiteFormat } from "../../../evals/suite/suite-format.js";
import { readSuiteYaml } from "../../../evals/suite/suite-yaml.js";
import type { Suite, SuiteTest } from "../../../evals/types.js";
import { writeFileAtomic } from "../../../files/atomic-write.js";
import { requireWorktree } from "../../../workspace/discover.js";
import type { App } from "../../app.js";
import { readNative } from "../native/read-native.js";
import { readSuiteText } from "../suite-text.js";
import { readPromptfooSuite } from "./read-promptfoo-suite.js";

/** Where an import goes, and how. */
export interface ImportSuiteOptions {
  /** Where it is written, relative to `cwd`. Default: `evals/NAME.eval.yaml` in the repository. */
  readonly output?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** What came of an import. */
export interface ImportedSuite {
  readonly name: string;
  /** From the repository's top. */
  readonly path: string;
  readonly cases: number;
  readonly dropped: Suite["notKept"];
}

/** Most tests that are written down as cases: more than that belong into a data set. */
const mostCases = 2000;

/**
 * Writes a suite of promptfoo as one of mlx.
 * @param file as typed.
 * @throws {MlxError} `MLX_EVAL_IMPORT`, exit 2, where nothing faithful can be written; `MLX_SUITE_EXISTS`, exit 2;
 *   `MLX_INVALID_SUITE` for a suite of promptfoo that cannot be read.
 */
export async function importSuite(
  app: App,
  file: string,
  options: ImportSuiteOptions,
): Promise<ImportedSuite> {
  const root = realpathSync(requireWorktree(await app.workspace()).root);
  const text = await readSuiteText(root, app.cwd, file);
  const told = suiteFormat(text.yaml.value);
  if (!("format" in told) || told.format !== "promptfoo") {
    throw new MlxError("MLX_EVAL_IMPORT", `${displayPath(text.file)} is no suite of promptfoo`, {
      exitCode: 2,
      hint: "it has prompts, providers and tests",
    });
  }
  const suite = await readPromptfooSuite(app, text.path, text.text);
  const target = targetOf(root, app.cwd, text.path, options);
  const written = join(root, target);
  if (existsSync(written) && !options.force) {
    throw new MlxError("MLX_SUITE_EXISTS", `there is a file ${displayPath(target)} already`, {
      exitCode: 2,
      hint: "choose another name with --output, or replace it with --force",
    });
  }
  const tests = await testsOf(suite);
  const conversion = new Conversion((path) => relative(dirname(written), path).split(sep).join("/"));
  const document = nativeDocument(conversion, suite, tests);
  const [refused] = conversion.refused;
  if (refused) throw unfaithful(suite, conversion);
  const yaml = stringify(document, { lineWidth: 100, aliasDuplicateObjects: false });
  await readBack(app, root, { path: written, file: target, text: yaml });
  if (!options.dryRun) writeFileAtomic(written, yaml);
  return { name: nameOf(target), path: target, cases: tests.length, dropped: conversion.dropped };
}

function targetOf(root: string, cwd: string, source: string, { output }: ImportSuiteOptions): string {
  if (output === undefined) return `evals/${ownName(source)}.eval.yaml`;
  const way = relative(root, resolve(cwd, output)).split(sep).join("/");
  if (way === "" || way.startsWith("../") || way === "..") {
    throw new MlxError(
      "MLX_OUTSIDE_REPOSITORY",
      `${displayPath(output)} lies outside the repository ${root}`,
      {
        exitCode: 2,
        hint: "suites are files of the repository",
      },
    );
  }
  return way;
}

/** Most suites of promptfoo are called alike: then their folder tells them apart. */
function ownName(source: string): string {
  const name = basename(source).replace(/\.(?:ya?ml|json)$/i, "");
  return name === "promptfooconfig"
    ? basename(dirname(source))
    : name.replace(/^promptfoo[-_.]?(?:config[-_.]?)?/i, "") || name;
}

function nameOf(target: string): string {
  return basename(target).replace(/(?:\.eval)?\.(?:ya?ml|json)$/i, "");
}

async function testsOf(suite: Suite): Promise<readonly SuiteTest[]> {
  const tests: SuiteTest[] = [];
  for await (const test of suite.tests) {
    tests.push(test);
    if (tests.length > mostCases) {
      throw new MlxError(
        "MLX_EVAL_IMPORT",
        `${displayPath(suite.file)} has more than ${mostCases.toLocaleString("en")} tests`,
        {
          exitCode: 2,
          hint: "run it as it is, or write a suite over its data set: docs/eval-suites.md",
        },
      );
    }
  }
  return tests;
}

function unfaithful(suite: Suite, { refused }: Conversion): MlxError {
  return new MlxError(
    "MLX_EVAL_IMPORT",
    `${displayPath(suite.file)} cannot be a suite of mlx; it runs as it is`,
    {
      exitCode: 2,
      hint: `mlx eval run ${suite.file}`,
      problems: refused.map(({ what, reason, at }) => ({ ...at, message: `${what}: ${reason}` })),
    },
  );
}

/** What is written must be a suite that can be run. */
async function readBack(
  app: App,
  root: string,
  { path, file, text }: { readonly path: string; readonly file: string; readonly text: string },
): Promise<void> {
  try {
    await readNative(
      app,
      { path, file, text, yaml: await readSuiteYaml(text, file), sha256: sha256Of(text) },
      root,
    );
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_INVALID_SUITE") throw error;
    throw new MlxError(
      "MLX_EVAL_IMPORT",
      `what would be written is no suite that can be run: ${error.message}`,
      {
        exitCode: 2,
        problems: error.problems,
        hint: "run the suite of promptfoo as it is",
      },
    );
  }
}
