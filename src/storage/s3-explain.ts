import { type ErrorDetails, MlxError } from "../core/errors.js";
import type { RemoteConfig } from "../core/settings.js";
import type { S3Fault } from "./s3-fault.js";

/** What a request was for, as the end of "you may not …". */
export type S3Action = "read" | "write" | "list" | "delete";

export interface S3Place {
  /** `s3://bucket/prefix`, with the endpoint in brackets if there is one. */
  readonly location: string;
  readonly bucket: string;
  readonly region: string;
  readonly remote: RemoteConfig;
  /** By how many seconds this machine's clock is ahead of the store's; `undefined` if the store has not told its time. */
  clockOffset(): number | undefined;
}

/** Words a fault that retries could not mend. */
export function explainFault(fault: S3Fault, action: S3Action, place: S3Place): MlxError {
  const { location, remote } = place;
  const fail = (
    code: `MLX_${string}`,
    message: string,
    hint: string,
    exitCode: NonNullable<ErrorDetails["exitCode"]> = 3,
  ) => new MlxError(code, message, { hint, exitCode, cause: fault });
  const source =
    remote.profile === undefined
      ? "the AWS environment variables or the default profile"
      : `profile ${JSON.stringify(remote.profile)}`;
  switch (fault.kind) {
    case "no-credentials":
      return fail(
        "MLX_NO_CREDENTIALS",
        remote.profile === undefined
          ? `there are no AWS credentials for ${location}`
          : `profile ${JSON.stringify(remote.profile)} yields no credentials for ${location}: ${fault.message}`,
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run `aws configure` or `aws sso login`, or name a profile with `mlx remote add … --profile NAME`",
        4,
      );
    case "bad-credentials":
      return fail(
        "MLX_BAD_CREDENTIALS",
        `${location} refused the credentials (${fault.serverCode})`,
        credentialsHint(fault, source),
        4,
      );
    case "denied":
      return fail(
        "MLX_ACCESS_DENIED",
        `you may not ${action} in ${location} (${fault.serverCode})`,
        `the credentials come from ${source}; ask the bucket's owner for the right to ${action}, and see \`mlx remote check\``,
        4,
      );
    case "no-bucket":
      return fail(
        "MLX_STORE_MISSING",
        `there is no bucket ${JSON.stringify(place.bucket)} at ${remote.endpoint ?? "AWS S3"}`,
        `create it (aws s3 mb s3://${place.bucket}${remote.endpoint === undefined ? "" : ` --endpoint-url ${remote.endpoint}`}) or correct the remote's URL`,
      );
    case "region":
      return fail(
        "MLX_WRONG_REGION",
        fault.details.region === undefined
          ? `${location} is not in region ${place.region} (${fault.serverCode})`
          : `${location} is in region ${fault.details.region}, not ${place.region}`,
        `set it with \`mlx remote add … --region ${fault.details.region ?? "REGION"}\`, or correct the endpoint`,
        2,
      );
    case "clock":
      return fail(
        "MLX_CLOCK_SKEW",
        `${location} refused the request because the clocks differ${skew(place.clockOffset())}`,
        "set this machine's clock",
      );
    case "unreachable":
      return fail(
        "MLX_STORE_UNREACHABLE",
        `${location} cannot be reached (${fault.serverCode})`,
        "check the endpoint, the network and any proxy",
      );
    case "tls":
      return fail(
        "MLX_STORE_UNREACHABLE",
        `no trusted connection to ${location}: ${fault.message} (${fault.serverCode})`,
        "check the endpoint; a private certificate authority goes into NODE_EXTRA_CA_CERTS",
      );
    case "stalled":
      return fail(
        "MLX_STORE_STALLED",
        `${location} stopped answering: ${fault.message}`,
        "try again; what was transferred is kept (transfer.stallTimeout sets the limit)",
      );
    case "throttled":
      return fail(
        "MLX_STORE_BUSY",
        `${location} keeps asking to slow down (${fault.serverCode})`,
        "try again later, or with fewer streams: --jobs 4",
      );
    case "disk":
      return diskError(fault);
    default:
      return fail(
        "MLX_STORE_FAILED",
        `${location} failed to ${action}: ${fault.message} (${fault.serverCode}${fault.details.status === undefined ? "" : `, HTTP ${fault.details.status}`})`,
        "try again; if it persists, see `mlx remote check` and the store's own log",
      );
  }
}

function credentialsHint(fault: S3Fault, source: string): string {
  switch (fault.serverCode) {
    case "ExpiredToken":
    case "TokenRefreshRequired":
      return `the session of ${source} has expired: run \`aws sso login\` or fetch new credentials`;
    case "SignatureDoesNotMatch":
      return `the secret key in ${source} does not belong to its access key`;
    default:
      return `the access key comes from ${source}: check that it is this store's`;
  }
}

function skew(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  return `: this machine's is ${Math.abs(Math.round(seconds))} s ${seconds > 0 ? "ahead" : "behind"}`;
}

function diskError(fault: S3Fault): MlxError {
  const full = fault.serverCode === "ENOSPC" || fault.serverCode === "EDQUOT";
  return new MlxError(
    full ? "MLX_DISK_FULL" : "MLX_IO",
    full ? `the disk is full: ${fault.message}` : fault.message,
    {
      hint: full
        ? "free some space; what was transferred is kept"
        : "check the folder's permissions and the disk",
      cause: fault,
    },
  );
}
