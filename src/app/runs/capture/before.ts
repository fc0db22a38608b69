import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ObjectCache } from "../../../cache/object-cache.js";
import { MlxError } from "../../../core/errors.js";
import { createRedactor, redactValues, secretsOf } from "../../../core/redact.js";
import { shellQuote } from "../../../core/shell-quote.js";
import { isWithin, pointerPathOf } from "../../../data/target.js";
import { hashFiles } from "../../../files/hash-files.js";
import { statsAt } from "../../../files/stats-at.js";
import { type ChangedPath, type WorkingStatus, workingStatus } from "../../../git/status.js";
import { seedsOf } from "../../../runs/capture/seeds.js";
import type { PathDigest, RunContext, RunGit } from "../../../runs/types.js";
import type { App } from "../../app.js";
import { type DataSession, openDataSession } from "../../data/session.js";
import type { CaptureBefore, CaptureRequest } from "../types.js";
import { type PendingSnapshot, takeSnapshot } from "./code-snapshot.js";
import { digestLockFiles, type Folder, readParamFiles } from "./config-files.js";
import { type DeclaredPath, declaredPath } from "./declared-path.js";
import { readContent } from "./path-content.js";
import { forgetOldPaths } from "./remembered-paths.js";
import { trackedData } from "./tracked-data.js";

const mostChanges = 1000;

/**
 * Takes down what the command may change: code, data, inputs, parameters, lock files.
 * @throws {MlxError} `MLX_INPUT_MISSING`, exit 2; for inputs and outputs that cannot be any, too.
 */
export async function captureBefore(
  app: App,
  cache: ObjectCache,
  request: CaptureRequest,
): Promise<CaptureBefore> {
  const session = { ...(await openDataSession(app, { command: "run" })), cache };
  const { workspace } = session;
  const inputs = request.inputs.map((typed) => declaredPath(workspace, app.cwd, typed));
  const outputs = request.outputs.map((typed) => declaredPath(workspace, app.cwd, typed));
  for (const input of inputs) requireInput(session, input);
  const folders = configFolders(workspace.root, app.cwd);
  const [code, data, files] = await Promise.all([
    captureCode(session, request, outputs),
    captureData(session, inputs),
    readParamFiles(folders),
  ]);
  const argv = redactedCommand(request.argv, app.env);
  const lockFiles = digestLockFiles(folders);
  const params = redactValues(files.params, createRedactor(secretsOf(app.env)));
  const seeds = seedsOf({ params: { ...params, ...request.params }, env: app.env, argv: request.argv });
  const warnings = [
    ...argv.warnings,
    ...code.warnings,
    ...data.warnings,
    ...files.warnings,
    ...secretValues({ ...files.params, ...request.params }, app.env),
  ];
  const cwd = folders.at(-1)?.path ?? ".";
  return {
    git: code.git,
    params,
    context: {
      command: {
        argv: argv.words,
        cwd,
        inputs: request.inputs,
        outputs: request.outputs,
        metricsFiles: request.metricsFiles ?? [],
      },
      code: { changes: code.changes },
      ...(data.tracked && { data: data.tracked }),
      ...(data.inputs.length > 0 && { inputs: data.inputs }),
      ...(files.paramFiles.length > 0 && { paramFiles: files.paramFiles }),
      ...(lockFiles.length > 0 && { lockFiles }),
      ...(Object.keys(seeds).length > 0 && { seeds }),
      ...(warnings.length > 0 && { warnings }),
    },
    publishSnapshot: () => publishSnapshot(code),
  };
}

function requireInput({ workspace }: DataSession, { typed, path, absolute, inside }: DeclaredPath): void {
  if (existsSync(absolute)) return;
  const tracked = inside && statsAt(join(workspace.root, pointerPathOf(path))) !== undefined;
  const how = statsAt(absolute) === undefined ? "does not exist" : "is a link that leads nowhere";
  throw new MlxError("MLX_INPUT_MISSING", `the input ${typed} ${how}`, {
    hint: tracked
      ? `its pointer is here, its data is not: mlx data pull ${shellQuote(typed)}`
      : "check the spelling, and the folder you are in; --input names what the command reads",
    exitCode: 2,
  });
}

