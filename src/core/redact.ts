/** What stands in the place of a credential. */
export const mask = "[redacted]";

/** What a credential looks like, and pieces of text, in lower case, one of which stands wherever one is. */
interface Look {
  /** The first group, where there is one, stays. */
  readonly pattern: RegExp;
  readonly signs: readonly string[];
}

const looks: readonly Look[] = [
  { pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, signs: ["akia", "asia", "abia", "acca"] },
  // A password in a URL: `scheme://user:password@host`; the user's name may be an access key.
  { pattern: /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"']+(?=@)/gi, signs: ["@"] },
  {
    pattern:
      /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature|sig|access_token|api[_-]?key)=)[^&\s"'<>]+/gi,
    signs: ["?", "&"],
  },
  {
    pattern:
      /(\bauthorization["']?\s*[:=]\s*["']?(?:AWS4-HMAC-SHA256 |Basic |Bearer |Token )?)[^\s"'][^\r\n"']*/gi,
    signs: ["authorization"],
  },
  { pattern: /(\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/g, signs: ["bearer"] },
  {
    pattern:
      /(\b(?:aws_secret_access_key|aws_session_token|secretAccessKey|sessionToken|secret[_-]?key|x-amz-security-token)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
    signs: ["secret", "session", "x-amz"],
  },
  {
    pattern: /(\b(?:password|passwd|api[_-]?key|access[_-]?token)["']?\s*[:=]\s*["']?)[^\s"',;&]{6,}/gi,
    signs: ["passw", "api", "access"],
  },
  { pattern: /\bsk-[A-Za-z0-9_-]{16,}/g, signs: ["sk-"] },
  {
    pattern:
      /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|hf_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,})/g,
    signs: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "hf_", "xox"],
  },
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
    // Most texts hold none, and to look for a few letters is much cheaper than to try each pattern at each place.
    const plain = result.toLowerCase();
    for (const { pattern, signs } of looks) {
      if (!signs.some((sign) => plain.includes(sign))) continue;
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
