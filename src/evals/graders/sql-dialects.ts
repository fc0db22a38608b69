import { closest } from "../../core/suggest.js";

/** What a parser of one dialect does; it throws for what is no SQL of its dialect. */
export interface SqlParser {
  /** Tables as `select::database::name`, columns as `select::table::name`. */
  parse(sql: string): { readonly tableList: readonly string[]; readonly columnList: readonly string[] };
}

interface Build {
  readonly default: { readonly Parser: new () => SqlParser };
}

/** Each dialect's parser is a file of its own, loaded when it is asked for (node-sql-parser: 55 ms, 200 to 300 kB). */
const builds: Readonly<Record<string, () => Promise<Build>>> = {
  athena: () => import("node-sql-parser/build/athena.js"),
  bigquery: () => import("node-sql-parser/build/bigquery.js"),
  db2: () => import("node-sql-parser/build/db2.js"),
  flinksql: () => import("node-sql-parser/build/flinksql.js"),
  hive: () => import("node-sql-parser/build/hive.js"),
  mariadb: () => import("node-sql-parser/build/mariadb.js"),
  mysql: () => import("node-sql-parser/build/mysql.js"),
  postgresql: () => import("node-sql-parser/build/postgresql.js"),
  redshift: () => import("node-sql-parser/build/redshift.js"),
  snowflake: () => import("node-sql-parser/build/snowflake.js"),
  sqlite: () => import("node-sql-parser/build/sqlite.js"),
  transactsql: () => import("node-sql-parser/build/transactsql.js"),
  trino: () => import("node-sql-parser/build/trino.js"),
};

const otherNames: Readonly<Record<string, string>> = {
  postgres: "postgresql",
  mssql: "transactsql",
  sqlserver: "transactsql",
};

const parsers = new Map<string, SqlParser>();

/** The parser of a dialect, in any case; undefined for one that is not known. */
export async function sqlParserOf(dialect: string): Promise<SqlParser | undefined> {
  const folded = dialect.toLowerCase();
  const name = Object.hasOwn(otherNames, folded) ? otherNames[folded] : folded;
  if (name === undefined || !Object.hasOwn(builds, name)) return undefined;
  const ready = parsers.get(name);
  if (ready) return ready;
  const build = await builds[name]?.();
  if (!build) return undefined;
  const parser = new build.default.Parser();
  parsers.set(name, parser);
  return parser;
}

/** `known are …`, or what was probably meant. */
export function dialectAdvice(dialect: string): string {
  const meant = closest(dialect, Object.keys(builds));
  return meant === undefined ? `known are: ${Object.keys(builds).join(", ")}` : `did you mean ${meant}?`;
}
