/** What stands in the place of a credential. */
export const mask = "[redacted]";

/** What a credential looks like, wherever it turns up. The first group, where there is one, stays. */
const patterns: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  // A password in a URL: `scheme://user:password@host`; the user's name may be an access key.
  /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']+(?=@)/gi,
  /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature|sig|access_token|api[_-]?key)=)[^&\s"'<>]+/gi,
  /(\bauthorization["']?\s*[:=]\s*["']?(?:AWS4-HMAC-SHA256 |Basic |Bearer |Token )?)[^\s"'][^\r\n"']*/gi,
  /(\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/g,
  /(\b(?:aws_secret_access_key|aws_session_token|secretAccessKey|sessionToken|secret[_-]?key|x-amz-security-token)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
  /(\b(?:password|passwd|api[_-]?key|access[_-]?token)["']?\s*[:=]\s*["']?)[^\s"',;&]{6,}/gi,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|hf_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,})/g,
];

const shortestSecret = 6;

/** Replaces every credential in a text. */
export type Redactor = (text: string) => string;

/** @param secrets values that are secret in themselves, such as those of environment variables. */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const values = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecret)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const value of values) result = result.replaceAll(value, mask);
    for (const pattern of patterns) {
      result = result.replace(pattern, (_found, kept) => (typeof kept === "string" ? kept + mask : mask));
    }
    return result;
  };
}

/** Values without credentials, by name: what a name such as `password` says of its value counts, too. */
export function redactValues(
  values: Readonly<Record<string, string>>,
  redact: Redactor,
): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]): [string, string] => {
    const clean = redact(`${name}=${value}`);
    return [name, clean.startsWith(`${name}=`) ? clean.slice(name.length + 1) : mask];
  });
  return Object.fromEntries(entries);
}

const secretName =
  /(?:^|_)(?:SECRET(?:_ACCESS)?(?:_KEY)?|ACCESS_KEY(?:_ID)?|API_?KEY|TOKEN|PASS(?:WORD|WD|PHRASE)?|CREDENTIALS?|PRIVATE_KEY)$/;
const fileName = /(?:_FILE|_PATH|_DIR)$/;

/** The values of the environment variables whose names say that they are secret. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value && secretName.test(name.toUpperCase()) && !fileName.test(name)) found.push(value);
  }
  return found;
}
