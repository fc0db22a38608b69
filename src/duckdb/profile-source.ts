import { MlxError } from "../core/errors.js";
import { closest } from "../core/suggest.js";
import type {
  CategoricalProfile,
  ColumnKind,
  ColumnProfile,
  DataProfile,
  NamedProfile,
  NumericProfile,
  Redaction,
} from "../drift/profile.js";
import { columnValue } from "./column-values.js";
import type { Engine } from "./engine.js";
import { EngineSource } from "./engine-source.js";
import { groupsOf } from "./groups-of.js";
import { type CategoriesToProfile, profileCategories } from "./profile-categories.js";
import { profileEmbedding } from "./profile-embedding.js";
import { type NumbersToProfile, profileNumbers } from "./profile-numbers.js";
import { profileText } from "./profile-text.js";
import { quoteName, type TableSource } from "./table-source.js";
import { vectorColumns } from "./vector-columns.js";
import { wordColumns } from "./word-columns.js";

export interface ColumnToProfile {
  /** As the source has it; of an embedding in several columns, the prefix `e` of `e_0`, `e_1`, …. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** By default what the profile on whose knots this one is taken says. */
  readonly redact?: Redaction;
}

interface Planned extends ColumnToProfile {
  readonly type: string;
  readonly value: string;
  readonly on: ColumnProfile | undefined;
}

/**
 * Profiles columns of a source; the same file gives the same profile, on any number of threads.
 * @param knots a profile on whose knots, values, vocabulary and projections this one is to be taken, where it has the column with that kind.
 * @throws {MlxError} `MLX_UNKNOWN_COLUMN`, exit 2.
 */
export async function profileSource(
  source: TableSource,
  columns: readonly ColumnToProfile[],
  knots?: DataProfile,
): Promise<DataProfile> {
  if (!(source instanceof EngineSource)) throw new TypeError("profiles are taken of what openSource opened");
  const { engine } = source;
  // Which texts topics are learnt from goes by the number of their row, and sums of vectors by the order of theirs.
  if (columns.some(({ kind }) => kind === "text" || kind === "embedding")) await source.inOrder();
  const baseline = new Map(knots?.columns.map((column) => [column.name, column]));
  const types = new Map(source.columns.map(({ name, type }) => [name, type]));
  // Categories are made of anything; numbers and times leave such words out by themselves.
  const knownValues = new Set(
    columns.flatMap(({ name, kind }) => {
      const before = baseline.get(name);
      const isKnown = before !== undefined && before.type !== "VARCHAR";
      return isKnown && (kind === "categorical" || kind === "boolean") ? [name] : [];
    }),
  );
  const blank = await wordColumns(source, (name) => knownValues.has(name));
  const planned = columns.map((column): Planned => {
    const plan = planOf(source, types, column, baseline.get(column.name));
    return blank.has(column.name) ? { ...plan, value: "CAST(NULL AS VARCHAR)" } : plan;
  });
  const profiles: NamedProfile[] = [];
  if (planned.length <= wideTable) profiles.push(...(await profileColumns(engine, source.table, planned)));
  else {
    for (const group of groupsOf(planned, atOnce))
      profiles.push(...(await profileApart(engine, source.table, group)));
  }
  return { rows: await source.rows(), columns: profiles };
}

/** The engine looks at every column of a table for each query, however few are asked for. */
const wideTable = 200;
const atOnce = 100;

/** Profiles some columns of a wide table in a table of their own. */
async function profileApart(
  engine: Engine,
  table: string,
  columns: readonly Planned[],
): Promise<NamedProfile[]> {
  const narrow = engine.newName();
  const values = columns.map(({ value }, at) => `${value} AS v${at}`);
  await engine.run(`CREATE TEMP TABLE ${narrow} AS SELECT ${values.join(", ")} FROM ${table}`);
  const profiles = await profileColumns(
    engine,
    narrow,
    columns.map((column, at) => ({ ...column, value: `v${at}` })),
  );
  await engine.run(`DROP TABLE ${narrow}`);
  return profiles;
}

