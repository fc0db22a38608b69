/** The name of a Linux distribution for people: `PRETTY_NAME` of os-release(5); `undefined` where it has none. */
export function osReleaseName(text: string): string | undefined {
  const written = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim();
  if (!written) return undefined;
  const [, quote, inner] = /^(["'])(.*)\1$/.exec(written) ?? [];
  if (inner === undefined) return written;
  return quote === '"' ? inner.replace(/\\(["\\$`])/g, "$1") : inner;
}
