/** What a virtual environment says of itself in `pyvenv.cfg`. */
export interface PythonEnvironment {
  /** `3.12.4` */
  readonly version: string;
  /** Whether the packages of the Python it was made from are there too. */
  readonly systemPackages: boolean;
}

/** Reads `pyvenv.cfg` (PEP 405; uv and virtualenv write `version_info`); `undefined` if it tells no version. */
export function parsePyvenv(text: string): PythonEnvironment | undefined {
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, "im").exec(text)?.[1];
  const version = /^\d+\.\d+(?:\.\d+)?/.exec(value("version_info") ?? value("version") ?? "")?.[0];
  if (version === undefined) return undefined;
  return { version, systemPackages: value("include-system-site-packages")?.toLowerCase() === "true" };
}

/** Name and version from the head of a distribution's `METADATA` or `PKG-INFO`. */
export function parseDistribution(text: string): { name: string; version: string } | undefined {
  const name = /^Name:\s*(\S+)/m.exec(text)?.[1];
  const version = /^Version:\s*(\S+)/m.exec(text)?.[1];
  return name && version ? { name, version } : undefined;
}
