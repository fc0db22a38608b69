import { formatCount } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { yamlEntry, yamlWord } from "../../core/yaml-word.js";
import { shareText } from "../figure-text.js";
import type { ColumnFacts } from "./column-facts.js";
import { type ColumnGuess, fewRows, guessColumn, isCategorical, isUnique } from "./column-guess.js";
import { outwardRange, outwardShare } from "./outward.js";

/** A column as it was found, and its values where they are few. */
export interface InferredColumn {
  readonly facts: ColumnFacts;
  /** The different values, each with its number of rows; empty where they are many. */
  readonly categories: readonly (readonly [value: string, rows: number])[];
  /** Whether some of the files lack it. */
  readonly optional: boolean;
}

export interface InferredTable {
  /** As people call them. */
  readonly files: readonly string[];
  readonly rows: number;
  readonly columns: readonly InferredColumn[];
  /** Texts that mean no value. */
  readonly missing: readonly string[];
  /** Columns whose values together come once, where no column does by itself. */
  readonly compositeKey?: readonly string[];
}

/** A `*.schema.yaml` for data like these: what was found, rounded outwards, and nothing that a few rows suggest. */
export function schemaText(table: InferredTable): string {
  const { files, rows, missing, columns } = table;
  const key = columns.find(({ facts }) => isUnique(facts, guessColumn(facts)));
  const count = `${formatCount(rows)} row${rows === 1 ? "" : "s"}`;
  return [
    `# What data like ${files.join(", ")} (${count}) look like. Read it, correct it, commit it:`,
    `# mlx schema check FILE holds data against it. docs/schemas.md has every rule.`,
    "mlx: 1",
    "kind: schema",
    ...(missing.length === 0
      ? []
      : [`missing: [${missing.map(yamlWord).join(", ")}] # texts that mean: no value`]),
    "rows: {min: 1}",
    "columnOrder: warning",
    "extraColumns: warning",
    ...keyLines(table, key),
    columns.length === 0 ? "columns: {}" : "columns:",
    ...columns.flatMap((column) => columnLines(column, column === key)),
    "",
  ].join("\n");
}

/** The lines of one entry of `columns:`. @param isKey whether `key:` says already that its values come once. */
export function columnLines(column: InferredColumn, isKey = false): string[] {
  const { facts, optional } = column;
  const guess = guessColumn(facts);
  const remark = guess.remark === undefined ? "" : ` # ${guess.remark}`;
  const lines = [...yamlEntry(yamlWord(facts.name), "  ").split("\n"), `    type: ${guess.type}${remark}`];
  const add = (line: string): void => void lines.push(`    ${line}`);
  if (optional) add("required: false # some of the files lack it");
  if (guess.format !== undefined)
    add(`format: ${guess.format.includes("%") ? JSON.stringify(guess.format) : guess.format}`);
  for (const line of nullLines(facts)) add(line);
  if (guess.type === "number" && facts.notFinite > 0) {
    add(`finite: false # ${formatCount(facts.notFinite)} values are infinite or NaN`);
  }
  for (const line of isKey ? [] : valueLines(column, guess)) add(line);
  return lines;
}

function nullLines({ rows, nulls }: ColumnFacts): string[] {
  if (nulls === 0) return rows < fewRows ? [] : ["nullable: false"];
  if (nulls === rows || rows < 100) return ["nullable: true"];
  const most = outwardShare(nulls / rows);
  const found = `${formatCount(nulls)} of ${formatCount(rows)} rows (${shareText(nulls / rows)})`;
  return most >= 1
    ? [`nullable: true # ${found}`]
    : ["nullable: true", `nulls: {max: ${shareText(most).replace(" ", "")}} # found: ${found}`];
}

function valueLines({ facts, categories }: InferredColumn, guess: ColumnGuess): string[] {
  if (isUnique(facts, guess)) return ["unique: true"];
  const repeated = categories.length > 0 && categories.every(([, rows]) => rows > 1);
  if (isCategorical(facts, guess) && repeated) {
    return [`values: [${categories.map(([value]) => yamlWord(value)).join(", ")}]`];
  }
  const { min, max, rows, nulls } = facts;
  const isNumber = facts.notFinite === 0 && (guess.type === "integer" || guess.type === "number");
  if (isNumber && min !== null && max !== null && rows - nulls >= fewRows) {
    const range = outwardRange(min, max, guess.type === "integer");
    return [
      `min: ${range.min} # found: ${formatNumber(min)}`,
      `max: ${range.max} # found: ${formatNumber(max)}`,
    ];
  }
  // Tomorrow's data are later than today's: only the past has an end.
  if ((guess.type === "date" || guess.type === "datetime") && facts.earliest !== null && rows >= fewRows) {
    const year = facts.earliest.slice(0, 4);
    return /^\d{4}$/.test(year) ? [`min: ${year}-01-01 # found: ${facts.earliest}`] : [];
  }
  return [];
}

function keyLines({ compositeKey }: InferredTable, key: InferredColumn | undefined): string[] {
  if (key) return [`key: ${yamlWord(key.facts.name)}`];
  if (compositeKey === undefined) return [];
  return [`key: [${compositeKey.map(yamlWord).join(", ")}] # together they come once`];
}
