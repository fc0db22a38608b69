import { systemCode } from "../../core/errors.js";
import { type FaultKind, ProviderFault } from "../../evals/provider.js";
import { connectionFault, excerpt } from "../http/http-faults.js";
import { numberAt } from "../json-access.js";

const kinds: readonly (readonly [name: RegExp, kind: FaultKind])[] = [
  [/^(?:ThrottlingException|ServiceQuotaExceededException|TooManyRequestsException)$/, "rate_limit"],
  [
    /Credentials|^(?:AccessDeniedException|UnrecognizedClientException|ExpiredToken\w*|InvalidSignature\w*)$/,
    "credentials",
  ],
  [/^(?:ModelTimeoutException|TimeoutError)$/, "timeout"],
  [/^(?:ValidationException|ResourceNotFoundException)$/, "request"],
  [/^(?:InternalServerException|ServiceUnavailableException|Model\w*Exception)$/, "server"],
];

/** What the AWS SDK throws, as a fault. */
export function bedrockFault(error: unknown): ProviderFault {
  if (!(error instanceof Error)) return new ProviderFault("server", `failed: ${excerpt(String(error))}`);
  const status = numberAt(error, "$metadata", "httpStatusCode");
  const named = kinds.find(([name]) => name.test(error.name))?.[1];
  if (named === undefined && systemCode(error) !== undefined) return connectionFault(error, "AWS", false);
  const message = `answered ${status ?? error.name}: ${excerpt(error.message)}`;
  return new ProviderFault(named ?? kindOf(status), message, { ...(status !== undefined && { status }) });
}

function kindOf(status: number | undefined): FaultKind {
  if (status === 401 || status === 403) return "credentials";
  if (status === 429) return "rate_limit";
  return status !== undefined && status >= 400 && status < 500 ? "request" : "server";
}
