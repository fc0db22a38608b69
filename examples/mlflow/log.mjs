// Logs a run over MLflow's REST interface, as MLflow's clients do. `mlx run` sets both variables.
const { MLFLOW_TRACKING_URI: address, MLFLOW_TRACKING_TOKEN: token } = process.env;

async function post(path, message) {
  const answer = await fetch(`${address}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(message),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const { run } = await post("runs/create", { experiment_id: "0", run_name: "from node" });
const { run_id } = run.info;
const metrics = [8, 4, 2, 1].map((value, step) => ({ key: "loss", value, step, timestamp: Date.now() }));
await post("runs/log-batch", { run_id, metrics, params: [{ key: "rate", value: "0.01" }] });
await post("runs/update", { run_id, status: "FINISHED", end_time: Date.now() });
