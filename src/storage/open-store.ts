import { MlxError } from "../core/errors.js";
import type { RemoteConfig } from "../core/settings.js";
import type { ObjectStore, UploadJournal } from "../ports.js";
import { localPath } from "./local-path.js";

export interface StoreContext {
  /** Absolute folder that a relative path starts from: the repository's top. */
  readonly root: string;
  /** Seconds without a byte after which a request is tried again. */
  readonly stallTimeout: number;
  /** Remembers cut multipart uploads; opened when the first large object is uploaded to S3. */
  readonly journal?: () => Promise<UploadJournal | undefined>;
}

/**
 * The store that a remote's URL names. Makes no request yet: `open` does.
 * @throws MlxError `MLX_REMOTE_URL`, exit 2, for an address of no kind that this version knows.
 */
export async function openStore(
  name: string,
  remote: RemoteConfig,
  context: StoreContext,
): Promise<ObjectStore> {
  const scheme = /^([a-z][a-z0-9+.-]+):/iu.exec(remote.url)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === "file") {
    const { LocalStore } = await import("./local-store.js");
    return new LocalStore(localPath(remote.url, context.root));
  }
  if (scheme === "s3") {
    // Takes 115 ms, for the SDK.
    const { S3Store } = await import("./s3-store.js");
    return await S3Store.connect(remote, context);
  }
  throw new MlxError(
    "MLX_REMOTE_URL",
    `remote ${name} has a URL of an unknown kind, ${scheme}: ${remote.url}`,
    {
      hint: `use a folder (a path or file:///path) or s3://bucket/prefix${alternative(scheme)}`,
      exitCode: 2,
    },
  );
}

function alternative(scheme: string): string {
  switch (scheme) {
    case "gs":
    case "gcs":
      return "; Google Cloud Storage speaks S3 at --endpoint https://storage.googleapis.com";
    case "az":
    case "azure":
      return "; Azure Blob Storage is not supported in this version";
    case "http":
    case "https":
      return "; an S3-compatible server is s3://bucket with --endpoint URL";
    default:
      return "";
  }
}
