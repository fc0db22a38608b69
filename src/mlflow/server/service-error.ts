import { MlxError } from "../../core/errors.js";

/** MLflow's names for what went wrong, with the status each travels under. */
const statuses = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_CONFLICT: 409,
  REQUEST_TOO_LARGE: 413,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
} as const;

type ErrorCode = keyof typeof statuses;

/** What a client is answered instead of what it asked for. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";

  constructor(
    readonly errorCode: ErrorCode,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return statuses[this.errorCode];
  }
}

export function invalid(message: string): ServiceError {
  return new ServiceError("INVALID_PARAMETER_VALUE", message);
}

export function absent(message: string): ServiceError {
  return new ServiceError("RESOURCE_DOES_NOT_EXIST", message);
}

/** Any thrown value as an answer. A `fault` is none of the client's doing. */
export function answerFor(error: unknown): { readonly answer: ServiceError; readonly fault: boolean } {
  if (error instanceof ServiceError) return { answer: error, fault: false };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof MlxError) {
    if (error.code === "MLX_RUN_NOT_FOUND") return { answer: absent(message), fault: false };
    if (error.exitCode === 2) return { answer: invalid(message), fault: false };
  }
  return { answer: new ServiceError("INTERNAL_ERROR", message), fault: true };
}
