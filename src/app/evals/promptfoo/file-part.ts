import { createHash } from "node:crypto";
import { MlxError } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import type { TableRow } from "../../../evals/data/table-row.js";
import { isAssertionType } from "../../../evals/promptfoo/assertion-types.js";
import { columnProblem, csvTest } from "../../../evals/promptfoo/csv-test.js";
import { readTestLayer } from "../../../evals/promptfoo/read-test-layer.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import type { SuiteProblem } from "../../../evals/suite/invalid-suite.js";
import { stampAt } from "../../../files/stamp.js";
import { readRows } from "../../../table/read-rows.js";
import type { FoundFile } from "../native/suite-files.js";
import type { PromptfooFiles } from "./promptfoo-files.js";
import type { RowSource } from "./row-source.js";
import { type LayersOfTests, PartCounter, type TestPart } from "./test-part.js";

/** A file up to this many bytes is kept as it was read, and not read again. */
const keptBytes = 1024 * 1024;
const mostProblems = 20;

/**
 * Reads a file of tests once, in parts, to know how many there are and whatever is wrong with them.
 * @param inherited the layers around its tests. @param digests gets the file's.
 */
export async function filePart(
  files: PromptfooFiles,
  found: FoundFile,
  inherited: readonly TestLayer[],
  digests: Map<string, string>,
): Promise<TestPart> {
  const seen = stampAt(found.path);
  const keeps = (seen?.stamp.size ?? 0) <= keptBytes;
  const counter = new PartCounter();
  const kept: (readonly TestLayer[])[] = [];
  const hash = createHash("sha256");
  const problems: SuiteProblem[] = [];
  let more = 0;
  const report = (problem: SuiteProblem) => {
    if (problems.length < mostProblems) problems.push(problem);
    else more++;
  };
  const reader = new RowReader(files, found, report);
  for await (const rows of readRows({ ...found, onBytes: (bytes) => hash.update(bytes) }, report)) {
    for (const row of rows) {
      const layer = reader.layerOf(row);
      if (!layer) continue;
      const layers = [...inherited, layer];
      if (!counter.add(layers))
        report({ ...row.at, message: "the lists of this test multiply to more than 100,000 tests" });
      if (keeps) kept.push(layers);
    }
  }
  const last = problems.at(-1);
  if (more > 0 && last) problems.push({ ...last, message: `${countOf(more, "more row")} like this` });
  files.rowProblems.push(...problems);
  digests.set(found.file, hash.digest("hex"));
  const { counts } = counter;
  if (counts.count === 0 && problems.length === 0) {
    files.rowProblems.push({
      file: found.file,
      line: 1,
      column: 1,
      message: "there are no tests in this file",
    });
  }
  return { ...counts, layers: () => (keeps ? [kept] : again(files, found, inherited)) };
}

/** Reads the file once more. */
async function* again(
  files: PromptfooFiles,
  found: FoundFile,
  inherited: readonly TestLayer[],
): AsyncGenerator<LayersOfTests> {
  const report = ({ message, ...at }: SuiteProblem) => {
    throw new MlxError("MLX_INVALID_SUITE", `${found.file} was changed while it was read: ${message}`, {
      exitCode: 2,
      at,
    });
  };
  const reader = new RowReader(files, found, report);
  for await (const rows of readRows(found, report)) {
    yield rows
      .map((row) => reader.layerOf(row))
      .filter((layer) => layer !== undefined)
      .map((layer) => [...inherited, layer]);
  }
}

/** Makes tests of rows: of CSV by its columns, of everything else as they are written. */
class RowReader {
  #checked = false;
  readonly #isCsv: boolean;
  readonly #source: RowSource;

  constructor(
    private readonly files: PromptfooFiles,
    { file }: FoundFile,
    private readonly report: (problem: SuiteProblem) => void,
  ) {
    this.#isCsv = /\.[ct]sv$/i.test(file);
    this.#source = files.rowSource(file);
  }

  layerOf({ values, at }: TableRow): TestLayer | undefined {
    if (this.#isCsv) this.#checkColumns(values.keys(), at);
    const value = this.#isCsv ? csvTest(values, isAssertionType) : Object.fromEntries(values);
    this.#source.begin(at);
    const place = { source: this.#source, path: [], isData: true, kind: "test" } as const;
    const layer = readTestLayer(this.files, value, place);
    const problems = this.#source.takeProblems();
    for (const problem of problems) this.report(problem);
    return problems.length === 0 ? layer : undefined;
  }

  #checkColumns(columns: Iterable<string>, at: TableRow["at"]): void {
    if (this.#checked) return;
    this.#checked = true;
    for (const column of columns) {
      const reason = columnProblem(column);
      if (reason !== undefined)
        this.files.note({ what: column, reason, at: { file: at.file, line: 1, column: 1 } });
    }
  }
}
