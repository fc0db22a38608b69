import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Interrupted, MlxError } from "../../core/errors.js";
import { type FileSource, openFileSource } from "../../files/file-source.js";
import { unpackInto } from "../../files/unpack.js";
import type { ModelFacts } from "../../models/model-facts.js";
import { scanModel } from "../../models/scan.js";
import type { Pause } from "../../models/scan-context.js";
import type { Unpack } from "../../models/unpack.js";
import { type ModelFinding, type Verdict, verdictOf } from "../../models/verdict.js";
import type { App } from "../app.js";
import { type ModelFile, modelFiles } from "./model-files.js";

/** What the scan of one file came to. */
export interface ScannedFile {
  /** From the working folder. */
  readonly path: string;
  readonly format: string;
  readonly verdict: Verdict;
  readonly findings: readonly ModelFinding[];
  readonly facts: ModelFacts;
}

export interface ModelScan {
  readonly verdict: Verdict;
  readonly files: readonly ScannedFile[];
}

const mostFindings = 200;

/** Scans files and all that lie in folders. @throws {MlxError} `MLX_NO_SUCH_FILE`, exit 2. */
export async function scanModels(app: App, paths: readonly string[]): Promise<ModelScan> {
  return scanFiles(app, await modelFiles(app, paths));
}

/** Scans files that somebody has found, in their order. */
export async function scanFiles(app: App, found: readonly ModelFile[]): Promise<ModelScan> {
  const files: ScannedFile[] = [];
  // Made when something large is unpacked; by a name that nobody else can have taken.
  const scratch = join(tmpdir(), `mlx-scan-${randomUUID()}`);
  app.onEnd(() => rmSync(scratch, { recursive: true, force: true }));
  const unpack = unpackInto(scratch, app.signal);
  const progress = app.ui.progress("scanning", undefined, "files");
  // The event loop has its turn, so that a signal is heard in the middle of a large file.
  const pause = async () => {
    await new Promise((done) => setImmediate(done));
    if (app.signal.aborted) throw new Interrupted();
  };
  for (const file of found) {
    await pause();
    files.push(await scanFile(file, unpack, pause));
    progress.add(1);
  }
  app.ui.endProgress();
  return { verdict: verdictOf(files.map(({ verdict }) => verdict)), files };
}

async function scanFile(
  { path, bytes, missing }: ModelFile,
  unpack: Unpack,
  pause: Pause,
): Promise<ScannedFile> {
  if (bytes === undefined) return unread(path, missing ?? "its bytes are not there");
  let source: FileSource;
  try {
    source = openFileSource(bytes);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return unread(path, error.message);
  }
  try {
    const { format, findings, facts } = await scanModel(path, source, unpack, pause);
    const sorted = [...findings].sort((a, b) => weight[a.level] - weight[b.level]);
    const verdict = verdictOf(findings.map(({ level }) => level));
    return { path, format, verdict, findings: sorted.slice(0, mostFindings), facts };
  } finally {
    source.close();
  }
}

const weight = { suspicious: 0, unknown: 1, note: 2 } as const;

function unread(path: string, what: string): ScannedFile {
  const finding: ModelFinding = { rule: "bytes-missing", level: "unknown", what, where: "" };
  return { path, format: "unread", verdict: "unknown", findings: [finding], facts: {} };
}
