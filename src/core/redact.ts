import { secretSpellings } from "./secret-spellings.js";

/** What stands in the place of a credential. */
export const mask = "[redacted]";

/** What a credential looks like, and a pattern that is quick to try and finds something wherever one is. */
interface Look {
  /** The first group, where there is one, stays. */
  readonly pattern: RegExp;
  /** In any case. */
  readonly sign: RegExp;
}

const at = /@/;

const looks: readonly Look[] = [
  { pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, sign: /a(?:kia|sia|bia|cca)/i },
  // A password in a URL: `scheme://user:password@host`; the user's name may be an access key.
  { pattern: /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"']+(?=@)/gi, sign: at },
  {
    pattern:
      /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature|sig|access_token|api[_-]?key)=)[^&\s"'<>]+/gi,
    sign: /[?&](?:x-amz-|aws|sig|access_|api)/i,
  },
  {
    pattern:
      /(\bauthorization["']?\s*[:=]\s*["']?(?:AWS4-HMAC-SHA256 |Basic |Bearer |Token )?)[^\s"'][^\r\n"']*/gi,
    sign: /authorization/i,
  },
  { pattern: /(\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/g, sign: /bearer/i },
  {
    pattern:
      /(\b(?:aws_secret_access_key|aws_session_token|secretAccessKey|sessionToken|secret[_-]?key|x-amz-security-token)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
    sign: /secret|session|x-amz/i,
  },
  {
    pattern: /(\b(?:password|passwd|api[_-]?key|access[_-]?token)["']?\s*[:=]\s*["']?)[^\s"',;&]{6,}/gi,
    sign: /passw|api|access/i,
  },
  { pattern: /\bsk-[A-Za-z0-9_-]{16,}/g, sign: /sk-/i },
  {
    pattern:
      /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|hf_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,})/g,
    sign: /gh[pousr]_|github_pat_|hf_|xox/i,
  },
];

/**
 * Most texts hold no credential: one look tells, and is much cheaper than to try each pattern at each place. A sign of one
 * character is looked for on its own: beside it, a pattern cannot skip three characters at once.
 */
const anySign = new RegExp(looks.flatMap(({ sign }) => (sign === at ? [] : [sign.source])).join("|"), "i");

const shortestSecret = 6;

/** Replaces every credential in a text. */
export type Redactor = (text: string) => string;

/** @param secrets values that are secret in themselves, such as those of environment variables. */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const values = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap(secretSpellings)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const value of values) result = result.replaceAll(value, mask);
    if (!result.includes("@") && !anySign.test(result)) return result;
    for (const { pattern, sign } of looks) {
      if (!sign.test(result)) continue;
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
