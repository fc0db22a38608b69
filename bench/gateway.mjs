// One S3 gateway on loopback, in a process of its own: versitygw where there is one, else s3rver.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.mjs";

const s3rver = fileURLToPath(new URL("programs/s3rver.mjs", import.meta.url));
const bucket = "bench";

/** @returns name, endpoint, bucket, the environment with its credentials, and stop(). */
export async function startGateway(place) {
  const binary = process.env.MLX_TEST_VERSITYGW ?? (place.has("versitygw") ? "versitygw" : undefined);
  return binary === undefined ? startS3rver(place) : startVersitygw(place, binary);
}

async function startVersitygw(place, binary) {
  const folder = place.folder("gateway");
  place.folder("gateway", bucket);
  const port = await freePort();
  const [access, secret] = ["bench", "bench-secret"];
  const address = `127.0.0.1:${port}`;
  const options = ["--access", access, "--secret", secret, "--port", address, "--keep-alive"];
  const child = spawn(binary, [...options, "posix", folder], { stdio: "ignore" });
  await untilAnswering(`http://${address}`, child);
  return gateway("versitygw", `http://${address}`, [access, secret], child);
}

async function startS3rver(place) {
  const args = ["--disable-warning=DEP0169", s3rver, place.folder("gateway")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(createInterface(child.stdout), "line");
  return gateway("s3rver", `http://127.0.0.1:${port}`, ["S3RVER", "S3RVER"], child);
}

function gateway(name, endpoint, [accessKeyId, secretAccessKey], child) {
  const exited = once(child, "exit");
  const kill = () => child.kill();
  process.once("exit", kill);
  return {
    name,
    endpoint,
    bucket,
    credentials: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    async stop() {
      process.off("exit", kill);
      kill();
      await exited;
    },
  };
}

async function untilAnswering(endpoint, child) {
  while (child.exitCode === null) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await sleep(20);
    }
  }
  throw new Error("the S3 gateway ended before it answered");
}
