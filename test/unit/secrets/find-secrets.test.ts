import { describe, expect, test } from "vitest";
import { findSecrets } from "../../../src/secrets/find-secrets.js";

/** Put together here, so that no scanner takes this file for one that holds secrets. */
const awsId = ["AKIA", "Q3EGRJ5K7V2XWZ4T"].join("");
const awsSecret = ["wJalrXUtnFEMIxK7MDENG", "bPxRfiCYzzzzzzzKEYa"].join("/").slice(0, 40);
const github = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");
const key = (size: number) =>
  [
    `-----BEGIN RSA ${"PRIVATE"} KEY-----`,
    "MIIEpAIBAAKCAQEA".repeat(size),
    `-----END RSA ${"PRIVATE"} KEY-----`,
  ].join("\n");

describe("secrets in texts", () => {
  test("are told with line, column and what they look like, and never with the secret", async () => {
    const found = await findSecrets([
      { path: "notes.md", content: "nothing here\n" },
      { path: "conf/aws.ini", content: `[default]\nregion = x\n  aws_secret_access_key = ${awsSecret}\n` },
      { path: "train.py", content: `import os\nKEY = "${awsId}"\ntoken="${github}"\n` },
    ]);
    expect(found).toEqual([
      { path: "conf/aws.ini", line: 3, column: 3, kind: "an AWS secret access key" },
      { path: "train.py", line: 2, column: 8, kind: "an AWS access key ID" },
      { path: "train.py", line: 3, column: 8, kind: "a GitHub token" },
    ]);
    expect(JSON.stringify(found)).not.toContain(awsSecret);
  });

  test("are found in the last line of the last of a thousand texts", async () => {
    const texts = Array.from({ length: 1000 }, (_, i) => ({ path: `f${i}`, content: `text ${i}\n` }));
    const found = await findSecrets([...texts, { path: "last", content: `\n\n${github}` }]);
    expect(found).toEqual([{ path: "last", line: 3, column: 1, kind: "a GitHub token" }]);
  });

  test("are found once each in a text that is cut up, also where the cut is", async () => {
    const line = `${"x".repeat(99)}\n`;
    const content = `${line.repeat(2621)}${github}\n${line.repeat(3000)}${github}\n`;
    const found = await findSecrets([{ path: "big.txt", content }]);
    expect(found.map(({ line }) => line)).toEqual([2622, 5623]);
  });

  test("a comment that switches secretlint off speaks for no other file", async () => {
    const found = await findSecrets([
      { path: "a.ts", content: "/* secretlint-disable */\n" },
      { path: "b.ts", content: `${github}\n` },
    ]);
    expect(found).toMatchObject([{ path: "b.ts", line: 1 }]);
  });

  test("the end of one file and the beginning of the next make no secret together", async () => {
    expect(
      await findSecrets([
        { path: "a", content: "aws_secret_access_key = " },
        { path: "b", content: awsSecret },
      ]),
    ).toEqual([]);
  });

  test("binary content is passed over, UTF-16 text and byte order marks are understood", async () => {
    const binary = Buffer.concat([Buffer.from([1, 0, 2]), Buffer.from(github)]);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`a\n${github}`, "utf16le")]);
    const marked = Buffer.from(`\ufeff${github}`);
    const found = await findSecrets([
      { path: "model.bin", content: binary },
      { path: "windows.txt", content: utf16 },
      { path: "marked.txt", content: marked },
    ]);
    expect(found.map(({ path, line, column }) => `${path}:${line}:${column}`)).toEqual([
      "windows.txt:2:1",
      "marked.txt:1:1",
    ]);
  });

  test("private keys, npm tokens and keys of service accounts are known by their files", async () => {
    const npmToken = `//registry.example.org/:_authToken=${"a1b2c3d4".repeat(5)}`;
    const account = JSON.stringify({ type: "service_account", private_key: key(20) });
    const found = await findSecrets([
      { path: "id_rsa", content: `${key(20)}\n` },
      { path: "sub/.npmrc", content: `${npmToken}\n` },
      { path: "account.json", content: account },
    ]);
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(["id_rsa", "sub/.npmrc", "account.json"]));
  });

  test("a password in .env is one whatever it looks like; a template's is not", async () => {
    const content = 'DEBUG=1\nexport DB_PASSWORD="hunter2hunter"\nAPI_TOKEN=changeme\nSECRET_FILE=/run/x\n';
    const found = await findSecrets([
      { path: ".env", content },
      { path: ".env.example", content },
      { path: "settings.py", content: "PASSWORD = input()\n" },
    ]);
    expect(found).toEqual([{ path: ".env", line: 2, column: 8, kind: "the value of DB_PASSWORD" }]);
  });

  test("no text, no answer", async () => {
    expect(await findSecrets([])).toEqual([]);
    expect(await findSecrets([{ path: "empty", content: "" }])).toEqual([]);
  });
});
