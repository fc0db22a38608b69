import type { RunId } from "../../runs/types.js";

type Env = Readonly<Record<string, string | undefined>>;

export interface ChildEnvironment {
  readonly runId: RunId;
  /** The top of the worktree. */
  readonly root: string;
  /** `$MLX_METRICS_FILE` */
  readonly metricsFile: string;
  readonly trackingUrl: string;
  readonly trackingToken: string;
  readonly experiment: string;
  /** Whether the person has a login for MLflow in `~/.mlflow/credentials`, which clients would send instead of the token. */
  readonly hasMlflowLogin: boolean;
}

/** Would lead an MLflow client past the tracking address that it is given, or make it refuse to start a run. */
const misleading = [
  "MLFLOW_RUN_ID",
  "MLFLOW_EXPERIMENT_ID",
  "MLFLOW_TRACKING_USERNAME",
  "MLFLOW_TRACKING_PASSWORD",
  "MLFLOW_TRACKING_AUTH",
  "MLFLOW_TRACKING_AWS_SIGV4",
  "MLFLOW_WORKSPACE",
];

/** What a recorded command finds in its environment, over what was there. */
export function childEnvironment(env: Env, facts: ChildEnvironment): NodeJS.ProcessEnv {
  const { runId, root, metricsFile, trackingUrl, trackingToken, experiment } = facts;
  const child: NodeJS.ProcessEnv = {
    PYTHONUNBUFFERED: "1",
    ...env,
    MLX_RUN_ID: runId,
    MLX_RUN_ROOT: root,
    MLX_METRICS_FILE: metricsFile,
    MLFLOW_TRACKING_URI: trackingUrl,
    MLFLOW_TRACKING_TOKEN: trackingToken,
    MLFLOW_EXPERIMENT_NAME: experiment,
    MLFLOW_RUN_CONTEXT: JSON.stringify({ "mlx.run_id": runId }),
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: "2",
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: "true",
    NO_PROXY: withLoopback(env["NO_PROXY"]),
    ...(env["no_proxy"] !== undefined && { no_proxy: withLoopback(env["no_proxy"]) }),
  };
  for (const name of misleading) delete child[name];
  if (facts.hasMlflowLogin) {
    child["MLFLOW_TRACKING_USERNAME"] = "mlx";
    child["MLFLOW_TRACKING_PASSWORD"] = trackingToken;
  }
  return child;
}

function withLoopback(list: string | undefined): string {
  const hosts = (list ?? "").split(",").filter((host) => host.trim() !== "");
  return [...new Set([...hosts, "127.0.0.1"])].join(",");
}
