/**
 * What a page knows of its cases, as JSON within it: written when the report is made, read by the script of the page. Names are
 * short, since each stands there a thousand times.
 */
export interface PageData {
  /** Texts that rows refer to by their place; each once. */
  readonly texts: readonly string[];
  readonly combinations: readonly PageCombination[];
  readonly graders: readonly PageGrader[];
  readonly rows: readonly PageRow[];
  /** How many cases have no row. */
  readonly leftOut: number;
  /** The command that shows a case in full, `CASE` in the place of its id; of two evaluations one each, null where its results are elsewhere. */
  readonly show: readonly (string | null)[];
}

/** Who was asked what: a column of the side-by-side view. */
export interface PageCombination {
  readonly prompt: string;
  readonly provider: string;
  /** Of two evaluations which one: 0 before, 1 after. */
  readonly side?: 0 | 1;
}

export type PageStatus = "passed" | "failed" | "errored";

/** A text: its place among the texts; with it, where some of its characters were left out, how many. */
export type PageText = number | readonly [place: number, leftOut: number];

/** A case: one test with one combination and one repeat. */
export interface PageRow {
  readonly id: string;
  /** Where it is not the id. */
  readonly test?: string;
  readonly about?: string;
  /** Place among the combinations. */
  readonly c: number;
  /** From 1: absent for the first. */
  readonly repeat?: number;
  readonly status: PageStatus;
  readonly score?: number;
  /** Of an error; else the grades say it. */
  readonly reason?: PageText;
  readonly output?: PageText;
  readonly messages: readonly (readonly [role: string, text: PageText])[];
  readonly vars: readonly (readonly [name: string, text: PageText])[];
  readonly grades: readonly PageGrade[];
  /** Grades, slices, messages and variables that there was no room for. */
  readonly dropped?: number;
  readonly slices: Readonly<Record<string, string>>;
  readonly critical?: true;
  /** Against the other evaluation. */
  readonly flip?: "regressed" | "improved";
  /** Milliseconds. */
  readonly ms?: number;
  /** US dollars. */
  readonly usd?: number;
  readonly tokens?: readonly [input: number, output: number];
  readonly cached?: true;
  readonly error?: string;
  /** Of a case of which only the outcome is known: shares of repeats are told, no texts. */
  readonly bare?: true;
}

/** What a grader said: its place among the graders, its verdict, score and reason. */
export type PageGrade = readonly [
  grader: number,
  status: PageStatus,
  score: number | null,
  reason: PageText | null,
];

export interface PageGrader {
  readonly type: string;
  readonly metric?: string;
  /** Within an assert-set. */
  readonly inSet?: true;
}
