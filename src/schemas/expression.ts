import { closest } from "../core/suggest.js";
import { sqlName } from "./sql-text.js";

/** What an SQL expression of a schema uses, or why it cannot be used. */
export interface ExpressionUse {
  /** As they are written. */
  readonly columns: readonly string[];
  readonly problems: readonly ExpressionProblem[];
}

export interface ExpressionProblem {
  readonly message: string;
  /** Where in the expression, in UTF-16 units from 0. */
  readonly offset: number;
}

/** An expression as the engine is given it, and the columns that it uses. */
export interface ReadyExpression {
  readonly sql: string;
  readonly columns: readonly string[];
}

/** Texts in quotes, names in quotes, comments, words with what follows them. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[\p{L}_][\p{L}\p{N}_$]*(?=\s*(\()?)/gu;

/** An expression in which bare names of columns stand in quotes. */
interface QuotedExpression {
  readonly sql: string;
  /** Where in the text as it was written something of `sql` stands. */
  offsetOf(offset: number): number;
}

/** To SQL `end` is a word of its own; to the writer of `start <= end` it is a column. */
export function quoteColumns(expression: string, known: ReadonlySet<string>): QuotedExpression {
  const ends: number[] = [];
  const sql = expression.replace(pieces, (piece: string, bracket: string | undefined, at: number) => {
    if (bracket !== undefined || !known.has(piece)) return piece;
    ends.push(at + 2 * ends.length);
    return sqlName(piece);
  });
  return { sql, offsetOf: (offset) => Math.max(0, offset - 2 * ends.filter((end) => end < offset).length) };
}

const lead = "SELECT (";

/** A statement that the engine parses, and never runs, to find out what an expression is. The newline ends a comment. */
export function expressionStatement(expression: string): string {
  return `${lead}${expression}\n)`;
}

/** What the engine has a name for, not a column. */
const moments = ["current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"];

const refused: Readonly<Record<string, string>> = {
  SUBQUERY: "a check is about one row: it may hold no SELECT",
  WINDOW: "a check is about one row: it may hold no window function",
  STAR: "a check names the columns that it is about: * is none",
  PARAMETER: "a check may hold no parameter",
};

const oneExpression = "a check is one expression";

const unsteady = ["random", "setseed", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "nextval", "currval"];

/**
 * Reads the engine's syntax tree of `expressionStatement`, as `json_serialize_sql` gives it.
 * @param known columns that it may name: those of the schema and of the file.
 */
export function readExpression(expression: string, tree: unknown, known: ReadonlySet<string>): ExpressionUse {
  const place = (location: unknown) => offsetIn(expression, Number(location) - lead.length);
  const semicolon = expression.replace(pieces, (piece) => " ".repeat(piece.length)).indexOf(";");
  if (semicolon !== -1) return { columns: [], problems: [{ message: oneExpression, offset: semicolon }] };
  if (field(tree, "error") === true) {
    const told = String(field(tree, "error_message"));
    const position = field(tree, "position");
    const offset = position === undefined ? 0 : place(position);
    const message =
      told.includes('near ")"') && offset >= expression.length ? "the expression ends too soon" : told;
    return { columns: [], problems: [{ message, offset: Math.min(offset, expression.length) }] };
  }
  const statements = field(tree, "statements");
  const columns = new Set<string>();
  const problems: ExpressionProblem[] = [];
  const ownNames = new Set<string>();
  const names = new Map([...known].map((name) => [name.toLowerCase(), name]));
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const kind = String(field(node, "class"));
    const offset = place(field(node, "query_location") ?? lead.length);
    const why = refused[kind];
    if (why !== undefined) {
      problems.push({ message: why, offset });
      return;
    }
    if (kind === "LAMBDA") for (const name of lambdaNames(field(node, "lhs"))) ownNames.add(name);
    if (kind === "FUNCTION" && unsteady.includes(String(field(node, "function_name")).toLowerCase())) {
      problems.push({ message: "a check must give the same answer each time", offset });
    }
    if (kind === "COLUMN_REF") {
      const written = String(field(field(node, "column_names"), 0));
      const lower = written.toLowerCase();
      const name = known.has(written) ? written : names.get(lower);
      if (name !== undefined) columns.add(name);
      else if (!moments.includes(lower) && !ownNames.has(written)) {
        const meant = closest(written, known);
        const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
        problems.push({ message: `there is no column ${written}${hint}`, offset });
      }
      return;
    }
    for (const value of Object.values(node)) visit(value);
  };
  const select = field(field(field(statements, 0), "node"), "select_list");
  const single = Array.isArray(statements) && statements.length === 1 && Array.isArray(select);
  if (!single || select.length !== 1) {
    return { columns: [], problems: [{ message: oneExpression, offset: 0 }] };
  }
  visit(select);
  return { columns: [...columns], problems };
}

function lambdaNames(parameters: unknown): string[] {
  if (Array.isArray(parameters)) return parameters.flatMap(lambdaNames);
  const names = field(parameters, "column_names");
  if (Array.isArray(names)) return names.map(String);
  const children = field(parameters, "children");
  return children === undefined ? [] : lambdaNames(children);
}

/** The engine counts bytes. */
function offsetIn(text: string, bytes: number): number {
  const encoded = new TextEncoder().encode(text);
  return new TextDecoder().decode(encoded.subarray(0, Math.max(0, bytes))).length;
}

function field(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === String(key))?.[1];
}
