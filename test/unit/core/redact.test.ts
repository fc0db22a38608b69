import { describe, expect, test } from "vitest";
import { createRedactor, secretsOf } from "../../../src/core/redact.js";

const redact = createRedactor();
// Put together here, so that scanners of this repository do not take them for real ones.
const keyId = `AKIA${"ABCDEFGHIJKLMNOP"}`;

describe("what looks like a credential is taken out", () => {
  test.each([
    ["an access key", `refused for ${keyId}`, "refused for [redacted]"],
    ["a temporary access key", `ASIA${"ABCDEFGHIJKLMNOP"}!`, "[redacted]!"],
    ["a password in a URL", "https://me:hunter2@host/path", "https://[redacted]@host/path"],
    [
      "a signed URL",
      "https://b.s3/k?X-Amz-Signature=abc123&X-Amz-Date=1",
      "https://b.s3/k?X-Amz-Signature=[redacted]&X-Amz-Date=1",
    ],
    ["a signed URL's token", "?a=1&X-Amz-Security-Token=t/o=k", "?a=1&X-Amz-Security-Token=[redacted]"],
    [
      "a signed URL's credential",
      `?X-Amz-Credential=${keyId}%2F2026&b=1`,
      "?X-Amz-Credential=[redacted]&b=1",
    ],
    ["an Authorization header", "Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"],
    [
      "a signature header",
      "authorization: AWS4-HMAC-SHA256 Credential=x, Signature=y",
      "authorization: AWS4-HMAC-SHA256 [redacted]",
    ],
    ["a bearer token", "sent Bearer abcdefgh12345", "sent Bearer [redacted]"],
    ["a model provider's key", `key sk-${"a1b2c3d4e5f6g7h8i9"} is wrong`, "key [redacted] is wrong"],
    ["a secret in configuration", "aws_secret_access_key = abc/def", "aws_secret_access_key = [redacted]"],
    [
      "a secret in JSON",
      '{"secretAccessKey": "abc/def", "a": 1}',
      '{"secretAccessKey": "[redacted]", "a": 1}',
    ],
  ])("%s", (_title, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test.each([
  "data/train.csv is not tracked",
  "s3://bucket/prefix",
  "https://host:9000/path@2",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "name a profile with `profile:`",
])("%j stays as it is", (text) => {
  expect(redact(text)).toBe(text);
});

test("the values of secret variables are taken out wherever they stand; short ones would hit innocent text", () => {
  const env = {
    AWS_SECRET_ACCESS_KEY: "abc/def+ghi",
    MY_API_KEY: "k",
    TOKEN_FILE: "/etc/token",
    GITHUB_TOKEN: "hunter2hunter2",
    DB_PASS: "pass of the database",
    SSH_ASKPASS: "/usr/bin/askpass",
    HOME: "/home/me-and-you",
  };
  expect(secretsOf(env)).toEqual(["abc/def+ghi", "k", "hunter2hunter2", "pass of the database"]);
  const text = "abc/def+ghi at /home/me-and-you, k, hunter2hunter2";
  expect(createRedactor(secretsOf(env))(text)).toBe("[redacted] at /home/me-and-you, k, [redacted]");
});

test("a secret is found as JSON and addresses spell it, too", () => {
  const secret = 'a"b\\c/d+e f=';
  const spelt = [
    secret,
    JSON.stringify(secret),
    `https://host/?k=${encodeURIComponent(secret)}&z=1`,
    `https://host/?${new URLSearchParams({ k: secret })}&z=1`,
  ];
  expect(spelt.map(createRedactor([secret]))).toEqual([
    "[redacted]",
    '"[redacted]"',
    "https://host/?k=[redacted]&z=1",
    "https://host/?k=[redacted]&z=1",
  ]);
  expect(createRedactor(["half \ud800 a pair"])("half \ud800 a pair!")).toBe("[redacted]!");
});
