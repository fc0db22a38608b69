import type { Problem } from "../../core/errors.js";
import { shortJson } from "../../core/schema-problems.js";
import type { Json } from "../../prompts/types.js";
import type { ColumnRoles } from "../suite/native-suite.js";
import type { SuiteGrader } from "../suite/read-grader.js";
import type { TestOptions } from "../test-options.js";
import type { AssertionSpec, SuiteTest } from "../types.js";
import { cellFlag, cellText, cellWords } from "./cell.js";
import { contentId, contentIdLength, RepeatedIds } from "./content-id.js";
import { rowGraders } from "./row-graders.js";
import type { TableRow } from "./table-row.js";

/** What every row of a suite has in common. */
export interface RowRules {
  readonly roles: ColumnRoles;
  readonly graders: readonly SuiteGrader[];
  readonly criticalIds: ReadonlySet<string>;
  readonly tags: readonly string[];
  readonly threshold?: number;
  readonly options: TestOptions;
  /** The column that holds the answer, where answers were recorded in the data itself. */
  readonly output?: string;
}

/** Something that is wrong with a row. */
export interface RowProblem extends Problem {
  /** The column that the row lacks. Where every row lacks it, that is told once. */
  readonly lacks?: string;
}

/** Makes tests of rows, in the order of the data: rows without an id of their own are numbered where they are the same. */
export class RowTests {
  readonly #repeated = new RepeatedIds();
  readonly #shared: readonly AssertionSpec[];
  readonly #takesExpected: boolean;

  constructor(private readonly rules: RowRules) {
    this.#shared = rules.graders.map(({ spec }) => spec);
    this.#takesExpected = rules.graders.some(({ takesExpected }) => takesExpected);
  }

  /** @param report told what is wrong with the row. @returns undefined for a row that is no test then. */
  testOf(row: TableRow, report: (problem: RowProblem) => void): SuiteTest | undefined {
    const { roles, criticalIds, tags, threshold, options } = this.rules;
    let isRight = true;
    const refuse: Refuse = (message, lacks) => {
      isRight = false;
      const { file, line, column } = row.at;
      report({ file, line, column, message, ...(lacks !== undefined && { lacks }) });
    };
    const own = this.#ownGraders(row, (problem) => {
      isRight = false;
      report(problem);
    });
    const id = this.#id(row, refuse);
    const expected = roles.expected && row.values.get(roles.expected.name);
    if (roles.expected && expected === undefined) {
      refuse(
        `the row has no ${shortJson(roles.expected.name)}, which is what is expected`,
        roles.expected.name,
      );
    }
    const vars = this.#vars(row, refuse);
    const isCritical = this.#isCritical(row, refuse);
    const cluster = roles.cluster && cellText(row.values.get(roles.cluster.name));
    const output = this.rules.output === undefined ? undefined : this.#output(row, this.rules.output, refuse);
    if (!isRight || id === undefined) return undefined;
    return {
      ...{ id, vars, renderVars: false, options },
      ...(vars === row.values && roles.id === undefined && { varsId: id.slice(0, contentIdLength) }),
      assertions: this.#assertions(own, expected),
      ...(threshold !== undefined && { threshold }),
      slices: this.#slices(row),
      tags: roles.tags ? [...tags, ...cellWords(row.values.get(roles.tags.name))] : tags,
      ...(cluster !== undefined && { cluster }),
      critical: isCritical || criticalIds.has(id),
      metadata: {},
      ...(output !== undefined && { givenOutput: output }),
      at: row.at,
    };
  }

  #id(row: TableRow, refuse: Refuse): string | undefined {
    const { id } = this.rules.roles;
    if (id === undefined) return this.#repeated.next(contentId(row.values));
    const value = row.values.get(id.name);
    const text = cellText(value)?.trim();
    if (text === undefined || text === "")
      refuse(
        `the row has no ${shortJson(id.name)}, which is its id`,
        value === undefined ? id.name : undefined,
      );
    else if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      refuse(`the id ${text} is too large a number to be kept exactly; put ids in quotes`);
    } else if (typeof value === "object")
      refuse(`the id must be a text or a number, found ${shortJson(value)}`);
    return text;
  }

  /** Every column by its own name, then the variables that go by another. */
  #vars(row: TableRow, refuse: Refuse): ReadonlyMap<string, Json> {
    const { vars, expected } = this.rules.roles;
    if (vars === undefined && (expected === undefined || expected.name === "expected")) return row.values;
    const all = new Map(row.values);
    if (expected !== undefined) all.set("expected", row.values.get(expected.name) ?? null);
    for (const [name, { name: column }] of vars ?? []) {
      const value = row.values.get(column);
      if (value === undefined)
        refuse(`the row has no ${shortJson(column)}, which gives the variable ${name}`, column);
      else all.set(name, value);
    }
    return all;
  }

  #slices(row: TableRow): Record<string, string> {
    const entries = this.rules.roles.slices.flatMap(({ name }) => {
      const value = cellText(row.values.get(name));
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  #isCritical(row: TableRow, refuse: Refuse): boolean {
    const { critical } = this.rules.roles;
    if (critical === undefined) return false;
    const flag = cellFlag(row.values.get(critical.name));
    if (flag === undefined) {
      refuse(
        `${shortJson(critical.name)} must be true or false, found ${shortJson(row.values.get(critical.name))}`,
      );
    }
    return flag ?? false;
  }

  #output(row: TableRow, column: string, refuse: Refuse): string | undefined {
    const value = row.values.get(column);
    if (value === undefined || value === null)
      refuse(
        `the row has no ${shortJson(column)}, which is the answer`,
        value === undefined ? column : undefined,
      );
    return typeof value === "string" ? value : JSON.stringify(value ?? null);
  }

  #ownGraders(row: TableRow, report: (problem: Problem) => void): readonly SuiteGrader[] {
    const { graders, expected } = this.rules.roles;
    if (graders === undefined) return [];
    const read = rowGraders(row.values.get(graders.name), row.at, expected !== undefined);
    for (const problem of read.problems) report(problem);
    return read.graders;
  }

  #assertions(own: readonly SuiteGrader[], expected: Json | undefined): readonly AssertionSpec[] {
    if (own.length === 0 && !this.#takesExpected) return this.#shared;
    return [...this.rules.graders, ...own].map((grader) => withExpected(grader, expected));
  }
}

type Refuse = (message: string, lacks?: string) => void;

/** What is expected is compared as it is: a template in it stays text. */
export function withExpected(
  { spec, takesExpected }: SuiteGrader,
  expected: Json | undefined,
): AssertionSpec {
  if (!takesExpected || expected === undefined) return spec;
  return { ...spec, value: expected, renderValue: false };
}
