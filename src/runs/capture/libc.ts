/**
 * The C library that the script `ldd` belongs to, which every distribution has and which tells its version in its text:
 * `glibc 2.36`, `musl`; `undefined` where it does not.
 */
export function libcOfLdd(script: string): string | undefined {
  const version = /ldd \([^)\n]*\) (\d+\.\d+)/.exec(script)?.[1];
  if (version !== undefined) return `glibc ${version}`;
  return /ld-musl|musl libc/.test(script) ? "musl" : undefined;
}
