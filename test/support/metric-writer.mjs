// Logs metrics to a tracking server as fast as it answers: node metric-writer.mjs URL TOKEN RUN KEY COUNT
import { Agent, request } from "node:http";

const [url, token, run, key, count] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(path, message) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(message);
    const headers = { authorization: `Bearer ${token}`, "content-length": Buffer.byteLength(body) };
    const outgoing = request(
      `${url}/api/2.0/mlflow/${path}`,
      { method: "POST", agent, headers },
      (response) => {
        response.resume();
        response.on("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`${path}: ${response.statusCode}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

for (let step = 0; step < Number(count); step++) {
  await post("runs/log-metric", {
    run_id: run,
    key,
    value: step / 7,
    timestamp: 1_700_000_000_000 + step,
    step,
  });
}
agent.destroy();
