import { rmSync } from "node:fs";
import S3rver from "s3rver";
import { tempFolder } from "../temp-folder.js";
import type { S3Server } from "./s3-server.js";

/** Starts s3rver in this process. It checks signatures unless told otherwise, and ignores `If-None-Match` on PUT. */
export async function startS3rver(options: { readonly anySignature?: boolean } = {}): Promise<S3Server> {
  const bucket = "datasets";
  const directory = tempFolder("mlx-s3rver-");
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    allowMismatchedSignatures: options.anySignature ?? false,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  return {
    name: "s3rver",
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    accessKeyId: "S3RVER",
    secretAccessKey: "S3RVER",
    async stop() {
      server.httpServer.closeAllConnections();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
