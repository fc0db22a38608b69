import type { ProviderConfig } from "../provider-config.js";
import { HttpClient } from "./http-client.js";
import { proxySettings } from "./proxy-settings.js";
import type { TlsSettings } from "./tls-settings.js";

/** A provider's connections: through the proxy that its environment names, if any. */
export function clientOf(config: ProviderConfig, tls?: TlsSettings): HttpClient {
  try {
    const proxy = proxySettings((name) => config.variable(name));
    for (const { password } of [proxy?.plain, proxy?.secure].filter((url) => url !== undefined)) {
      if (password !== "") config.secrets.add(decodeURIComponent(password));
    }
    return new HttpClient({ ...(proxy && { proxy }), ...(tls && { tls }) });
  } catch (error) {
    throw error instanceof RangeError ? config.wrong("the environment", `mended: ${error.message}`) : error;
  }
}
