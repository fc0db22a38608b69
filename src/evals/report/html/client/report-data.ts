import type { PageCombination, PageData, PageGrade, PageGrader, PageRow, PageText } from "../page-data.js";

/** What the page knows, with the ways to look things up in it. */
export class ReportData {
  readonly #tests = new Map<string, PageRow[]>();

  constructor(readonly page: PageData) {
    for (const row of page.rows) {
      const others = this.#tests.get(testOf(row));
      if (others) others.push(row);
      else this.#tests.set(testOf(row), [row]);
    }
  }

  text(text: PageText | null | undefined): string {
    if (text === null || text === undefined) return "";
    return this.page.texts[typeof text === "number" ? text : text[0]] ?? "";
  }

  /** How many characters of a text are not here. */
  leftOut(text: PageText | null): number {
    return text === null || typeof text === "number" ? 0 : text[1];
  }

  grader([place]: PageGrade): PageGrader {
    return this.page.graders[place] ?? { type: "" };
  }

  /** Why a case did not pass, in a sentence: its error, or the first of its grades that says so. */
  reason(row: PageRow): string {
    if (row.reason !== undefined) return this.text(row.reason);
    if (row.status === "passed") return "";
    const grades = row.grades.filter((grade) => !this.grader(grade).inSet);
    const grade =
      grades.find(([, status]) => status === row.status) ?? grades.find(([, status]) => status !== "passed");
    if (grade === undefined) return "the score is below the threshold";
    const { type, metric = type } = this.grader(grade);
    return `${metric}: ${this.text(grade[3])}`;
  }

  combination({ c }: PageRow): PageCombination {
    return this.page.combinations[c] ?? { prompt: "", provider: "" };
  }

  /** All rows of a test: other prompts, providers, repeats, and the other evaluation. */
  rowsOf(row: PageRow): readonly PageRow[] {
    return this.#tests.get(testOf(row)) ?? [];
  }

  get isComparison(): boolean {
    return this.page.combinations.some(({ side }) => side !== undefined);
  }

  /** What tells a row from the others of its test. */
  label(row: PageRow): string {
    const { prompt, provider, side } = this.combination(row);
    const repeated = this.rowsOf(row).some(({ repeat }) => repeat !== undefined);
    return [
      ...(side === undefined ? [] : [side === 0 ? "before" : "after"]),
      `${prompt} × ${provider}`,
      ...(repeated ? [`repeat ${(row.repeat ?? 0) + 1}`] : []),
    ].join(" · ");
  }

  /** The command that shows a case in full; undefined where its results are elsewhere. */
  showCommand(row: PageRow): string | undefined {
    const command = this.page.show[this.combination(row).side ?? 0];
    const id = /^[\w.@:#+-]+$/.test(row.id) ? row.id : `'${row.id.replaceAll("'", `'\\''`)}'`;
    return command?.replace("CASE", () => id);
  }
}

/** What the cases of one test have in common. */
export function testOf({ id, test = id }: PageRow): string {
  return test;
}
