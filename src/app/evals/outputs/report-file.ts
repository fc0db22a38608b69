import type { Report } from "../../../evals/report/report.js";
import type { CaseResult } from "../../../evals/types.js";
import { OutputFile } from "./output-file.js";

/** A file that a report goes to as it is made. */
export class ReportFile {
  readonly #file: OutputFile;

  constructor(
    path: string,
    private readonly report: Report,
  ) {
    this.#file = new OutputFile(path);
    this.#file.write(report.begin());
  }

  add(result: CaseResult): void {
    this.#file.write(this.report.add(result));
  }

  finish(): void {
    this.#file.write(this.report.end());
    this.#file.finish();
  }

  abandon(): void {
    this.#file.abandon();
  }
}
