import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { ProviderConfig } from "../provider-config.js";

/** How a service proves who it is, and how the caller does. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

const known = [
  ...["ca", "caPath", "cert", "certPath", "key", "keyPath", "passphrase", "servername", "rejectUnauthorized"],
];

/** Reads `tls` as promptfoo writes it: PEM in the config, or in files from the suite's folder. */
export async function tlsSettings(config: ProviderConfig): Promise<TlsSettings | undefined> {
  const tls = config.values.get("tls") ?? undefined;
  if (tls === undefined) return undefined;
  if (!isJsonMapping(tls)) throw config.wrong("tls", "a mapping");
  const foreign = Object.keys(tls).find((name) => !known.includes(name));
  if (foreign !== undefined) throw config.wrong(`tls.${foreign}`, `left out: mlx reads ${known.join(", ")}`);
  const text = (name: string): string | undefined => {
    const value = tls[name] ?? undefined;
    if (value === undefined || typeof value === "string") return value;
    throw config.wrong(`tls.${name}`, "a text");
  };
  const pem = async (name: string): Promise<string | undefined> => {
    const path = text(`${name}Path`);
    if (path === undefined) return text(name);
    try {
      return await readFile(isAbsolute(path) ? path : join(config.context.folder, path), "utf8");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw config.wrong(`tls.${name}Path`, `a file that can be read: ${reason}`);
    }
  };
  const checks = tls["rejectUnauthorized"] ?? undefined;
  if (checks !== undefined && typeof checks !== "boolean")
    throw config.wrong("tls.rejectUnauthorized", "true or false");
  const [ca, cert, key] = await Promise.all([pem("ca"), pem("cert"), pem("key")]);
  const [passphrase, servername] = [text("passphrase"), text("servername")];
  for (const secret of [key, passphrase]) if (secret !== undefined) config.secrets.add(secret);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(servername !== undefined && { servername }),
    ...(checks !== undefined && { rejectUnauthorized: checks }),
  };
}
