import { MlxError } from "../../core/errors.js";
import { found, invalidAssertion, isMapping, textsSetting } from "./assertion-value.js";
import { fencedBlocks } from "./fenced-blocks.js";
import type { GradeInput, Grader } from "./grader.js";
import { mayTakeLong } from "./regex/backtracking.js";
import { dialectAdvice, type SqlParser, sqlParserOf } from "./sql-dialects.js";
import { shown, yesOrNo } from "./verdict.js";

/** Longer statements are not judged: the parsers take a second for each 50,000 characters. */
const longest = 50_000;
/** Longer names are none of those that are allowed. */
const longestName = 400;

interface Wanted {
  readonly parser: SqlParser;
  readonly dialect: string;
  readonly tables: readonly RegExp[];
  readonly columns: readonly RegExp[];
}

/** The output is SQL of the dialect (`databaseType`, default MySQL), and touches the tables and columns that are allowed alone. */
const isSql: Grader = async ({ assertion, text }) => {
  const fault = sqlFault(text, await wantedSql(assertion));
  return yesOrNo(fault === undefined, fault ?? "the output is SQL");
};

/** Some block of the output is SQL: those between fences that say `sql` or nothing; without any, the output itself. */
const containsSql: Grader = async ({ assertion, text }) => {
  const wanted = await wantedSql(assertion);
  const blocks = fencedBlocks(text).filter(({ language }) => language === "" || language === "sql");
  const candidates = blocks.length > 0 ? blocks.map((block) => block.text) : [text];
  let reason = "there is no SQL in the output";
  for (const candidate of candidates.filter((it) => it.trim() !== "")) {
    const fault = sqlFault(candidate, wanted);
    if (fault === undefined) return yesOrNo(true, "there is SQL in the output");
    reason = fault;
  }
  return yesOrNo(false, reason);
};

async function wantedSql(assertion: GradeInput["assertion"]): Promise<Wanted> {
  const { value } = assertion;
  if (value !== undefined && value !== null && !isMapping(value)) {
    throw invalidAssertion(
      assertion,
      `value: expected {databaseType, allowedTables, allowedColumns}, ${found(value)}`,
    );
  }
  const dialect = textsSetting(assertion, "databaseType")?.[0] ?? "MySQL";
  const parser = await sqlParserOf(dialect);
  if (!parser)
    throw invalidAssertion(
      assertion,
      `databaseType: ${shown(dialect)} is not known; ${dialectAdvice(dialect)}`,
    );
  const columns = withUnnamedTables(textsSetting(assertion, "allowedColumns") ?? []);
  const tables = textsSetting(assertion, "allowedTables") ?? [];
  return {
    parser,
    dialect,
    tables: allowedNames(assertion, tables),
    columns: allowedNames(assertion, columns),
  };
}

/** Names are allowed by regular expressions over `action::database::table` or `action::table::column`. */
function allowedNames(assertion: GradeInput["assertion"], patterns: readonly string[]): readonly RegExp[] {
  return patterns.map((pattern) => {
    const form = compiled(pattern);
    if (!form) throw invalidAssertion(assertion, `${shown(pattern)} is no regular expression`);
    if (mayTakeLong(form, longestName)) {
      throw invalidAssertion(assertion, `${shown(pattern)} may backtrack for long`);
    }
    return form;
  });
}

/** What is wrong with a statement; undefined where nothing is. */
function sqlFault(text: string, { parser, dialect, tables, columns }: Wanted): string | undefined {
  const sql = text.trim();
  if (sql === "") return "the output is empty";
  if (sql.length > longest) {
    throw new MlxError("MLX_GRADER", `a text of ${sql.length} characters is too long to be read as SQL`);
  }
  const read = parsed(sql, parser);
  if (typeof read === "string") return `the output is no SQL of ${dialect}: ${read}`;
  return forbidden("table", read.tableList, tables) ?? forbidden("column", read.columnList, columns);
}

/** What a statement uses, or why it is none. */
function parsed(sql: string, parser: SqlParser): ReturnType<SqlParser["parse"]> | string {
  try {
    return parser.parse(sql);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, unexpected] = message.match(/but (.*) found/s) ?? [];
    return unexpected === undefined ? message.slice(0, 80) : `unexpected ${unexpected.slice(0, 80)}`;
  }
}

function forbidden(what: string, used: readonly string[], allowed: readonly RegExp[]): string | undefined {
  const others =
    allowed.length === 0
      ? []
      : used.filter(
          (name) => name.length > longestName || !allowed.some((form) => form.test(name.toLowerCase())),
        );
  return others.length === 0 ? undefined : `the SQL uses a ${what} that is not allowed: ${others.join(", ")}`;
}

/** Both sides are in small letters: a pattern for any case is not looked through for what it may cost. */
function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern.replace(/(?<!\\)[A-Z]/g, (letter) => letter.toLowerCase())})$`);
  } catch {
    return undefined;
  }
}

/** A column that the statement names without its table is reported as one of table `null`. */
function withUnnamedTables(columns: readonly string[]): readonly string[] {
  return columns.flatMap((column) => {
    const parts = column.split("::");
    return parts.length === 3 && parts[1] !== "null" ? [column, `${parts[0]}::null::${parts[2]}`] : [column];
  });
}

export const sqlGraders: Readonly<Record<string, Grader>> = { "is-sql": isSql, "contains-sql": containsSql };
