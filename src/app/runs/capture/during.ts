import { realpathSync } from "node:fs";
import { readRepositoryConfig } from "../../../git/read-config.js";
import { captureVariables } from "../../../runs/capture/environment-variables.js";
import { remoteOf } from "../../../runs/capture/remote-url.js";
import type { RunEnvironment } from "../../../runs/environment.js";
import type { RunContext } from "../../../runs/types.js";
import type { App } from "../../app.js";
import type { CaptureBefore, CaptureRequest } from "../types.js";
import { type Ask, asker } from "./ask-program.js";
import { describeInterpreter } from "./describe-interpreter.js";
import { type CommandPlace, findInterpreter } from "./find-interpreter.js";
import { describeGpus, describeMachine } from "./machine.js";
import { variableDigest } from "./variable-digest.js";

/**
 * Takes down what the command cannot change, while it runs: the remote's address, interpreter and packages, machine and
 * environment. Other programs are started only to ask an interpreter that is known, so that a short command never waits.
 * @returns code.remote, environment, warnings.
 */
export async function captureDuring(
  app: App,
  request: CaptureRequest,
  before: CaptureBefore,
): Promise<RunContext> {
  const workspace = await app.workspace();
  const cwd = realpathSync(app.cwd);
  const place = { cwd, root: workspace.root, env: app.env };
  const remote = remoteOf(readRepositoryConfig(workspace.commonDir), before.git.branch);
  const found = await describeEnvironment(request, place, asker(cwd, app.env));
  const allowed = [...(await app.config()).runs.env, ...request.allowEnv];
  const variables = captureVariables(app.env, allowed, variableDigest(workspace.sharedDir));
  return {
    ...(remote !== undefined && { code: { ...(before.context.code ?? { changes: [] }), remote } }),
    environment: { ...found.environment, ...variables },
    ...(found.warnings.length > 0 && { warnings: found.warnings }),
  };
}

async function describeEnvironment(
  { argv }: CaptureRequest,
  place: CommandPlace,
  ask: Ask,
): Promise<{ environment: RunEnvironment; warnings: string[] }> {
  const found = findInterpreter(argv, place);
  const [interpreter, gpus] = await Promise.all([
    found && describeInterpreter(found, place, ask),
    describeGpus(place.cwd, place.env, found && ask),
  ]);
  const silent = found !== undefined && interpreter === undefined;
  return {
    environment: {
      ...describeMachine(place.env),
      ...(interpreter && { interpreter }),
      ...(gpus.length > 0 && { gpus }),
    },
    warnings: silent ? [`${found.path} did not say which version and packages it has`] : [],
  };
}