async function profileColumns(
  engine: Engine,
  table: string,
  planned: readonly Planned[],
): Promise<NamedProfile[]> {
  const numbers = planned.filter(({ kind }) => kind === "numeric" || kind === "timestamp");
  const categories = planned.filter(({ kind }) => kind === "categorical" || kind === "boolean");
  const [numeric, counted] = [
    await profileNumbers(engine, table, numbers.map(numbersOf)),
    await profileCategories(engine, table, categories.map(categoriesOf)),
  ];
  const [ofNumbers, ofCategories] = [numeric.values(), counted.values()];
  const profiles: NamedProfile[] = [];
  for (const column of planned) {
    const made = numbers.includes(column)
      ? ofNumbers.next().value
      : categories.includes(column)
        ? ofCategories.next().value
        : await profileOther(engine, table, column);
    const { name, type, redact } = column;
    if (made === undefined) throw new RangeError("a profile is missing");
    profiles.push({ name, type, profile: made, ...(redact !== undefined && { redact }) });
  }
  return profiles;
}

function planOf(
  source: TableSource,
  types: ReadonlyMap<string, string>,
  column: ColumnToProfile,
  baseline: NamedProfile | undefined,
): Planned {
  const { name, kind } = column;
  const redact = column.redact ?? baseline?.redact;
  const on = sameKind(baseline?.profile, kind);
  const base = { name, kind, on, ...(redact !== undefined && { redact }) };
  const type = types.get(name);
  if (kind === "embedding") {
    const parts = vectorColumns(source.columns, name);
    if (type !== undefined) {
      return { ...base, type, value: `try_cast(${quoteName(name)} AS DOUBLE[])` };
    }
    if (parts.length > 0) {
      const cells = parts.map((part) => `try_cast(${quoteName(part)} AS DOUBLE)`).join(", ");
      return { ...base, type: `DOUBLE[${parts.length}]`, value: `[${cells}]` };
    }
  }
  if (type === undefined) throw unknownColumn(source, name);
  return { ...base, type, value: columnValue(name, type, kind) };
}

/** The baseline's profile, if it is of the kind that is asked for. */
function sameKind(profile: ColumnProfile | undefined, kind: ColumnKind): ColumnProfile | undefined {
  return profile?.kind === kind ? profile : undefined;
}

function numbersOf({ kind, value, redact, on }: Planned): NumbersToProfile {
  const knots = on !== undefined && isNumeric(on) ? on.knots.map(([knot]) => knot) : undefined;
  return {
    kind: kind === "timestamp" ? "timestamp" : "numeric",
    value,
    ...(redact !== undefined && { redact }),
    ...(knots !== undefined && { knots }),
  };
}

function categoriesOf({ kind, value, redact, on }: Planned): CategoriesToProfile {
  return {
    kind: kind === "boolean" ? "boolean" : "categorical",
    value,
    ...(redact !== undefined && { redact }),
    ...(on !== undefined && isCategorical(on) && { knots: on }),
  };
}

function profileOther(engine: Engine, table: string, column: Planned): Promise<ColumnProfile> {
  const { kind, value, redact, on } = column;
  const base = { value, ...(redact !== undefined && { redact }) };
  if (kind === "text")
    return profileText(engine, table, { ...base, ...(on?.kind === "text" && { knots: on }) });
  return profileEmbedding(engine, table, { ...base, ...(on?.kind === "embedding" && { knots: on }) });
}

function isNumeric(profile: ColumnProfile): profile is NumericProfile {
  return profile.kind === "numeric" || profile.kind === "timestamp";
}

function isCategorical(profile: ColumnProfile): profile is CategoricalProfile {
  return profile.kind === "categorical" || profile.kind === "boolean";
}

function unknownColumn(source: TableSource, name: string): MlxError {
  const names = source.columns.map((column) => column.name);
  const meant = closest(name, names);
  return new MlxError("MLX_UNKNOWN_COLUMN", `${source.file} has no column ${name}`, {
    hint: meant === undefined ? `it has ${names.slice(0, 12).join(", ")}` : `did you mean ${meant}?`,
    exitCode: 2,
  });
}
