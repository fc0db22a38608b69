/** Through whom requests go, as the environment says. */
export interface ProxySettings {
  /** Of `http://` and of `https://` addresses. */
  readonly plain?: URL;
  readonly secure?: URL;
  /** Hosts that are reached without it. */
  readonly except: readonly string[];
}

/**
 * Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in small letters first, as curl does.
 * @param variable of the environment. @returns undefined where there is no proxy.
 * @throws {RangeError} for what is no address of a proxy.
 */
export function proxySettings(variable: (name: string) => string | undefined): ProxySettings | undefined {
  const either = (name: string) => variable(name.toLowerCase()) ?? variable(name);
  const named = (name: string): URL | undefined => {
    const written = either(name) ?? either("ALL_PROXY");
    if (written === undefined) return undefined;
    const text = written.includes("://") ? written : `http://${written}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === "http:" || url?.protocol === "https:") return url;
    throw new RangeError(`${name} must be the address of an HTTP proxy, such as http://proxy:3128`);
  };
  const [plain, secure] = [named("HTTP_PROXY"), named("HTTPS_PROXY")];
  if (!plain && !secure) return undefined;
  const except = (either("NO_PROXY") ?? "").split(/[\s,]+/).filter((host) => host !== "");
  return { ...(plain && { plain }), ...(secure && { secure }), except };
}

const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * The proxy for an address; undefined where it is reached directly. This machine always is. `NO_PROXY` holds `*`, or hosts, each
 * meaning what is below it, too, perhaps with a port.
 */
export function proxyFor(url: URL, { plain, secure, except }: ProxySettings): URL | undefined {
  const proxy = url.protocol === "https:" ? secure : plain;
  const host = url.hostname.toLowerCase();
  if (!proxy || loopback.test(host)) return undefined;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const isExcepted = except.some((entry) => {
    if (entry === "*") return true;
    const [, name = "", only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    return (only === undefined || only === port) && (host === name || host.endsWith(`.${name}`));
  });
  return isExcepted ? undefined : proxy;
}

/** The header by which a proxy knows the caller, from the name and password in its address. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
