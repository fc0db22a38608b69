import { MlxError } from "../../core/errors.js";
import { type FaultKind, ProviderFault } from "../../evals/provider.js";
import type { ProviderSpec } from "../../evals/types.js";

/** What a result says of the error that left its case without an answer. */
export interface CaseError {
  readonly code: string;
  readonly message: string;
}

const codes: Readonly<Record<FaultKind, `MLX_${string}`>> = {
  rate_limit: "MLX_PROVIDER_RATE_LIMIT",
  timeout: "MLX_PROVIDER_TIMEOUT",
  server: "MLX_PROVIDER_SERVER",
  network: "MLX_PROVIDER_NETWORK",
  credentials: "MLX_PROVIDER_CREDENTIALS",
  request: "MLX_PROVIDER_REQUEST",
  garbage: "MLX_PROVIDER_GARBAGE",
};

/**
 * Anything that is thrown concerns the one case in which it was thrown: the others go on.
 * @param provider the one that was asked; a fallback of it is named by its own id.
 */
export function caseError(error: unknown, { id, label }: Pick<ProviderSpec, "id" | "label">): CaseError {
  if (error instanceof ProviderFault) {
    const { message } = error;
    const own = message.startsWith(`${id} `) ? ` ${message.slice(id.length + 1)}` : `: ${message}`;
    return { code: codes[error.kind], message: `${label}${own}` };
  }
  if (error instanceof MlxError) {
    const place = error.at && `${error.at.file}:${error.at.line}:${error.at.column}: `;
    const told = place === undefined || error.message.startsWith(place) ? "" : place;
    return { code: error.code, message: told + error.message };
  }
  return {
    code: "MLX_BUG",
    message: `unexpected failure: ${error instanceof Error ? error.message : String(error)}`,
  };
}
