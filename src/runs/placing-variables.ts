/**
 * Variables that say where a run took place, and not how: the job of a CI or cluster that started it, and folders of the
 * computer it ran on. Elsewhere they are others, or none.
 */
const placing =
  /^(?:CI|CI_.*|GITHUB_.*|GITLAB_.*|BUILD_.*|BUILDKITE_.*|JOB_NAME|SLURM_.*|PBS_.*|LSB_.*|RAY_.*|KUBERNETES_.*|SM_TRAINING_ENV|MLFLOW_.*|VIRTUAL_ENV|CONDA_.*|CUDA_HOME|HF_HOME|R_LIBS_USER|PYTHONPATH|LD_PRELOAD|MASTER_ADDR|MASTER_PORT)$/;

/** Whether a variable says where a run took place: such a one is neither set again nor counted as a difference. */
export function isPlacing(name: string): boolean {
  return placing.test(name);
}
