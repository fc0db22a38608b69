import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import type { JunitReport } from "../../../evals/report/junit-report.js";
import type { CaseResult } from "../../../evals/types.js";
import { OutputFile } from "./output-file.js";

/** Characters of all suites together that are kept before they go to files of their own. */
const mostKept = 4_194_304;

interface Suite {
  pieces: string[];
  /** Where its first cases went; absent while all of them are kept. */
  part?: string;
}

/** A JUnit file whose suites fill at the same time. Few cases are kept in memory; many go to a file for each suite, which are then put together. */
export class JunitFile {
  readonly #file: OutputFile;
  readonly #suites: readonly Suite[];
  #kept = 0;

  constructor(
    private readonly path: string,
    private readonly report: JunitReport,
  ) {
    this.#file = new OutputFile(path);
    this.#suites = report.suites.map(() => ({ pieces: [] }));
  }

  add(result: CaseResult): void {
    const text = this.report.testCase(result);
    this.#suites[this.report.suiteOf(result)]?.pieces.push(text);
    this.#kept += text.length;
    if (this.#kept >= mostKept) this.#spill();
  }

  finish(): void {
    this.#file.write(this.report.begin);
    for (const [index, head] of this.report.suites.entries()) {
      const { part, pieces = [] } = this.#suites[index] ?? {};
      this.#file.write(head);
      if (part !== undefined) this.#file.copyFrom(part);
      for (const piece of pieces) this.#file.write(piece);
      this.#file.write(this.report.suiteEnd);
    }
    this.#file.write(this.report.end);
    this.#file.finish();
    this.#removeParts();
  }

  abandon(): void {
    this.#file.abandon();
    this.#removeParts();
  }

  #spill(): void {
    for (const [index, suite] of this.#suites.entries()) {
      if (suite.pieces.length === 0) continue;
      const write = suite.part === undefined ? writeFileSync : appendFileSync;
      suite.part ??= `${this.path}.${index}.tmp`;
      write(suite.part, suite.pieces.join(""));
      suite.pieces = [];
    }
    this.#kept = 0;
  }

  #removeParts(): void {
    for (const { part } of this.#suites) if (part !== undefined) rmSync(part, { force: true });
  }
}
