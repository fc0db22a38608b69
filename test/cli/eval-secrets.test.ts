import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const key = 'q"k/0123456789+abcdefghij=';
const spelt = [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key), "0123456789"];

/** Says back all that it was sent: `/fail` as an error. */
async function parrot(): Promise<string> {
  const server = createServer((request, response) => {
    const said = `yes: ${request.url} ${request.headers.authorization}`;
    const status = request.url?.startsWith("/fail") ? 400 : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? { output: said } : { error: { message: said } }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === ".git" || name === ".env") return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const formats = ["jsonl", "json", "csv", "junit.xml", "md", "sarif"];

test.each(["ok", "fail"])(
  "a key of the .env file, in a header and in an address, is nowhere to be found when the service says it back (%s)",
  async (path) => {
    const url = await parrot();
    const repo = gitRepo({
      "evals/.env": `BOT_KEY='${key}'\n`,
      "evals/s.eval.yaml": `target:
  prompt: {text: "{{ q }}"}
  providers:
    - id: http
      config:
        url: ${url}/${path}
        queryParams: {key: "{{env.BOT_KEY}}"}
        headers: {Authorization: "Bearer {{env.BOT_KEY}}"}
cases: [{id: a, vars: {q: one}}, {id: b, vars: {q: two}}]
graders: [contains: "no, never"]
`,
    });
    const outputs = formats.map((format) => `--output out/r.${format}`).join(" ");
    const ran = await mlx(repo, `eval run s --verbose ${outputs}`, { env: { GITHUB_ACTIONS: "true" } });
    expect(ran.code).toBe(path === "ok" ? 1 : 3);
    const shown = await mlx(repo, "eval show last --case a");
    expect(shown.stdout).toContain(path === "ok" ? "Bearer [redacted]" : "answered 400");
    const files = filesBelow(repo.root);
    for (const format of formats) expect(files).toContain(repo.path(`out/r.${format}`));
    const texts = [ran.stdout, ran.stderr, shown.stdout, shown.stderr];
    for (const text of [...texts, ...files.map((file) => readFileSync(file, "latin1"))]) {
      for (const secret of spelt) expect(text).not.toContain(secret);
    }
  },
);
