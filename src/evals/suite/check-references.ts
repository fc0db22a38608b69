import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { isWanted, namesOf } from "../cases.js";
import type { ProviderSpec, SuitePrompt } from "../types.js";
import { nameAdvice } from "./name-advice.js";
import type { ColumnRoles, Named, NativeCase } from "./native-suite.js";
import type { SuiteSource } from "./suite-source.js";

/** Reports the columns that a suite names and no row has. */
export function checkColumns(
  source: SuiteSource,
  roles: ColumnRoles,
  columns: ReadonlySet<string>,
  extra: readonly Named[],
): void {
  const { id, vars, expected, slices, tags, cluster, critical, graders } = roles;
  const named = [
    id,
    ...(vars?.values() ?? []),
    expected,
    ...slices,
    tags,
    cluster,
    critical,
    graders,
    ...extra,
  ];
  for (const item of named) {
    if (item === undefined || columns.has(item.name)) continue;
    refuseUnknown(source, item.path, `the data has no column ${shortJson(item.name)}`, item.name, columns);
  }
}

/** Reports the prompts and providers that a case or a provider is for and that the suite does not have. */
export function checkChoices(
  source: SuiteSource,
  cases: readonly NativeCase[],
  prompts: readonly SuitePrompt[],
  providers: readonly ProviderSpec[],
): void {
  const labels = prompts.map(({ label }) => label);
  const names = providers.flatMap(namesOf);
  const check = (
    wanted: readonly string[] | undefined,
    known: readonly string[],
    path: FieldPath,
    noun: string,
  ): void => {
    for (const [index, name] of (wanted ?? []).entries()) {
      if (isWanted([name], known)) continue;
      refuseUnknown(source, [...path, index], `the suite has no ${noun} ${shortJson(name)}`, name, known);
    }
  };
  for (const { path, onlyPrompts, onlyProviders } of cases) {
    check(onlyPrompts, labels, [...path, "prompts"], "prompt");
    check(onlyProviders, names, [...path, "providers"], "provider");
  }
  for (const { prompts: wanted, label, at } of providers) {
    for (const name of wanted ?? []) {
      if (isWanted([name], labels)) continue;
      const meant = closest(name, labels);
      source.fields.refuseAt(
        () => at,
        `the provider ${label} is for a prompt ${shortJson(name)}, which the suite does not have`,
        meant && `did you mean ${meant}?`,
      );
    }
  }
}

/** Reports ids of critical cases that no case has. @param known what to guess from; empty where the ids are not kept. */
export function checkCritical(
  source: SuiteSource,
  ids: readonly Named[],
  isKnown: (id: string) => boolean,
  known: Iterable<string>,
): void {
  for (const { name, path } of ids) {
    if (!isKnown(name))
      refuseUnknown(source, path, `there is no case with the id ${shortJson(name)}`, name, known);
  }
}

/** Reports a name that there is not, with the one that was probably meant, or those that there are. */
export function refuseUnknown(
  source: SuiteSource,
  path: FieldPath,
  message: string,
  name: string,
  known: Iterable<string>,
): void {
  source.fields.refuse(path, message, nameAdvice(name, known));
}
