import type { ColumnKind } from "./profile.js";

/** What is known of a column, from the first 10,000 rows of its file. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  /** Rows that have a value. */
  readonly values: number;
  readonly distinct: number;
  /** Of text, on average. */
  readonly words: number;
  /** Of text: whether every value is a JSON list of numbers. */
  readonly isVector: boolean;
}

export interface GuessedKind {
  /** `undefined`: the column is left out. */
  readonly kind: ColumnKind | undefined;
  /** Why it is left out. */
  readonly why?: string;
}

const fewValues = 30;
const fewDistinct = 5;
const textWords = 5;

/**
 * What a column is taken for if nobody says. Whole numbers of at most five different values are categories, as Evidently has it; text of
 * five words or more is text; a name or number that is another in each row says nothing of a distribution and is left out.
 */
export function guessKind(facts: ColumnFacts): GuessedKind {
  const { name, type, values, distinct } = facts;
  const isUnique = values >= fewValues && distinct === values;
  if (type === "BOOLEAN") return { kind: "boolean" };
  if (type === "DATE" || type.startsWith("TIMESTAMP")) return { kind: "timestamp" };
  if (/^(?:DOUBLE|FLOAT|REAL|DECIMAL\(.*\)|[A-Z]*INT(?:EGER)?)\[\d*\]$/.test(type))
    return { kind: "embedding" };
  if (/INT(?:EGER)?$/.test(type)) {
    if (isUnique && /(?:^|_)(?:id|key|index|rowid|uuid)$/i.test(name)) return leftOut(name);
    return { kind: values >= fewValues && distinct <= fewDistinct ? "categorical" : "numeric" };
  }
  if (/^(?:DOUBLE|FLOAT|REAL|DECIMAL)/.test(type)) return { kind: "numeric" };
  if (type === "VARCHAR" || type === "UUID" || type.startsWith("ENUM")) {
    if (facts.isVector) return { kind: "embedding" };
    if (facts.words >= textWords) return { kind: "text" };
    return isUnique ? leftOut(name) : { kind: "categorical" };
  }
  return { kind: undefined, why: `there is no profile of ${type}` };
}

function leftOut(name: string): GuessedKind {
  return {
    kind: undefined,
    why: `it has another value in each row; --kind ${name}=categorical takes it in`,
  };
}
