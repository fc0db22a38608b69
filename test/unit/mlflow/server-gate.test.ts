import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { sendTo, type Tracking, token, tracking } from "../../support/tracking.js";

const put = "/api/2.0/mlflow-artifacts/artifacts";

/** Whether anything of a request was written: a run, a value, a file of the cache. */
function written(server: Tracking): unknown {
  return [server.ledger.search({ view: "all" }).runs, server.cache.list()];
}

describe("who is let in", () => {
  test.each([
    ["no token", {}],
    ["a wrong token", { authorization: "Bearer wrong" }],
    ["a beginning of the token", { authorization: `Bearer ${token.slice(0, -1)}` }],
    ["an empty token", { authorization: "Bearer " }],
    ["the token without a scheme", { authorization: token }],
    ["a wrong password", { authorization: `Basic ${Buffer.from("mlx:wrong").toString("base64")}` }],
  ])("%s is refused with 401, and nothing is written", async (_what, headers) => {
    const server = await tracking();
    const body = JSON.stringify({ experiment_id: "0" });
    const path = "/api/2.0/mlflow/runs/create";
    const { status, json } = await sendTo(server.server.port, "POST", path, { headers, body });
    expect([status, json["error_code"]]).toEqual([401, "UNAUTHENTICATED"]);
    expect((await sendTo(server.server.port, "GET", "/health", { headers })).status).toBe(401);
    expect(written(server)).toEqual([[], []]);
    expect(server.server.activity().requests).toBe(0);
  });

  test("the token as a Basic password is let in, for people who keep a user name for MLflow", async () => {
    const server = await tracking();
    const authorization = `Basic ${Buffer.from(`anyone:${token}`).toString("base64")}`;
    expect((await server.send("GET", "/version", { headers: { authorization } })).status).toBe(200);
  });

  test.each(["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example", "evil.example:PORT"])(
    "the Host %j is refused with 403, and nothing is written",
    async (name) => {
      const server = await tracking();
      const host = name.replace("PORT", String(server.server.port));
      const body = JSON.stringify({ experiment_id: "0" });
      const answer = await server.send("POST", "/api/2.0/mlflow/runs/create", { headers: { host }, body });
      expect([answer.status, answer.json["error_code"]]).toEqual([403, "PERMISSION_DENIED"]);
      expect(written(server)).toEqual([[], []]);
    },
  );

  test("a request without a Host is refused", async () => {
    const server = await tracking();
    const head = `GET /health HTTP/1.1\r\nAuthorization: Bearer ${token}`;
    expect(await server.raw(`${head}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("127.0.0.1 and localhost with the port are its names", async () => {
    const server = await tracking();
    for (const name of ["127.0.0.1", "localhost", "LOCALHOST"]) {
      const host = `${name}:${server.server.port}`;
      expect((await server.send("GET", "/health", { headers: { host } })).text).toBe("OK");
    }
  });

  test("a page of another origin is refused, its own address is not", async () => {
    const server = await tracking();
    const from = async (origin: string) =>
      (await server.send("GET", "/health", { headers: { origin } })).status;
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
      expect([origin, await from(origin)]).toEqual([origin, 403]);
    }
    expect(await from(server.server.url)).toBe(200);
  });
});

describe("paths that lead elsewhere", () => {
  const tricks = [
    "../../../etc/passwd",
    "%2e%2e/%2e%2e/x",
    "%2e%2e%2f%2e%2e%2fx",
    "a/%2E%2E/%2e%2e/x",
    "%252e%252e/x",
    "%252e%252e%252fx",
    "%25252e%25252e/x",
    "a/..%5cx",
    "..%5C..%5Cx",
    "a%5cb",
    "%5c%5cserver%5cshare",
    "%2fetc/passwd",
    "/etc/passwd",
    "C:/x",
    "c%3a/x",
    "a/%00b",
    "a%00",
    "a//b",
    "./x",
    "a/./b",
    "a%0ab",
    "%zz",
    "%c3%28",
    "x".repeat(300),
    ".git/config",
    "a/%2eGIT/hooks/x",
    "a%C2%85b",
  ];

  test.each(tricks)("%s is refused with 400, and nothing is written", async (trick) => {
    const server = await tracking();
    const id = await server.run();
    for (const method of ["PUT", "GET", "DELETE"]) {
      const head = [
        `${method} ${put}/0/${id}/artifacts/${trick} HTTP/1.1`,
        `Host: 127.0.0.1:${server.server.port}`,
        `Authorization: Bearer ${token}`,
        `Content-Length: ${method === "PUT" ? 4 : 0}`,
        "Connection: close",
      ].join("\r\n");
      const answer = await server.raw(`${head}\r\n\r\n${method === "PUT" ? "evil" : ""}`, '"message"');
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain("INVALID_PARAMETER_VALUE");
    }
    expect(server.ledger.artifacts(id)).toEqual([]);
    expect(server.cache.list()).toEqual([]);
  });

  test("tricks in the place of the run or the experiment find nothing, in a listing neither", async () => {
    const server = await tracking();
    const id = await server.run();
    for (const path of ["..%2f..%2fx", `0/..%2f${id}/artifacts/x`, "%2e%2e/models/x/artifacts/y"]) {
      expect((await server.artifact("PUT", path, "evil")).status).toBe(400);
    }
    for (const path of ["0/x", `x/${id}/artifacts/a`, `0/${id}/other/a`, "0/models/m-1/artifacts/a", "0"]) {
      expect((await server.artifact("PUT", path, "evil")).status).toBe(404);
    }
    for (const path of ["../x", "%2e%2e/x", "/etc", "a\\b", "a\u0000b"]) {
      const below = await server.read("artifacts/list", { run_id: id, path });
      const proxied = await server.get(
        `/api/2.0/mlflow-artifacts/artifacts?${new URLSearchParams({ path: `0/${id}/artifacts/${path}` })}`,
      );
      expect([path, below.status]).toEqual([path, 400]);
      expect([path, proxied.status]).toEqual([path, path === "/etc" ? 400 : proxied.status]);
    }
    expect(server.cache.list()).toEqual([]);
  });

  test("an address in absolute form is none of its endpoints", async () => {
    const server = await tracking();
    const head = `GET http://127.0.0.1:${server.server.port}/health HTTP/1.1\r\nHost: 127.0.0.1:${server.server.port}`;
    const answer = await server.raw(`${head}\r\nAuthorization: Bearer ${token}\r\n\r\n`, '"message"');
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("what a bad request can do", () => {
  test("bodies that are no JSON, no object, or of wrong types are 400 and leave the server well", async () => {
    const server = await tracking();
    const id = await server.run();
    for (const body of [
      "{",
      "[]",
      "null",
      '"x"',
      `{"run_id": "${id}", "key": ["a"], "value": 1}`,
      "\u0000",
      "NaN NaN",
      `{"run_id": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    ]) {
      const answer = await server.send("POST", "/api/2.0/mlflow/runs/log-metric", { body });
      expect([body, answer.status]).toEqual([body, 400]);
      expect(answer.json).toEqual({ error_code: expect.any(String), message: expect.any(String) });
    }
    const odd = { run_id: id, metrics: { key: "a" }, params: [1], tags: "x" };
    expect((await server.post("runs/log-batch", odd)).status).toBe(400);
    const proto = '{"run_id": "ID", "params": [{"key": "__proto__", "value": "x"}]}'.replace("ID", id);
    expect((await server.send("POST", "/api/2.0/mlflow/runs/log-batch", { body: proto })).status).toBe(200);
    expect((await server.get("/health")).status).toBe(200);
    expect(server.faults).toEqual([]);
  });

  test("a body of more than 64 MiB is refused before it is read", async () => {
    const server = await tracking();
    const head = [
      "POST /api/2.0/mlflow/runs/log-batch HTTP/1.1",
      `Host: 127.0.0.1:${server.server.port}`,
      `Authorization: Bearer ${token}`,
      `Content-Length: ${64 * 1024 * 1024 + 1}`,
    ].join("\r\n");
    expect(await server.raw(`${head}\r\n\r\n{`, '"message"')).toMatch(/^HTTP\/1\.1 413 /);
    expect((await server.get("/health")).status).toBe(200);
  });

  test("noise that is no HTTP ends that connection alone", async () => {
    const server = await tracking();
    expect(await server.raw("\x16\x03\x01 hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    await new Promise<void>((resolve) => {
      const socket = connect(server.server.port, "127.0.0.1", () => socket.resetAndDestroy());
      socket.on("close", () => resolve());
    });
    expect((await server.get("/health")).status).toBe(200);
  });
});
