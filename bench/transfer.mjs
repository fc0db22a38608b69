import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startGateway } from "./gateway.mjs";
import { interleave, run, runMeasuringMemory } from "./measure.mjs";
import { writeRandomFile, writeRandomFiles } from "./workplace.mjs";

const sdkClient = fileURLToPath(new URL("programs/sdk-client.mjs", import.meta.url));
const memoryLimit = 256e6;

/** Push and pull of many small files, and the memory that they take. */
export async function transferSmallFiles(place, { quick }) {
  const count = quick ? 1000 : 10_000;
  place.needDisk(count * 4096 * 100);
  const bench = await TransferBench.start(place, (data) => writeRandomFiles(data, count, 4096));
  try {
    const subjects = { sdk: (round) => bench.sdkRound(round), mlx: (round) => bench.mlxRound(round) };
    const peers = place.has("dvc") ? { dvc: (round) => bench.dvcRound(round) } : {};
    const medians = await interleave(quick ? 1 : 3, subjects, peers);
    const files = `${count.toLocaleString("en-US")} files of 4 KB`;
    return ["push", "pull"].flatMap((verb) => [
      {
        what: `data ${verb}, ${files} (${bench.gateway.name})`,
        unit: "s",
        mlx: medians.mlx[verb],
        floor: { what: "AWS SDK, 64 streams", value: medians.sdk[verb] },
        budget: { kind: "times-floor", limit: 1.25 },
        peers: { DVC: medians.dvc?.[verb] },
      },
      memoryRow(`data ${verb}, ${files}: peak memory`, medians.mlx[`${verb}Peak`]),
    ]);
  } finally {
    await bench.stop();
  }
}

/** The memory that push and pull of one large file take. */
export async function transferLargeFile(place, { quick }) {
  const size = quick ? 2 ** 28 : 2 ** 31;
  place.needDisk(size * 6);
  const bench = await TransferBench.start(place, (data) => writeRandomFile(join(data, "large.bin"), size));
  try {
    const { push, pushPeak, pull, pullPeak } = await bench.mlxRound(0);
    const what = quick ? "256 MB" : "2 GB";
    const time = (verb, seconds) => ({
      what: `data ${verb}, one file of ${what} (${bench.gateway.name})`,
      unit: "s",
      mlx: seconds,
      peers: {},
    });
    return [
      time("push", push),
      memoryRow(`data push, one file of ${what}: peak memory`, pushPeak),
      time("pull", pull),
      memoryRow(`data pull, one file of ${what}: peak memory`, pullPeak),
    ];
  } finally {
    await bench.stop();
  }
}

function memoryRow(what, peak) {
  return {
    what,
    unit: "MB",
    mlx: peak / 1e6,
    budget: { kind: "at-most", limit: memoryLimit / 1e6 },
    peers: {},
  };
}

/**
 * A repository with data in it, a gateway to push it to, and fresh clones to pull it into. Nothing is removed until the end:
 * ext4 is slow to make files just after many were removed.
 */
class TransferBench {
  static async start(place, writeData) {
    const gateway = await startGateway(place);
    const repository = place.repository();
    writeData(place.folder(repository.slice(place.root.length + 1), "data"));
    const env = { ...place.env, ...gateway.credentials };
    await run([...place.mlx, "data", "add", "data"], { cwd: repository, env });
    return new TransferBench(place, gateway, repository, env);
  }

  constructor(place, gateway, repository, env) {
    Object.assign(this, { place, gateway, repository, env });
  }

  async stop() {
    await this.gateway.stop();
  }

  /** Pushes to a prefix of its own, and pulls into a repository that has only the pointers. */
  async mlxRound(round) {
    const url = `s3://${this.gateway.bucket}/mlx-${round}`;
    const remote = ["remote", "add", "bench", url, "--endpoint", this.gateway.endpoint, "--default"];
    rmSync(join(this.repository, "mlx.yaml"), { force: true });
    await this.#mlx(this.repository, ...remote);
    const push = await this.#mlx(this.repository, "data", "push");
    const clone = this.place.repository();
    for (const file of ["data.mlx", "mlx.yaml", ".gitignore"]) {
      cpSync(join(this.repository, file), join(clone, file));
    }
    const pull = await this.#mlx(clone, "data", "pull");
    return { push: push.seconds, pushPeak: push.peak, pull: pull.seconds, pullPeak: pull.peak };
  }

  /** The same objects under the same keys, by one plain SDK client. */
  async sdkRound(round) {
    const cache = join(this.repository, ".mlx", "cache");
    const target = this.place.folder(`sdk-${round}`);
    const keys = readdirSync(join(cache, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath.slice(cache.length + 1)}/${entry.name}`);
    const move = async (direction, fileOf) => {
      const objects = keys.map((key) => ({ key, file: fileOf(key) }));
      const { endpoint, bucket } = this.gateway;
      const request = { direction, endpoint, region: "us-east-1", bucket, prefix: `sdk-${round}/`, objects };
      const input = JSON.stringify(request);
      return Number((await run([process.execPath, sdkClient], { env: this.env, input })).stdout);
    };
    const push = await move("put", (key) => join(cache, key));
    const pull = await move("get", (key) => join(target, key.replaceAll("/", "-")));
    return { push, pull };
  }

  async dvcRound(round) {
    const url = `s3://${this.gateway.bucket}/dvc-${round}`;
    const source = this.place.dvcRepository();
    const dvc = (cwd, ...args) => run(["dvc", ...args, "--quiet"], { cwd, env: this.env });
    await dvc(source, "remote", "add", "--default", "bench", url);
    await dvc(source, "remote", "modify", "bench", "endpointurl", this.gateway.endpoint);
    cpSync(join(this.repository, "data"), join(source, "data"), { recursive: true });
    await dvc(source, "add", "data");
    const push = await dvc(source, "push");
    const clone = this.place.dvcRepository();
    for (const file of ["data.dvc", ".dvc/config"]) cpSync(join(source, file), join(clone, file));
    const pull = await dvc(clone, "pull");
    return { push: push.seconds, pull: pull.seconds };
  }

  #mlx(cwd, ...args) {
    return runMeasuringMemory([...this.place.mlx, ...args], { cwd, env: this.env }, this.place.root);
  }
}
