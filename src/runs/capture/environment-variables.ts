import { createRedactor, secretsOf } from "../../core/redact.js";

/** Variables whose values say how a result came about, and nothing else. */
const kept: readonly string[] = [
  ...[
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "CUDA_LAUNCH_BLOCKING",
    "CUDA_HOME",
    "CUBLAS_WORKSPACE_CONFIG",
  ],
  ...[
    "NVIDIA_VISIBLE_DEVICES",
    "NVIDIA_TF32_OVERRIDE",
    "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
    "TPU_NAME",
  ],
  ...[
    "NCCL_*",
    "GLOO_SOCKET_IFNAME",
    "OMP_*",
    "KMP_*",
    "MKL_*",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
  ],
  ...["VECLIB_MAXIMUM_THREADS", "OPENBLAS_CORETYPE", "MALLOC_ARENA_MAX", "LD_PRELOAD"],
  ...["PYTHONHASHSEED", "PYTHONPATH", "PYTHONOPTIMIZE", "PYTHONUNBUFFERED", "PYTHONNOUSERSITE"],
  ...["PYTORCH_CUDA_ALLOC_CONF", "PYTORCH_ENABLE_MPS_FALLBACK", "TORCH_*", "XLA_FLAGS", "JAX_*"],
  // Not TF_*: Terraform's variables begin so too, and hold passwords.
  ...["TF_DETERMINISTIC_OPS", "TF_CUDNN_DETERMINISTIC", "TF_ENABLE_ONEDNN_OPTS", "TF_XLA_FLAGS"],
  ...["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "TF_FORCE_GPU_ALLOW_GROWTH"],
  ...["TOKENIZERS_PARALLELISM", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HOME"],
  ...["NODE_ENV", "NODE_OPTIONS", "UV_THREADPOOL_SIZE", "JULIA_NUM_THREADS", "R_LIBS_USER"],
  ...["RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "NODE_RANK", "MASTER_ADDR", "MASTER_PORT"],
  ...["VIRTUAL_ENV", "CONDA_DEFAULT_ENV", "CONDA_PREFIX", "TZ", "LANG", "LANGUAGE", "LC_*"],
  ...["CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_WORKFLOW"],
  ...["GITHUB_REF", "GITHUB_SHA", "GITHUB_JOB", "GITLAB_CI", "CI_JOB_ID", "CI_PIPELINE_ID", "CI_JOB_IMAGE"],
  ...["CI_COMMIT_SHA", "CI_COMMIT_REF_NAME", "BUILD_ID", "BUILD_NUMBER", "JOB_NAME", "BUILDKITE_BUILD_ID"],
  ...["SLURM_JOB_ID", "SLURM_JOB_NAME", "SLURM_ARRAY_TASK_ID", "SLURM_NNODES", "SLURM_NTASKS", "PBS_JOBID"],
  ...["LSB_JOBID", "RAY_JOB_ID", "KUBERNETES_SERVICE_HOST", "MLFLOW_EXPERIMENT_NAME"],
];

/** They differ from shell to shell and change no result. */
const noise =
  /^(?:_|SHLVL|PWD|OLDPWD|COLUMNS|LINES|WINDOWID|TERM.*|SSH_.*|TMUX.*|STY|DISPLAY|PS\d|PROMPT.*|HIST.*|LS_COLORS|DBUS_.*|XDG_SESSION.*|VSCODE_.*|GPG_TTY|npm_.*|BASH_FUNC_.*|MLX_.*)$/;

export interface CapturedVariables {
  readonly variables: Record<string, string>;
  readonly otherVariables: Record<string, string>;
}

const redact = createRedactor();

/**
 * Splits an environment into values that are kept and others of which only a digest is.
 * @param allowed names, with `*`, that the project or the person wants kept. A value that looks secret, or whose name
 * says so, is kept only where its name is given in full.
 * @param digest of a value that is not kept; keyed, since a plain one would give short secrets away.
 */
export function captureVariables(
  env: Readonly<Record<string, string | undefined>>,
  allowed: readonly string[],
  digest: (value: string) => string,
): CapturedVariables {
  const matches = matcher([...kept, ...allowed]);
  const named = new Set(allowed);
  const variables: Record<string, string> = {};
  const otherVariables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined) continue;
    if (named.has(name) || (matches(name) && !looksSecret(name, value))) variables[name] = value;
    else if (!noise.test(name)) otherVariables[name] = digest(value);
  }
  return { variables, otherVariables };
}

function looksSecret(name: string, value: string): boolean {
  return redact(value) !== value || secretsOf({ [name]: value }).length > 0;
}

function matcher(patterns: readonly string[]): (name: string) => boolean {
  const sources = patterns.map((pattern) =>
    pattern
      .split("*")
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*"),
  );
  const expression = new RegExp(`^(?:${sources.join("|")})$`);
  return (name) => expression.test(name);
}
