import { MlxError, systemCode } from "../core/errors.js";
import type { Verdict } from "./retry.js";
import { StallError } from "./s3-http-handler.js";

export type FaultKind =
  | "no-credentials"
  | "bad-credentials"
  | "denied"
  | "no-bucket"
  | "missing"
  | "precondition"
  | "no-upload"
  | "unsupported"
  | "range"
  | "clock"
  | "region"
  | "throttled"
  | "unreachable"
  | "tls"
  | "stalled"
  | "passing"
  | "disk"
  | "refused";

/** A request that failed, in the terms in which mlx reacts to it. */
export class S3Fault extends Error {
  override readonly name = "S3Fault";
  constructor(
    readonly kind: FaultKind,
    /** What the server or the system calls it: `SlowDown`, `ECONNRESET`, … */
    readonly serverCode: string,
    message: string,
    readonly details: {
      readonly status?: number | undefined;
      readonly region?: string | undefined;
      /** The SDK has moved its clock by the server's answer: the same request will pass now. */
      readonly clockCorrected?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
  }
}

const byCode: Readonly<Record<string, FaultKind>> = {
  CredentialsProviderError: "no-credentials",
  TokenProviderError: "no-credentials",
  InvalidAccessKeyId: "bad-credentials",
  SignatureDoesNotMatch: "bad-credentials",
  ExpiredToken: "bad-credentials",
  InvalidToken: "bad-credentials",
  TokenRefreshRequired: "bad-credentials",
  NotSignedUp: "bad-credentials",
  NoSuchBucket: "no-bucket",
  NoSuchKey: "missing",
  NotFound: "missing",
  NoSuchUpload: "no-upload",
  PreconditionFailed: "precondition",
  ConditionalRequestConflict: "passing",
  OperationAborted: "passing",
  NotImplemented: "unsupported",
  EndpointError: "refused",
  InvalidRange: "range",
  RequestTimeTooSkewed: "clock",
  PermanentRedirect: "region",
  TemporaryRedirect: "region",
  AuthorizationHeaderMalformed: "region",
  IllegalLocationConstraintException: "region",
  SlowDown: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  TooManyRequests: "throttled",
  RequestLimitExceeded: "throttled",
  RequestTimeout: "passing",
  BadDigest: "passing",
  XAmzContentSHA256Mismatch: "passing",
  IncompleteBody: "passing",
  ECONNREFUSED: "unreachable",
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ECONNRESET: "passing",
  EPIPE: "passing",
  ETIMEDOUT: "passing",
  ENOSPC: "disk",
  EDQUOT: "disk",
  EACCES: "disk",
  EPERM: "disk",
  EROFS: "disk",
  EIO: "disk",
  ENOENT: "disk",
  EMFILE: "disk",
  EISDIR: "disk",
  ENOTDIR: "disk",
};

const byStatus: Readonly<Record<number, FaultKind>> = {
  301: "region",
  307: "region",
  401: "bad-credentials",
  403: "denied",
  404: "missing",
  405: "unsupported",
  408: "passing",
  409: "passing",
  412: "precondition",
  416: "range",
  429: "throttled",
  501: "unsupported",
  503: "throttled",
};

/** Names what went wrong. MlxErrors and bugs (errors of no known origin) are thrown on as they are. */
export function toFault(error: unknown): S3Fault {
  if (error instanceof S3Fault) return error;
  if (error instanceof MlxError || !(error instanceof Error)) throw error;
  if (error instanceof StallError)
    return new S3Fault("stalled", "StallError", error.message, { cause: error });
  const status = httpStatus(error);
  const code = systemCode(error) ?? error.name;
  const kind = kindOf(error, code, status);
  if (kind === undefined) throw error;
  return new S3Fault(kind, code, error.message, {
    status,
    region: regionOf(error),
    clockCorrected: clockCorrected(error),
    // The SDK's errors hold the whole request, with its authorization: they are not handed on.
    cause: metadataOf(error) === undefined ? error : undefined,
  });
}

/** The fault that an answer of the server tells of. @param body its text: an S3 error document, or anything. */
export function faultOfAnswer(status: number, body: string, region: string | undefined): S3Fault {
  const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ?? `HTTP${status}`;
  const message = /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? "";
  const expected = /<Region>([^<]+)<\/Region>/.exec(body)?.[1] ?? region;
  const misplaced = code === "AuthorizationHeaderMalformed" && expected === undefined;
  const kind = misplaced ? "bad-credentials" : (kindOfCode(code) ?? kindOfStatus(status));
  return new S3Fault(kind, code, message || code, { status, region: expected });
}

function kindOfCode(code: string): FaultKind | undefined {
  return Object.hasOwn(byCode, code) ? byCode[code] : undefined;
}

function kindOfStatus(status: number): FaultKind {
  if (status >= 200 && status < 300) return "passing";
  return byStatus[status] ?? (status >= 500 ? "passing" : "refused");
}

function kindOf(error: Error, code: string, status: number | undefined): FaultKind | undefined {
  if (code === "AuthorizationHeaderMalformed" && regionOf(error) === undefined) return "bad-credentials";
  const known = kindOfCode(code);
  if (known !== undefined) return known;
  if (status !== undefined && status > 0) return kindOfStatus(status);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return "tls";
  if (code.startsWith("HPE_") || code.startsWith("ERR_STREAM_")) return "passing";
  if (error.message === "aborted" || error.message === "socket hang up") return "passing";
  return undefined;
}

/** How to go on after a fault. */
export function judgeFault(error: unknown): Verdict {
  const { kind, details } = toFault(error);
  switch (kind) {
    case "clock":
      return details.clockCorrected === true ? "passing" : "permanent";
    case "throttled":
      return "throttled";
    case "passing":
    case "stalled":
    case "unreachable":
      return "passing";
    default:
      return "permanent";
  }
}

function metadataOf(error: Error): object | undefined {
  if (!("$metadata" in error)) return undefined;
  return typeof error.$metadata === "object" && error.$metadata !== null ? error.$metadata : undefined;
}

function httpStatus(error: Error): number | undefined {
  const metadata = metadataOf(error);
  if (metadata !== undefined && "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number") {
    return metadata.httpStatusCode;
  }
  return undefined;
}

function clockCorrected(error: Error): boolean {
  const metadata = metadataOf(error);
  return metadata !== undefined && "clockSkewCorrected" in metadata && metadata.clockSkewCorrected === true;
}

function regionOf(error: Error): string | undefined {
  if ("Region" in error && typeof error.Region === "string") return error.Region;
  if (!("$response" in error) || typeof error.$response !== "object" || error.$response === null)
    return undefined;
  const { $response: response } = error;
  if (!("headers" in response) || typeof response.headers !== "object" || response.headers === null)
    return undefined;
  const name = "x-amz-bucket-region";
  const region: unknown = Reflect.get(response.headers, name);
  return typeof region === "string" ? region : undefined;
}
