import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { caseNames, caseTests } from "../../../evals/data/case-tests.js";
import { assertionFault } from "../../../evals/graders/assertion-fault.js";
import { checkGates } from "../../../evals/suite/check-gates.js";
import { checkChoices, checkCritical } from "../../../evals/suite/check-references.js";
import { invalidSuite } from "../../../evals/suite/invalid-suite.js";
import { nameAdvice } from "../../../evals/suite/name-advice.js";
import type { NativeSuite, NativeTarget } from "../../../evals/suite/native-suite.js";
import { readNativeSuite } from "../../../evals/suite/read-native-suite.js";
import { SuiteSource } from "../../../evals/suite/suite-source.js";
import { checkNames } from "../../../evals/suite/template-uses.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { ProviderSpec, Suite, SuitePrompt } from "../../../evals/types.js";
import type { App } from "../../app.js";
import { digestNamed } from "../digest-named.js";
import { replacedPrompts } from "../replaced-prompts.js";
import type { SuiteText } from "../suite-text.js";
import { checkPrompts } from "./check-prompts.js";
import { checkProviders } from "./check-providers.js";
import { listedTests } from "./data-tests.js";
import { type DataContext, locateTable, openData, settle } from "./open-data.js";
import { predictionOf, withPredictions } from "./predictions.js";
import { programPrompt } from "./program-prompt.js";
import { scanRows } from "./scan-rows.js";
import { SuiteFiles } from "./suite-files.js";

/** The cases of a suite, and the names that their values go by. */
interface Cases {
  readonly tests: TestSource;
  readonly names: ReadonlySet<string>;
  readonly slices: ReadonlySet<string>;
}

/**
 * Reads a suite of mlx, its data and its prompts.
 * @param prompts references that take the place of the suite's own of the same prompts.
 * @param needsAnswers false where nothing is graded: then recorded answers that stand apart from the cases may be missing.
 * @throws {MlxError} `MLX_INVALID_SUITE`, with every problem, or `MLX_EVAL_PROMPT`: exit 2.
 */
export async function readNative(
  app: App,
  text: SuiteText,
  root: string,
  prompts: readonly string[] = [],
  needsAnswers = true,
): Promise<Suite> {
  let files: SuiteFiles | undefined;
  const source = new SuiteSource(text.yaml, text.file, text.text, (fields) => {
    files = new SuiteFiles(root, dirname(text.path), fields);
    return files;
  });
  const suite = replacedPrompts(text.file, readNativeSuite(source), prompts);
  const digests = new Map([[text.file, text.sha256]]);
  if (files === undefined) throw new TypeError("no files");
  // A fresh clone has none of what a training wrote.
  const lacksAnswers =
    !needsAnswers &&
    suite.target?.kind === "predictions" &&
    !existsSync(join(dirname(text.path), suite.target.file));
  const context: DataContext = { app, root, source, files, digests, problems: [], lacksAnswers };
  const cases = await openCases(context, suite);
  const asked = await openTarget(context, suite, cases);
  if (cases !== undefined) {
    checkNames(source, source.templates, cases.names, suite.cases ? "no case has" : "the data has");
    checkGates(source, suite, cases.slices);
  }
  checkChoices(source, suite.cases ?? [], asked.prompts, asked.providers);
  const graders = [...suite.graders, ...(suite.cases ?? []).flatMap((item) => item.graders)];
  checkProviders(
    source,
    [...asked.providers, suite.options.gradingProvider],
    graders.map(({ spec }) => spec),
  );
  for (const { spec, takesExpected } of graders) {
    const fault = takesExpected ? undefined : await assertionFault(spec);
    if (fault !== undefined) source.fields.refuseAt(() => spec.at, fault);
  }
  const problems = [...source.fields.problems, ...context.problems];
  if (problems.length > 0) throw invalidSuite(text.file, problems);
  await digestNamed(files.named.values(), digests);
  return {
    name: suite.name ?? basename(text.file).replace(/(?:\.eval)?\.(?:ya?ml|json)$/i, ""),
    ...(suite.description !== undefined && { description: suite.description }),
    ...{ format: "mlx", file: text.file, folder: dirname(text.path), ...asked },
    tests: cases?.tests ?? listedTests([]),
    ...{ repeat: suite.repeat, gates: suite.gates, errorsAllowed: suite.errorsAllowed, budget: suite.budget },
    ...(suite.effect !== undefined && { effect: suite.effect }),
    ...(suite.concurrency !== undefined && { concurrency: suite.concurrency }),
    ...(suite.timeoutMs !== undefined && { timeoutMs: suite.timeoutMs }),
    ...{ derived: suite.derived, env: suite.env, notKept: [], digests },
    ...predictionsOf(context, suite),
  };
}

