import { MlxError } from "../core/errors.js";
import type { RemoteConfig } from "../core/settings.js";
import { parseBucketUrl } from "./bucket-url.js";
import { defaultRetryPolicy } from "./retry.js";
import { connectS3 } from "./s3-client.js";
import { encryptionOf } from "./s3-encryption.js";
import { explainFault } from "./s3-explain.js";
import { toFault } from "./s3-fault.js";
import { S3Requests } from "./s3-requests.js";
import { type SavedBody, saveBody } from "./save-body.js";

/**
 * Fetches any file of a bucket, by its key, to `target`.
 * @param address `s3://bucket/key`. @param settings endpoint, region and profile of a remote in that bucket, if there is one.
 * @param stallTimeout seconds without a byte after which the request is tried again.
 * @throws {MlxError} as an `ObjectStore` does; `MLX_NO_SUCH_FILE`, exit 2, where there is no such key.
 */
export async function fetchKey(
  address: string,
  settings: Omit<RemoteConfig, "url">,
  target: string,
  options: { readonly stallTimeout: number; readonly signal: AbortSignal },
): Promise<SavedBody> {
  const { bucket, prefix } = parseBucketUrl(address);
  const key = prefix.replace(/\/$/, "");
  if (key === "") throw absent(address, "it names a bucket, and no file in it");
  const remote = { ...settings, url: `s3://${bucket}` };
  const connection = await connectS3(remote, { maxSockets: 4, stallTimeout: options.stallTimeout * 1000 });
  try {
    const requests = new S3Requests(connection, bucket, defaultRetryPolicy, encryptionOf(remote), undefined);
    const { signal } = options;
    return await requests.run(
      async () => {
        const { body, length } = await requests.get(key, signal);
        return saveBody(body, length, target);
      },
      { signal },
    );
  } catch (error) {
    const fault = toFault(error);
    if (fault.kind === "missing" && !/bucket/i.test(fault.name + fault.message))
      throw absent(address, "there is no such file");
    const place = { location: address, bucket, region: connection.region, remote };
    throw explainFault(fault, "read", { ...place, clockOffset: () => connection.handler.clockOffset() });
  } finally {
    connection.close();
  }
}

function absent(address: string, why: string): MlxError {
  return new MlxError("MLX_NO_SUCH_FILE", `${address}: ${why}`, { exitCode: 2 });
}
