import { compareBytes } from "../../core/byte-order.js";
import { MlxError } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { FileEntry } from "../../data/types.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunArtifact, RunId } from "../../runs/types.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { clientRuns, loadWholeRun } from "../runs/load-run.js";

/** A run that made a model, with all that its command and the clients inside of it left behind. */
export interface MakingRun {
  readonly run: WholeRun;
  /** Byte-sorted by path; of the command and of the clients' runs. */
  readonly artifacts: readonly RunArtifact[];
}

/** A file or folder that goes into a version. */
export interface FilePart {
  /** What it is called where several are put together. */
  readonly name: string;
  /** For messages. */
  readonly label: string;
  /** Of a file one entry with an empty path. */
  readonly entries: readonly PartEntry[];
}

export interface PartEntry extends FileEntry {
  /** Absolute: where its bytes are, if not in the cache. */
  readonly source?: string;
}

/** Loads a run with the other halves of it. @throws {MlxError} `MLX_RUN_NOT_FOUND`, exit 2. */
export function loadMakingRun(ledger: RunLedger, id: RunId): MakingRun {
  const run = loadWholeRun(ledger, id);
  const others =
    run.kind === "client"
      ? run.commandId === undefined
        ? []
        : ledger.artifacts(run.commandId)
      : clientRuns(ledger, id).flatMap((client) => ledger.artifacts(client.id));
  const all = new Map([...others, ...run.artifacts].map((item) => [item.path, item]));
  return { run, artifacts: [...all.values()].sort((a, b) => compareBytes(a.path, b.path)) };
}

/**
 * What `runs:/ID/PATH` names in a run: an artifact or a folder of them, a declared output, or a model that a client logged.
 * @throws {MlxError} `MLX_ARTIFACT_NOT_FOUND`, exit 2.
 */
export function runPart({ run, artifacts }: MakingRun, path: string): FilePart {
  const wanted = path.replace(/\/+$/, "");
  const model = run.models.find(({ name, id }) => name === wanted || id === wanted);
  const places = [wanted, `outputs/${wanted}`, ...(model ? [`models/${model.id}`] : [])];
  for (const place of places) {
    const entries = entriesAt(artifacts, place);
    if (entries.length > 0) return { name: nameOf(wanted), label: displayPath(path), entries };
  }
  throw noArtifact(run, artifacts, wanted);
}

/**
 * What a run was told to leave behind; without declared outputs, the one model that a client logged.
 * @throws {MlxError} `MLX_ARTIFACT_NOT_FOUND`, exit 2, where the run kept nothing of that kind.
 */
export function outputParts({ run, artifacts }: MakingRun): FilePart[] {
  const outputs = (run.context.outputs ?? []).filter(({ kind }) => kind !== undefined);
  const parts = outputs.flatMap(({ path }) => {
    const entries = entriesAt(artifacts, `outputs/${path.replace(/^\/+/, "@/").replaceAll(":", "")}`);
    return entries.length === 0 ? [] : [{ name: nameOf(path), label: displayPath(path), entries }];
  });
  if (parts.length > 0) return parts;
  const [model, ...others] = run.models.filter(({ deletedAt }) => deletedAt === undefined);
  if (model !== undefined && others.length === 0) {
    const entries = entriesAt(artifacts, `models/${model.id}`);
    if (entries.length > 0) return [{ name: model.name, label: displayPath(model.name), entries }];
  }
  throw noOutputs(run, artifacts);
}

function entriesAt(artifacts: readonly RunArtifact[], place: string): FileEntry[] {
  return artifacts.flatMap(({ path, sha256, size }): FileEntry[] => {
    if (path === place) return [{ path: "", sha256, size, mode: "644" }];
    return path.startsWith(`${place}/`)
      ? [{ path: path.slice(place.length + 1), sha256, size, mode: "644" }]
      : [];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function noArtifact(run: WholeRun, artifacts: readonly RunArtifact[], wanted: string): MlxError {
  const near = closest(
    wanted,
    artifacts.map(({ path }) => path),
  );
  const who = `the run ${shortId(run.id)} (${displayPath(run.name)})`;
  return new MlxError(
    "MLX_ARTIFACT_NOT_FOUND",
    `${who} has no artifact ${JSON.stringify(displayPath(wanted))}`,
    {
      hint:
        near === undefined
          ? `mlx runs show ${shortId(run.id)} lists them`
          : `did you mean ${displayPath(near)}?`,
      exitCode: 2,
    },
  );
}

function noOutputs(run: WholeRun, artifacts: readonly RunArtifact[]): MlxError {
  const who = `the run ${shortId(run.id)} (${displayPath(run.name)})`;
  const [first] = artifacts;
  const hint =
    first === undefined
      ? "name the files: mlx model register NAME PATH --run ID; mlx run --output PATH keeps what a command writes"
      : `name what is meant, such as runs:/${shortId(run.id)}/${displayPath(first.path)}; mlx runs show ${shortId(run.id)} lists what it kept`;
  return new MlxError("MLX_ARTIFACT_NOT_FOUND", `${who} declared no outputs of which the bytes were kept`, {
    hint,
    exitCode: 2,
  });
}