interface Code {
  readonly git: RunGit;
  readonly changes: readonly string[];
  readonly pending?: PendingSnapshot;
  readonly warnings: readonly string[];
}

async function captureCode(
  session: DataSession,
  request: CaptureRequest,
  outputs: readonly DeclaredPath[],
): Promise<Code> {
  const { app, workspace, config } = session;
  let status: WorkingStatus;
  try {
    status = await workingStatus(session.git);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const warnings = [`git could not tell which code this is: ${error.message}`];
    return { git: { dirty: false }, changes: [], warnings };
  }
  const { commit, branch, changes } = status;
  const dirty = changes.length > 0;
  const git = { ...(commit !== undefined && { commit }), ...(branch !== undefined && { branch }), dirty };
  if (!dirty) return { git, changes: [], warnings: [] };
  const { snapshotLimit } = config.runs;
  // What an earlier run left behind in an output's place is a result of the code, not code: it is an artifact of that run.
  const isResult = ({ path, worktree }: ChangedPath) =>
    worktree === "untracked" && outputs.some((output) => isWithin(path, output.path));
  const code = { ...status, changes: changes.filter((change) => !isResult(change)) };
  const pending = await takeSnapshot(workspace, app.env, code, snapshotLimit, request.runId);
  const redact = createRedactor();
  const paths = [...new Set(changes.map(({ path }) => redact(path)))];
  return { git, changes: paths.slice(0, mostChanges), pending, warnings: [] };
}

async function publishSnapshot({ pending, changes }: Code): Promise<RunContext> {
  if (pending === undefined) return {};
  const { snapshot, warnings } = await pending.publish();
  return {
    code: { changes, ...(snapshot && { snapshot }) },
    ...(warnings.length > 0 && { warnings }),
  };
}

interface Data {
  readonly tracked?: RunContext["data"];
  readonly inputs: readonly PathDigest[];
  readonly warnings: readonly string[];
}

async function captureData(session: DataSession, inputs: readonly DeclaredPath[]): Promise<Data> {
  const { data, warnings } = await trackedData(session);
  const digests: PathDigest[] = [];
  const notes = [...warnings];
  const { signal } = session.app;
  for (const input of inputs) {
    const content = await readContent(session, input, {
      read: (tasks) =>
        hashFiles(
          tasks.map(({ source }) => source),
          { signal },
        ),
      store: false,
    });
    digests.push(content.digest);
    notes.push(...content.warnings);
  }
  forgetOldPaths(session.statCache);
  session.statCache.save();
  return { ...(data && { tracked: data }), inputs: digests, warnings: notes };
}

/** The repository's top and, where it is another, the folder in which the command runs. */
function configFolders(root: string, cwd: string): Folder[] {
  const real = realpathSync(cwd);
  const path = relative(root, real).split(sep).join("/");
  const top = { absolute: root, path: "." };
  return path === "" ? [top] : [top, { absolute: real, path }];
}

/** Records travel: a password on the command line does not. */
function redactedCommand(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly words: readonly string[]; readonly warnings: readonly string[] } {
  const redact = createRedactor(secretsOf(env));
  const words = argv.map(redact);
  const changed = words.some((word, index) => word !== argv[index]);
  const warning =
    "the command line holds what looks like a secret, which is not recorded: the run cannot be reproduced as it was typed";
  return { words, warnings: changed ? [warning] : [] };
}

/** Nor does one among the parameters. */
function secretValues(params: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): string[] {
  const clean = redactValues(params, createRedactor(secretsOf(env)));
  return Object.entries(params).flatMap(([key, value]) =>
    clean[key] === value
      ? []
      : [`the value of the parameter ${key} holds what looks like a secret, which is not recorded`],
  );
}
