import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";

/** What was found, and at which index of the source. */
interface Finding {
  readonly kind: string;
  readonly index: number;
}

const prefix = "@secretlint/secretlint-rule-";

/** All recommended rules but the one that heeds comments; ids of AWS keys, off by default, are wanted too. */
const config = {
  rules: rules
    .filter((rule) => rule.meta.id !== `${prefix}filter-comments`)
    .map((rule) => ({
      id: rule.meta.id,
      rule,
      options: rule.meta.id === `${prefix}aws` ? { enableIDScanRule: true } : {},
    })),
};

/** The number of an account is no secret. */
const harmless = new Set(["AWSAccountID"]);

/** Looks at one source. @param name a file name, for the rules that go by it. */
export async function lint(name: string, content: string): Promise<Finding[]> {
  const dot = name.lastIndexOf(".");
  const { messages } = await lintSource({
    source: { content, filePath: name, ext: dot < 0 ? "" : name.slice(dot), contentType: "text" },
    options: { config, maskSecrets: true },
  });
  return messages
    .filter(({ messageId }) => !harmless.has(messageId))
    .map(({ messageId, ruleId, range }) => ({ kind: kindOf(ruleId, messageId), index: range[0] }));
}

function kindOf(ruleId: string, messageId: string): string {
  const rule = ruleId.slice(prefix.length);
  return kinds[messageId] ?? kinds[rule] ?? `a ${rule.replaceAll("-", " ")} secret`;
}

const kinds: Readonly<Record<string, string>> = {
  AWSSecretAccessKey: "an AWS secret access key",
  AWSAccessKeyID: "an AWS access key ID",
  PrivateKeyJSON: "a Google service account's key",
  privatekey: "a private key",
  npm: "an npm token",
  basicauth: "a password in a URL",
  slack: "a Slack token",
  sendgrid: "a SendGrid key",
  shopify: "a Shopify key",
  github: "a GitHub token",
  gitlab: "a GitLab token",
  grafana: "a Grafana token",
  openai: "an OpenAI key",
  anthropic: "an Anthropic key",
  groq: "a Groq key",
  huggingface: "a Hugging Face token",
  linear: "a Linear token",
  notion: "a Notion token",
  "1password": "a 1Password token",
  "database-connection-string": "a database password",
  "hashicorp-vault": "a Vault token",
  vercel: "a Vercel token",
  databricks: "a Databricks token",
  docker: "a Docker token",
  figma: "a Figma token",
};
