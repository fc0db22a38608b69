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
import { profileCategories } from "./profile-categories.js";
import { profileEmbedding } from "./profile-embedding.js";
import { type NumbersToProfile, profileNumbers } from "./profile-numbers.js";
import { profileText } from "./profile-text.js";
import { quoteName, type TableSource } from "./table-source.js";
import { vectorColumns } from "./vector-columns.js";

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
  const baseline = new Map(knots?.columns.map((column) => [column.name, column]));
  const planned = columns.map((column) => planOf(source, column, baseline.get(column.name)));
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
  const numeric = await profileNumbers(engine, table, numbers.map(numbersOf));
  const profiles: NamedProfile[] = [];
  for (const column of planned) {
    const profile = numeric[numbers.indexOf(column)] ?? (await profileOther(engine, table, column));
    const { name, type, redact } = column;
    profiles.push({ name, type, profile, ...(redact !== undefined && { redact }) });
  }
  return profiles;
}

function planOf(source: TableSource, column: ColumnToProfile, baseline: NamedProfile | undefined): Planned {
  const { name, kind } = column;
  const redact = column.redact ?? baseline?.redact;
  const on = sameKind(baseline?.profile, kind);
  const base = { name, kind, on, ...(redact !== undefined && { redact }) };
  const found = source.columns.find((each) => each.name === name);
  if (kind === "embedding") {
    const parts = vectorColumns(source.columns, name);
    if (found !== undefined) {
      return { ...base, type: found.type, value: `try_cast(${quoteName(name)} AS DOUBLE[])` };
    }
    if (parts.length > 0) {
      const cells = parts.map((part) => `try_cast(${quoteName(part)} AS DOUBLE)`).join(", ");
      return { ...base, type: `DOUBLE[${parts.length}]`, value: `[${cells}]` };
    }
  }
  if (found === undefined) throw unknownColumn(source, name);
  return { ...base, type: found.type, value: columnValue(name, found.type, kind) };
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

function profileOther(engine: Engine, table: string, column: Planned): Promise<ColumnProfile> {
  const { kind, value, on } = column;
  const redact = column.redact !== undefined && { redact: column.redact };
  if (kind === "text") {
    return profileText(engine, table, { value, ...redact, ...(on?.kind === "text" && { knots: on }) });
  }
  if (kind === "embedding") {
    return profileEmbedding(engine, table, {
      value,
      ...redact,
      ...(on?.kind === "embedding" && { knots: on }),
    });
  }
  const known = on !== undefined && isCategorical(on) && { knots: on };
  const counted = kind === "boolean" ? "boolean" : "categorical";
  return profileCategories(engine, table, { kind: counted, value, ...redact, ...known });
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
