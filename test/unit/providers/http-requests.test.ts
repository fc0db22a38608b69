import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseRawRequest } from "../../../src/providers/web/raw-request.js";
import { openScriptHost } from "../../../src/scripts/script-host.js";
import { faultOf, openedProvider, providerRequest } from "../../support/providers.js";
import { tempFolder } from "../../support/temp-folder.js";

/** A service that says back what it got; at `/token` it gives tokens. */
async function service(status = 200) {
  const tokens: string[] = [];
  const received: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces).toString("utf8");
    response.setHeader("content-type", "application/json");
    if (request.url === "/token") {
      tokens.push(body);
      const isGood = body.includes("client_secret=sesame-123");
      response.writeHead(isGood ? 200 : 401);
      return response.end(
        JSON.stringify({ access_token: `token-number-${tokens.length}`, expires_in: 3600 }),
      );
    }
    const { method, url, headers } = request;
    received.push(headers);
    response.writeHead(status);
    return response.end(JSON.stringify({ got: { method, url, headers, body } }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return { host, url: `http://${host}`, tokens, received };
}

function scripts() {
  const folder = tempFolder();
  const opened = openScriptHost({ folder, env: process.env });
  onTestFinished(async () => (await opened).close());
  return opened;
}

const got = "json.got";

describe("a request as it goes over the wire", () => {
  test("is taken apart", () => {
    const text = "\r\npost /a?b=1 HTTP/1.1\r\nHost: x.example\r\nX-Empty:\r\n\r\n{\r\n\r\n}\r\n";
    expect(parseRawRequest(text)).toEqual({
      method: "POST",
      target: "/a?b=1",
      headers: { host: "x.example", "x-empty": "" },
      body: "{\n\n}",
    });
    expect(parseRawRequest("GET http://x/y")).toEqual({ method: "GET", target: "http://x/y", headers: {} });
  });

  test.each(["", "hello", "GET /\nno header"])("that is none is told: %j", (text) => {
    expect(parseRawRequest(text)).toHaveProperty("problem");
  });

  test("is filled in so that no value breaks out of JSON, and sent to its host", async () => {
    const { host } = await service();
    const request = `POST /chat HTTP/1.1\nHost: ${host}\nContent-Type: application/json\nContent-Length: 3\n\n{"q": "{{prompt}}", "n": {{n}}}`;
    const { provider } = await openedProvider("http", { config: { request, transformResponse: got } });
    const vars = new Map([["n", 7]]);
    const { output } = await provider.call(providerRequest('a "b"\nc', { vars }), {});
    expect(output).toMatchObject({ method: "POST", url: "/chat", body: '{"q": "a \\"b\\"\\nc", "n": 7}' });
  });

  test("may stand in a file, which may name the environment", async () => {
    const { host } = await service();
    const folder = tempFolder();
    writeFileSync(join(folder, "ask.txt"), `GET /x HTTP/1.1\nHost: ${host}\nX-Team: {{env.TEAM}}\n`);
    const config = { request: "file://ask.txt", transformResponse: got };
    const { provider } = await openedProvider("http", { config, folder, env: { TEAM: "blue" } });
    const { output } = await provider.call(providerRequest("hi"), {});
    expect(output).toMatchObject({ method: "GET", headers: { "x-team": "blue" } });
    await expect(
      openedProvider("http", { config: { request: "file://none.txt" }, folder }),
    ).rejects.toMatchObject({ code: "MLX_PROVIDER_CONFIG" });
  });

  test("without a host is an error of the suite", async () => {
    const { provider } = await openedProvider("http", { config: { request: "GET / HTTP/1.1" } });
    await expect(provider.call(providerRequest("hi"), {})).rejects.toMatchObject({
      code: "MLX_PROVIDER_CONFIG",
      message: expect.stringContaining("Host"),
    });
  });
});

describe("a service that knows its callers", () => {
  const key = "a-very-secret-key";
  const env = { KEY: key };

  test.each([
    [{ type: "bearer", token: "{{env.KEY}}" }, "authorization", `Bearer ${key}`],
    [{ type: "api_key", placement: "header", keyName: "X-Key", value: "{{env.KEY}}" }, "x-key", key],
    [
      { type: "basic", username: "ann", password: "{{env.KEY}}" },
      "authorization",
      `Basic ${Buffer.from(`ann:${key}`).toString("base64")}`,
    ],
  ])("is told by %o, and the answer does not hold it", async (auth, header, value) => {
    const { url, received } = await service();
    const { provider } = await openedProvider("http", { config: { url, auth, transformResponse: got }, env });
    expect(JSON.stringify(await provider.call(providerRequest("hi"), {}))).not.toContain(key);
    expect(received[0]?.[header]).toBe(value);
    expect(provider.identity).not.toContain(key);
  });

  test("may want its key in the address, of a raw request, too", async () => {
    const { host, url } = await service();
    const auth = { type: "api_key", placement: "query", keyName: "k", value: "{{name}}" };
    const vars = new Map([["name", "a b"]]);
    const raw = `GET /p?x=1 HTTP/1.1\nHost: ${host}`;
    for (const more of [{ url: `${url}/p?x=1`, method: "GET" }, { request: raw }]) {
      const config = { ...more, auth, transformResponse: "json.got.headers.host" };
      const { provider } = await openedProvider("http", { config });
      expect((await provider.call(providerRequest("hi", { vars }), {})).output).toBe(host);
      const whole = await openedProvider("http", {
        config: { ...more, auth: { ...auth, value: "k{{name}}" }, transformResponse: "json.got.url" },
      });
      expect(
        (await whole.provider.call(providerRequest("hi", { vars: new Map([["name", 1]]) }), {})).output,
      ).toBe("/p?x=1&k=k1");
    }
  });

  test("gives tokens, each of which is asked for once", async () => {
    const { url, tokens, received } = await service();
    const auth = {
      type: "oauth",
      grantType: "client_credentials",
      tokenUrl: `${url}/token`,
      clientId: "me",
      clientSecret: "sesame-123",
      scopes: ["read", "write"],
    };
    const config = { url, auth, transformResponse: "json.got.method" };
    const { provider } = await openedProvider("http", { config });
    await Promise.all([1, 2, 3].map((n) => provider.call(providerRequest(`hi ${n}`), {})));
    await provider.call(providerRequest("later"), {});
    const said = received.map(({ authorization }) => authorization);
    expect(said).toEqual(Array.from({ length: 4 }, () => "Bearer token-number-1"));
    expect(tokens).toEqual([
      "grant_type=client_credentials&client_id=me&client_secret=sesame-123&scope=read+write",
    ]);
    const wrong = { ...auth, clientSecret: "wrong-password" };
    const refused = await openedProvider("http", { config: { ...config, auth: wrong } });
    const fault = await faultOf(refused.provider.call(providerRequest("hi"), {}));
    expect(fault).toMatchObject({
      kind: "credentials",
      message: expect.not.stringContaining("wrong-password"),
    });
  });

  test.each([
    [{ type: "kerberos" }, "auth must be {type: bearer"],
    [{ type: "bearer" }, "auth.token must be a text"],
    [
      { type: "api_key", keyName: "k", value: "v", placement: "body" },
      "auth.placement must be header or query",
    ],
    [{ type: "oauth", grantType: "implicit" }, "auth.grantType must be"],
    ["basic", "auth must be {type: bearer"],
  ])("cannot be told by %o", async (auth, said) => {
    await expect(openedProvider("http", { config: { url: "http://x", auth } })).rejects.toMatchObject({
      code: "MLX_PROVIDER_CONFIG",
      message: expect.stringContaining(said),
    });
  });
});

describe("code in the config of a service", () => {
  test("makes another prompt, or members of the body", async () => {
    const { url } = await service();
    const host = await scripts();
    const bodyOf = async (transformRequest: string) => {
      const config = {
        url,
        body: { q: "{{prompt}}", n: 1 },
        transformRequest,
        transformResponse: "json.got.body",
      };
      const { provider } = await openedProvider("http", { config, scripts: host });
      const vars = new Map([["name", "Ann"]]);
      return (await provider.call(providerRequest("hi", { vars }), {})).output;
    };
    expect(await bodyOf("prompt.toUpperCase() + vars.name")).toBe('{"q":"HIAnn","n":1}');
    expect(await bodyOf("(prompt, vars) => ({ q: vars.name, more: [prompt] })")).toBe(
      '{"q":"Ann","n":1,"more":["hi"]}',
    );
  });

  test("says which statuses are answers", async () => {
    const { url } = await service(404);
    const host = await scripts();
    const config = { url, validateStatus: "status < 500", transformResponse: "json.got.method" };
    const { provider } = await openedProvider("http", { config, scripts: host });
    expect((await provider.call(providerRequest("hi"), {})).output).toBe("POST");
    const strict = await openedProvider("http", {
      config: { ...config, validateStatus: "(s) => s === 200" },
      scripts: host,
    });
    expect(await faultOf(strict.provider.call(providerRequest("hi"), {}))).toMatchObject({ kind: "request" });
  });

  test("that fails is a fault of the call", async () => {
    const { url } = await service();
    const config = { url, transformRequest: "nobody.knows" };
    const { provider } = await openedProvider("http", { config, scripts: await scripts() });
    const fault = await faultOf(provider.call(providerRequest("hi"), {}));
    expect(fault).toMatchObject({
      kind: "request",
      message: expect.stringContaining("transformRequest that fails"),
    });
  });
});

test.each([
  [{ tls: { pfxPath: "x" } }, "tls.pfxPath must be left out"],
  [{ tls: { caPath: "none.pem" } }, "tls.caPath must be a file that can be read"],
  [{ tls: { rejectUnauthorized: "no" } }, "tls.rejectUnauthorized must be true or false"],
  [{ session: {} }, "session must be left out"],
])("a config that cannot be is refused: %o", async (more, said) => {
  await expect(openedProvider("http", { config: { url: "http://x", ...more } })).rejects.toMatchObject({
    code: "MLX_PROVIDER_CONFIG",
    message: expect.stringContaining(said),
  });
});

test("the length of a list or a text in an answer is a number, as in JavaScript", async () => {
  const { url } = await service();
  const config = { url, transformResponse: "json.got.method.length" };
  const { provider } = await openedProvider("http", { config, scripts: await scripts() });
  expect((await provider.call(providerRequest("hi"), {})).output).toBe("POST".length);
});

test("an answer is kept for the text of the request's file, and asked for anew when that changes", async () => {
  const folder = tempFolder();
  const identity = async (text: string) => {
    writeFileSync(join(folder, "ask.txt"), text);
    const { provider } = await openedProvider("http", { config: { request: "file://ask.txt" }, folder });
    return provider.identity;
  };
  const first = await identity("GET /a HTTP/1.1\nHost: h\n");
  expect(await identity("GET /b HTTP/1.1\nHost: h\n")).not.toBe(first);
});