/** Where the answers of the target are, that were recorded. */
function predictionsOf(context: DataContext, { target }: NativeSuite): Pick<Suite, "predictions"> {
  if (target?.kind !== "predictions" || context.lacksAnswers) return {};
  const found = locateTable(context, target.file, [...target.path, "predictions"]);
  return found === undefined ? {} : { predictions: [found.file] };
}

async function openCases(context: DataContext, suite: NativeSuite): Promise<Cases | undefined> {
  const target = suite.target?.kind === "predictions" ? suite.target : undefined;
  if (suite.cases !== undefined) return writtenCases(context, suite, target);
  const file = suite.data ?? (target && { name: target.file, path: [...target.path, "predictions"] });
  const found = file && locateTable(context, file.name, file.path);
  if (file === undefined || found === undefined) return undefined;
  const apart = target && suite.data ? await openPredictions(context, suite, target) : undefined;
  const accept = apart?.accept ?? (() => undefined);
  const inData =
    target && !suite.data ? { output: { name: target.output, path: [...target.path, "output"] } } : {};
  const data = await openData(context, suite, found, { path: file.path, ...inData }, accept);
  // Where no row could be read, which columns there are is not known, and that has been told.
  if (data.scan.columns.size === 0) return undefined;
  checkCritical(context.source, suite.criticalIds, (id) => data.scan.ids.get(id) !== undefined, []);
  const names = new Set([...data.scan.columns, ...(suite.roles.vars?.keys() ?? [])]);
  if (suite.roles.expected) names.add("expected");
  return { tests: apart ? apart.join(data.tests) : data.tests, names, slices: data.slices };
}

async function writtenCases(
  context: DataContext,
  suite: NativeSuite,
  target: Extract<NativeTarget, { kind: "predictions" }> | undefined,
): Promise<Cases> {
  const { source } = context;
  const cases = suite.cases ?? [];
  const tests = caseTests(source, suite, cases);
  const ids = new Set(tests.map(({ id }) => id));
  checkCritical(source, suite.criticalIds, (id) => ids.has(id), ids);
  const apart = target && (await openPredictions(context, suite, target));
  for (const [index, test] of tests.entries()) {
    const refusal = test.givenOutput === undefined ? apart?.accept(test) : undefined;
    const path = cases[index]?.path;
    if (refusal !== undefined && path) source.fields.refuse(path, refusal);
  }
  const listed = listedTests(tests);
  const slices = new Set(cases.flatMap((item) => Object.keys(item.slices)));
  return { tests: apart ? apart.join(listed) : listed, names: caseNames(cases), slices };
}

async function openPredictions(
  context: DataContext,
  suite: NativeSuite,
  target: Extract<NativeTarget, { kind: "predictions" }>,
): Promise<
  | { accept(test: { readonly id: string }): string | undefined; join(tests: TestSource): TestSource }
  | undefined
> {
  if (context.lacksAnswers) return undefined;
  const path = [...target.path, "predictions"];
  const found = locateTable(context, target.file, path);
  if (found === undefined) return undefined;
  const columns = { id: target.id ?? suite.roles.id?.name ?? "id", output: target.output };
  const scan = await scanRows(found, (row, report) => predictionOf(row, columns, report));
  await settle(context, found, scan, path);
  const lacking = Object.entries(columns).filter(([, column]) => !scan.columns.has(column));
  for (const [key, column] of scan.columns.size === 0 ? [] : lacking) {
    const message = `${found.file} has no column "${column}"`;
    context.source.fields.refuse([...target.path, key], message, nameAdvice(column, scan.columns));
  }
  const isMissing = (id: string): boolean => lacking.length === 0 && scan.ids.get(id) === undefined;
  return {
    accept: ({ id }) => (isMissing(id) ? `${found.file} has no answer for the case ${id}` : undefined),
    join: (tests) => withPredictions(tests, found, columns, scan),
  };
}

async function openTarget(
  context: DataContext,
  suite: NativeSuite,
  cases: Cases | undefined,
): Promise<{ readonly prompts: readonly SuitePrompt[]; readonly providers: readonly ProviderSpec[] }> {
  const { app, source, digests } = context;
  const { target } = suite;
  if (target === undefined) return { prompts: [], providers: [] };
  if (target.kind !== "prompt") return programPrompt(source, suite, target, cases?.names);
  const checked = await checkPrompts(app, source, target);
  for (const [file, digest] of checked.digests) digests.set(file, digest);
  for (const { input, label, path } of cases ? checked.needs : []) {
    if (cases?.names.has(input) === true) continue;
    const hint = suite.data
      ? `name its column: vars: {${input}: COLUMN}`
      : `give it in the cases: vars: {${input}: …}`;
    source.fields.refuse(
      path,
      `${label} takes ${input}, and ${suite.data ? "the data has no such column" : "no case gives it"}`,
      hint,
    );
  }
  return { prompts: target.prompts.map(({ prompt }) => prompt), providers: checked.providers };
}
