/** What the cells of a column of text turn out to be. */
export type CellType = "number" | "instant" | "boolean" | "text";

export interface GuessedType {
  /** `undefined`: no cell has a value. */
  readonly type: CellType | undefined;
  /** Whether some cells are words for a missing value, such as NA. */
  readonly hasNullWords: boolean;
  /** Of numbers: whether some have a fraction or are not finite, and whether some have more digits than a double holds. */
  readonly hasFraction: boolean;
  readonly isLong: boolean;
  /** Of instants: whether some name their zone, and whether all do. */
  readonly zoned: "none" | "some" | "all";
}

/** What other programs write for a missing value; in a column of text they are text. */
export const nullWords: readonly string[] = ["NA", "N/A", "n/a", "NULL", "null", "None", "#N/A"];

const words: ReadonlySet<string> = new Set(nullWords);
const number = /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)\s*$/i;
const leadingZero = /^[+-]?0\d/;
const instant =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Guesses the type of a column from some of its cells. Numbers with leading zeros are codes, which are text. */
export function guessCellType(cells: readonly (string | null)[]): GuessedType {
  let [values, numbers, instants, zoned, booleans, nulls] = [0, 0, 0, 0, 0, 0];
  let [hasFraction, isLong] = [false, false];
  for (const cell of cells) {
    if (cell === null) continue;
    if (words.has(cell)) {
      nulls++;
      continue;
    }
    values++;
    if (number.test(cell)) {
      if (!leadingZero.test(cell)) numbers++;
      if (!Number.isInteger(Number(cell))) hasFraction = true;
      else if (!Number.isSafeInteger(Number(cell))) isLong = true;
      continue;
    }
    const match = instant.exec(cell);
    if (match !== null) {
      instants++;
      if (match[1] !== undefined) zoned++;
    } else if (/^(?:true|false)$/i.test(cell)) booleans++;
  }
  const zones = zoned === 0 ? "none" : zoned === values ? "all" : "some";
  return {
    type: typeOf(values, numbers, instants, booleans),
    hasNullWords: nulls > 0,
    hasFraction,
    isLong,
    zoned: zones,
  };
}

function typeOf(values: number, numbers: number, instants: number, booleans: number): CellType | undefined {
  if (values === 0) return undefined;
  if (numbers === values) return "number";
  if (instants === values) return "instant";
  return booleans === values ? "boolean" : "text";
}
