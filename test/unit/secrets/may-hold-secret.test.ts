import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import { describe, expect, test } from "vitest";
import { mayHoldSecret } from "../../../src/secrets/may-hold-secret.js";
import { lint } from "../../../src/secrets/secretlint.js";

/** Put together here, so that no scanner takes this file for one that holds secrets. */
const join = (...parts: readonly string[]) => parts.join("");
const letters = (count: number) => "aB3dE5gH7jK9mN2pQ4rS6tU8vW0xYz".repeat(50).slice(0, count);
const hex = (count: number) => "0123456789abcdef".repeat(20).slice(0, count);

/** For every rule of the preset, texts that it finds something in. */
const examples: Readonly<Record<string, readonly string[]>> = {
  aws: [
    `id ${join("AKIA", "Q3EGRJ5K7V2XWZ4T")}`,
    `id ${join("A3T", "XQ3EGRJ5K7V2XWZ4T")}`,
    `aws_secret_access_key = ${letters(40)}`,
    `AWS_SECRET_ACCESS_KEY: "${letters(40)}"`,
    `SecretAccessKey => '${letters(40)}'`,
  ],
  privatekey: [
    [
      "-----BEGIN RSA ",
      "PRIVATE KEY-----\n",
      "MIIEpAIBAAKCAQEA".repeat(20),
      "\n-----END RSA ",
      "PRIVATE KEY-----",
    ].join(""),
  ],
  npm: [join("npm_", letters(36))],
  slack: [
    join("xoxb-", "123456789012-", letters(24)),
    join("xapp-1-", "A012345-", letters(20)),
    join("https://hooks.slack", ".com/services/T00000000/B00000000/", letters(24)),
    join("HTTPS://HOOKS.SLACK", ".COM/SERVICES/T00000000/B00000000/", letters(24)),
  ],
  basicauth: [
    join("https://user:", "hunter2hunter@registry.acme.io/"),
    join("ftp://ab:", "cd_ef-gh@files.acme.io"),
  ],
  openai: [
    join("sk-", letters(20), "T3BlbkFJ", letters(20)),
    join("sk-proj-", letters(58), "T3BlbkFJ", letters(58)),
  ],
  anthropic: [join("sk-ant-api03-", letters(93), "AA")],
  groq: [join("gsk_", letters(52))],
  huggingface: [join("hf_", "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh")],
  linear: [join("lin_api_", letters(40))],
  notion: [join("ntn_", "12345678901", letters(35))],
  sendgrid: [join("SG.", letters(22), ".", letters(43))],
  shopify: [join("shpat_", hex(32)), join("shppa_", hex(32))],
  github: [join("ghp_", letters(36)), join("ghs_", letters(36)), join("github_pat_", letters(82))],
  gitlab: [join("glpat-", letters(20))],
  grafana: [join("glc_", letters(60)), join("glsa_", letters(32), "_", hex(8))],
  "1password": [
    join(
      "ops_",
      Buffer.from(
        JSON.stringify({ email: "a@b.co", secretKey: letters(40), muk: { k: letters(60) } }),
      ).toString("base64"),
    ),
  ],
  "database-connection-string": [
    join("mongodb+srv://admin:", "hunter2hunter@db.acme.io/main"),
    join("MySQL://root:", "hunter2hunter@db.acme.io/main"),
    join("postgresql://root:", "hunter2hunter@db.acme.io/main"),
    join("postgres://root:", "hunter2hunter@db.acme.io/main"),
  ],
  "hashicorp-vault": [join("hvs.", letters(95)), join("hvb.", letters(150)), join("hvr.", letters(95))],
  vercel: [join("vcp_", letters(24)), join("vck_", letters(56))],
  databricks: [join("dapi", hex(32))],
  docker: [join("dckr_pat_", letters(27))],
  figma: [join("figd_", letters(45))],
};

/** These go by a file's name, which texts that are looked at together do not have, or by comments. */
const elsewhere = ["gcp", "filter-comments"];
const ruleName = (id: string) => id.replace("@secretlint/secretlint-rule-", "");

test("every rule of the preset has an example here: a new one needs a sign of its own", () => {
  const names = rules.map((rule) => ruleName(rule.meta.id)).filter((name) => !elsewhere.includes(name));
  expect(Object.keys(examples).sort()).toEqual(names.sort());
});

describe.each(Object.entries(examples))("%s", (_rule, texts) => {
  test("what the rule finds is never passed over", async () => {
    for (const text of texts) {
      for (const around of [text, `say: ${text}`, `text\n${text}\n`, `{"key": "${text}"}`]) {
        expect([around.slice(0, 30), mayHoldSecret(around)]).toEqual([around.slice(0, 30), true]);
      }
      // Otherwise this test would prove nothing.
      expect([text.slice(0, 20), (await lint("text", `say: ${text} \n`)).length > 0]).toEqual([
        text.slice(0, 20),
        true,
      ]);
    }
  });
});

test("of random texts made of what tokens are made of, none that is passed over holds anything", async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const pieces = [
    ...Object.values(examples)
      .flat()
      .flatMap((text) => text.split(/(?<=[_.:/-])/)),
    " ",
    "\n",
    "=",
    "key",
  ];
  let passedOver = 0;
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: 2 + random(8) }, () => pieces[random(pieces.length)]).join("");
    if (mayHoldSecret(text)) continue;
    passedOver++;
    expect([text, await lint("text", text)]).toEqual([text, []]);
  }
  expect(passedOver).toBeGreaterThan(100);
});

test("ordinary prose is passed over, ten megabytes of it in no time", () => {
  const prose = "Answer the question at https://docs.acme.io/guide: be brief, cite (1), and never guess.\n";
  const start = performance.now();
  expect(mayHoldSecret(prose.repeat(115_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(45_000);
});
