// Servers of MLflow's tracking interface: mlx's, MLflow's own, and a bare one; and a client that times its requests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.mjs";

const memoryTracker = fileURLToPath(new URL("programs/memory-tracker.mjs", import.meta.url));

/** A tracking server in a process of its own: its client and stop(). */
function tracker(child, url, token) {
  const exited = once(child, "exit");
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  const client = new TrackingClient(url, token);
  return {
    client,
    async stop() {
      process.off("exit", kill);
      client.close();
      kill();
      await exited;
    },
  };
}

/** `mlx runs serve` in a repository. */
export async function startMlx(place, repository) {
  const [node, ...args] = place.mlx;
  const child = spawn(node, [...args, "runs", "serve", "--json"], {
    cwd: repository,
    env: place.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const line of createInterface(child.stdout)) {
    text += line;
    if (line === "}") break;
  }
  const { url, token } = JSON.parse(text);
  return tracker(child, url, token);
}

/** A server that only parses and keeps in memory. */
export async function startBare() {
  const child = spawn(process.execPath, [memoryTracker], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(createInterface(child.stdout), "line");
  return tracker(child, `http://127.0.0.1:${port}`);
}

/** MLflow's own server on SQLite, as it comes. */
export async function startMlflow(place) {
  const port = await freePort();
  const folder = place.folder("mlflow");
  const store = `sqlite:///${join(folder, "mlflow.db")}`;
  const args = ["server", "--host", "127.0.0.1", "--port", String(port), "--backend-store-uri", store];
  const child = spawn("mlflow", [...args, "--artifacts-destination", folder], {
    cwd: folder,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" },
    stdio: "ignore",
    detached: false,
  });
  const started = tracker(child, `http://127.0.0.1:${port}`);
  while (child.exitCode === null) {
    if (await started.client.get("/health").catch(() => false)) return started;
    await sleep(200);
  }
  throw new Error("mlflow server ended before it answered");
}

class TrackingClient {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url, token) {
    this.url = url;
    this.headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  }

  /** @returns the parsed answer, `true` if it is no JSON. Throws if it is a refusal. */
  post(path, body) {
    return this.#send("POST", `/api/2.0/mlflow/${path}`, JSON.stringify(body));
  }

  get(path) {
    return this.#send("GET", path);
  }

  close() {
    this.#agent.destroy();
  }

  #send(method, path, body) {
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers: this.headers };
      const sent = request(`${this.url}${path}`, options, async (response) => {
        let text = "";
        response.setEncoding("utf8");
        for await (const chunk of response) text += chunk;
        if (response.statusCode !== 200)
          reject(new Error(`${path} answered ${response.statusCode}: ${text}`));
        else resolve(text.startsWith("{") ? JSON.parse(text) : true);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}
