import http from "node:http";
import https from "node:https";
import { type Duplex, PassThrough } from "node:stream";
import { connect } from "node:tls";
import { type FaultKind, ProviderFault } from "../../evals/provider.js";
import { proxyHeaders } from "./proxy-settings.js";

/** Milliseconds that a proxy may take to open a way. */
const patience = 30_000;

type Created = (error: Error | null, socket: Duplex) => void;

/**
 * Keeps encrypted connections that go through an HTTP proxy by `CONNECT` (RFC 9110, 9.3.6). Node's own agents learned it with
 * Node 24 alone.
 */
export class TunnelAgent extends https.Agent {
  constructor(
    private readonly proxy: URL,
    options: https.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, created?: Created): undefined {
    const host = options.host ?? "localhost";
    const authority = `${host.includes(":") ? `[${host}]` : host}:${options.port ?? 443}`;
    const { hostname, port, protocol } = this.proxy;
    const ask = protocol === "https:" ? https.request : http.request;
    const asked = ask({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port || (protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...proxyHeaders(this.proxy) },
      timeout: patience,
    });
    let settled = false;
    const failed = (kind: FaultKind, why: string): void => {
      if (!settled)
        created?.(
          new ProviderFault(kind, `cannot be reached: the proxy ${this.proxy.host} ${why}`),
          new PassThrough(),
        );
      settled = true;
      asked.destroy();
    };
    asked.once("timeout", () => failed("network", "does not answer"));
    asked.once("error", (error) => failed("network", `has no connection (${error.message})`));
    asked.once("connect", (reply, socket) => {
      asked.removeAllListeners("timeout");
      const { statusCode = 0 } = reply;
      const kind = statusCode === 407 ? "credentials" : "network";
      if (statusCode !== 200) return failed(kind, `answered ${statusCode} where ${authority} was asked for`);
      settled = true;
      created?.(null, connect({ ...tlsOf(options), socket, servername: options.servername ?? host }));
    });
    asked.end();
    return undefined;
  }
}

/** Of the options of a request, those of the encrypted connection. */
function tlsOf({ ca, cert, key, passphrase, rejectUnauthorized }: https.RequestOptions) {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
  };
}
