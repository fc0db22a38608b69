/** A version after semver.org 2.0.0, without build metadata. */
export interface SemVer {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** The parts between the dots after `-`; empty for a release. */
  readonly prerelease: readonly string[];
}

/** What kind of change a version stands for; the one that asks for most comes first. */
export const bumps = ["major", "minor", "patch"] as const;
export type Bump = (typeof bumps)[number];

const number = "(0|[1-9]\\d{0,14})";
const part = "(?:0|[1-9]\\d{0,14}|\\d*[A-Za-z-][0-9A-Za-z-]*)";
const pattern = new RegExp(`^${number}\\.${number}\\.${number}(?:-(${part}(?:\\.${part})*))?$`);

/** How long a version may be: it is a file's name. */
const longest = 100;

/** Undefined for what is no semantic version, and for one with build metadata (`+…`), which would not rank. */
export function parseSemver(text: string): SemVer | undefined {
  const match = text.length <= longest ? pattern.exec(text) : null;
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: prerelease?.split(".") ?? [],
  };
}

export function formatSemver({ major, minor, patch, prerelease }: SemVer): string {
  return `${major}.${minor}.${patch}${prerelease.length === 0 ? "" : `-${prerelease.join(".")}`}`;
}

/** Precedence after semver.org 2.0.0, section 11. @returns below, equal to or above 0. */
export function compareSemver(a: SemVer, b: SemVer): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = compareParts(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers come before words and are compared as numbers. */
function compareParts(a: string, b: string): number {
  const [x, y] = [isNumber(a), isNumber(b)];
  if (x !== y) return x ? -1 : 1;
  if (x) return Number(a) - Number(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

function isNumber(part: string): boolean {
  return /^\d+$/.test(part);
}

/** The next version of a kind. That after `2.0.0-rc.1` is `2.0.0`, since the release candidate announced it. */
export function bumpSemver(version: SemVer, bump: Bump): SemVer {
  const { major, minor, patch, prerelease } = version;
  const candidate = prerelease.length > 0;
  const next = (parts: readonly [number, number, number]): SemVer => {
    return { major: parts[0], minor: parts[1], patch: parts[2], prerelease: [] };
  };
  if (bump === "major") return next([candidate && minor === 0 && patch === 0 ? major : major + 1, 0, 0]);
  if (bump === "minor") return next([major, candidate && patch === 0 ? minor : minor + 1, 0]);
  return next([major, minor, candidate ? patch : patch + 1]);
}
