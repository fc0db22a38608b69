import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { proxyFor, proxySettings } from "../../../src/providers/http/proxy-settings.js";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";

const pem = (name: string) =>
  readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), "utf8");

async function listening(server: Server): Promise<number> {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("the environment names proxies, in small letters first, and hosts that are reached without", () => {
  const settings = proxySettings(
    (name) =>
      ({
        HTTP_PROXY: "http://plain:3128",
        https_proxy: "secure:8443",
        HTTPS_PROXY: "http://not-this:1",
        NO_PROXY: "intern.example, .lab.example,host.example:8080 10.0.0.1",
      })[name],
  );
  const via = (address: string) => settings && proxyFor(new URL(address), settings)?.host;
  expect(via("http://model.example/v1")).toBe("plain:3128");
  expect(via("https://model.example/v1")).toBe("secure:8443");
  expect(via("https://intern.example/")).toBeUndefined();
  expect(via("https://a.intern.example/")).toBeUndefined();
  expect(via("https://notintern.example/")).toBe("secure:8443");
  expect(via("https://gpu.lab.example/")).toBeUndefined();
  expect(via("http://host.example:8080/")).toBeUndefined();
  expect(via("http://host.example/")).toBe("plain:3128");
  expect(via("http://10.0.0.1/")).toBeUndefined();
});

test("this machine is never asked through a proxy, and * means that nobody is", () => {
  const all = proxySettings((name) => (name === "ALL_PROXY" ? "http://proxy:1" : undefined));
  for (const host of ["localhost:11434", "127.0.0.1", "[::1]:8000", "a.localhost"]) {
    expect(all && proxyFor(new URL(`http://${host}/`), all)).toBeUndefined();
  }
  expect(all && proxyFor(new URL("https://x.example"), all)?.host).toBe("proxy:1");
  const none = proxySettings((name) => ({ ALL_PROXY: "http://proxy:1", NO_PROXY: "*" })[name]);
  expect(none && proxyFor(new URL("https://x.example"), none)).toBeUndefined();
  expect(proxySettings(() => undefined)).toBeUndefined();
});

test("an address that is no proxy's is refused where the provider is written", async () => {
  await expect(
    openedProvider("openai:m", { env: { HTTPS_PROXY: "socks5://proxy:1080" } }),
  ).rejects.toMatchObject({ code: "MLX_PROVIDER_CONFIG", message: expect.stringContaining("HTTPS_PROXY") });
});

test("a plain address is asked of the proxy, with the name and password in the proxy's own", async () => {
  const model = await modelServer();
  const asked: IncomingMessage[] = [];
  const proxy = createServer(async (request, response) => {
    asked.push(request);
    const { pathname } = new URL(request.url ?? "");
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const reply = await fetch(model.url + pathname, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(pieces),
    });
    response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  const port = await listening(proxy);
  const { provider } = await openedProvider("openai:chat:m", {
    config: { apiBaseUrl: "http://model.test/v1" },
    dotEnv: { HTTP_PROXY: `http://ann:p%40ss@127.0.0.1:${port}` },
  });
  const answer = await provider.call(providerRequest("ANSWER: through"), {});
  expect(answer.output).toBe("through");
  expect(asked[0]?.url).toBe("http://model.test/v1/chat/completions");
  expect(asked[0]?.headers["proxy-authorization"]).toBe(
    `Basic ${Buffer.from("ann:p@ss").toString("base64")}`,
  );
  expect(asked[0]?.headers.host).toBe("model.test");
});

/** A service behind TLS and a proxy that opens ways to it. */
async function behindTunnel(status = 200) {
  const secure = createSecureServer({ key: pem("key"), cert: pem("cert") }, (_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end('{"output": "encrypted"}');
  });
  const target = await listening(secure);
  const ways: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    ways.push(request.url ?? "");
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const far = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(socket);
      socket.pipe(far);
    });
    socket.on("error", () => far.destroy());
    far.on("error", () => socket.destroy());
  });
  const port = await listening(proxy);
  return { ways, env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } };
}

test("an encrypted address is reached by a way through the proxy, which later calls use again", async () => {
  const { ways, env } = await behindTunnel();
  const config = { url: "https://model.test/chat", tls: { ca: pem("cert") } };
  const { provider } = await openedProvider("https", { config, env });
  for (let call = 0; call < 2; call++) {
    expect((await provider.call(providerRequest(`hi ${call}`), {})).output).toBe("encrypted");
  }
  expect(ways).toEqual(["model.test:443"]);
});

test("a certificate that nobody vouches for is refused behind a proxy, too, unless the config says so", async () => {
  const { env } = await behindTunnel();
  const url = "https://model.test/chat";
  const strict = await openedProvider("https", { config: { url }, env });
  expect(await faultOf(strict.provider.call(providerRequest("hi"), {}))).toMatchObject({ kind: "network" });
  const lax = await openedProvider("https", { config: { url, tls: { rejectUnauthorized: false } }, env });
  expect((await lax.provider.call(providerRequest("hi"), {})).output).toBe("encrypted");
});

test.each([
  [407, "credentials"],
  [403, "network"],
])("a proxy that answers %i to the wish for a way is told", async (status, kind) => {
  const { env } = await behindTunnel(status);
  const { provider } = await openedProvider("https", { config: { url: "https://model.test/" }, env });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind, message: expect.stringContaining(`answered ${status}`) });
});

test("a proxy that is not there is told as such", async () => {
  const env = { HTTPS_PROXY: "http://127.0.0.1:1" };
  const { provider } = await openedProvider("https", { config: { url: "https://model.test/" }, env });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "network", message: expect.stringContaining("the proxy 127.0.0.1:1") });
});
