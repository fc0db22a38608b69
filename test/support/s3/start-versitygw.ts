import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tempFolder } from "../temp-folder.js";
import type { S3Server } from "./s3-server.js";

/** Starts versitygw over a folder. It checks signatures and knows `If-None-Match` on PUT. @param binary its path. */
export async function startVersitygw(binary: string): Promise<S3Server> {
  const [accessKeyId, secretAccessKey, bucket] = ["versity", "versity-secret", "datasets"];
  const folder = tempFolder("mlx-versitygw-");
  mkdirSync(join(folder, bucket));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const args = [
    "--access",
    accessKeyId,
    "--secret",
    secretAccessKey,
    "--port",
    `127.0.0.1:${port}`,
    "posix",
    folder,
  ];
  const child = spawn(binary, args, { stdio: "ignore" });
  const exited = once(child, "exit");
  await untilAnswering(endpoint, () => child.exitCode === null);
  return {
    name: "versitygw",
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    async stop() {
      child.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilAnswering(endpoint: string, alive: () => boolean): Promise<void> {
  while (alive()) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await sleep(20);
    }
  }
  throw new Error("versitygw ended before it answered");
}
