import { relative, resolve, sep } from "node:path";
import { MlxError } from "../../core/errors.js";
import { parseBucketUrl } from "../../storage/bucket-url.js";

const scheme = /^([a-z][a-z0-9+.-]+):\/\//i;

/**
 * Refuses a URL that no store of this version understands, or that carries credentials.
 * @throws {MlxError} `MLX_REMOTE_URL`, exit 2.
 */
export function checkRemoteUrl(url: string): void {
  const kind = scheme.exec(url)?.[1]?.toLowerCase();
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url)) {
    throw invalid("the URL carries credentials; they do not belong into configuration", credentialsHint);
  }
  if (url.trim() === "") throw invalid("the URL is empty", forms);
  if (kind === "http" || kind === "https") {
    throw invalid(
      `${url} is a web address, not a store`,
      "for an S3-compatible server: s3://bucket --endpoint URL",
    );
  }
  if (kind !== undefined && kind !== "s3" && kind !== "file") {
    throw invalid(`${kind}:// is not supported`, forms);
  }
  if (kind === "s3") parseBucketUrl(url);
}

const forms = "use a folder's path, file:///path or s3://bucket/prefix";
const credentialsHint =
  "leave them to the AWS chain: environment variables, or a profile of ~/.aws with --profile";

function invalid(message: string, hint: string): MlxError {
  return new MlxError("MLX_REMOTE_URL", message, { hint, exitCode: 2 });
}

/** Whether a URL is a path, whose meaning depends on where it starts. */
export function isRelativePath(url: string): boolean {
  return !scheme.test(url) && !url.startsWith("/") && !url.startsWith("~/") && !/^[A-Za-z]:[\\/]/.test(url);
}

/** A relative path typed in `cwd`, as it must stand in a file whose paths start at `base`. */
export function rebaseUrl(url: string, cwd: string, base: string): string {
  if (cwd === base || !isRelativePath(url)) return url;
  return relative(base, resolve(cwd, url)).split(sep).join("/") || ".";
}
