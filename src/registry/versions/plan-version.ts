import { type Bump, bumpSemver, compareSemver, formatSemver, parseSemver, type SemVer } from "./semver.js";

/** Why a version cannot be published, as a sentence and what to do. */
export interface VersionRefusal {
  readonly why: "invalid" | "exists" | "order";
  readonly problem: string;
  readonly hint: string;
}

/** The version that a bump makes of the latest one. @param latest undefined for the first. */
export function bumpedVersion(latest: string | undefined, bump: Bump): string {
  const before = latest === undefined ? undefined : parseSemver(latest);
  if (before !== undefined) return formatSemver(bumpSemver(before, bump));
  return { major: "1.0.0", minor: "0.1.0", patch: "0.0.1" }[bump];
}

/**
 * Whether a version may be published beside those that are there: above the latest, or the next one of an old line, such as
 * 1.4.1 or 1.5.0 after 2.0.0.
 * @param existing semantic versions, the lowest first.
 */
export function refuseVersion(version: string, existing: readonly string[]): VersionRefusal | undefined {
  const wanted = parseSemver(version);
  if (wanted === undefined) {
    const build = version.includes("+") ? "; what follows + does not rank, so leave it out" : "";
    return {
      why: "invalid",
      problem: `${JSON.stringify(version)} is not a semantic version`,
      hint: `a version is three numbers, such as 1.2.0, or with a pre-release, 1.2.0-rc.1${build}`,
    };
  }
  const clash = existing.find((other) => other.toLowerCase() === version.toLowerCase());
  const versions = existing.flatMap((text) => parseSemver(text) ?? []);
  const latest = versions.at(-1);
  if (clash !== undefined) {
    const problem = `version ${clash} exists, and a published version never changes`;
    return { why: "exists", problem, hint: nextHint(latest) };
  }
  if (latest === undefined || compareSemver(wanted, latest) > 0) return undefined;
  const minorLine = versions.filter(({ major, minor }) => major === wanted.major && minor === wanted.minor);
  const majorLine = versions.filter(({ major }) => major === wanted.major);
  if ([minorLine, majorLine].some((line) => isNextOf(line, wanted))) return undefined;
  const top = minorLine.at(-1) ?? majorLine.at(-1) ?? latest;
  return {
    why: "order",
    problem: `version ${version} is not above ${formatSemver(top)}`,
    hint: nextHint(latest),
  };
}

function isNextOf(line: readonly SemVer[], wanted: SemVer): boolean {
  const top = line.at(-1);
  return top !== undefined && compareSemver(wanted, top) > 0;
}

function nextHint(latest: SemVer | undefined): string {
  if (latest === undefined) return "choose another version";
  const next = (bump: Bump) => formatSemver(bumpSemver(latest, bump));
  return `the latest is ${formatSemver(latest)}; the next patch is ${next("patch")}, minor ${next("minor")}, major ${next("major")}`;
}

/**
 * The version that a new one follows: the highest below it. Undefined if there is none.
 * @param existing semantic versions, the lowest first.
 */
export function basisOf(version: string, existing: readonly string[]): string | undefined {
  const wanted = parseSemver(version);
  return existing.findLast((text) => {
    const other = parseSemver(text);
    return wanted !== undefined && other !== undefined && compareSemver(other, wanted) < 0;
  });
}

/** Whether a release takes its candidate's place: 1.2.0 after 1.2.0-rc.2. It may have the same text. */
export function isReleaseOf(version: string, candidate: string): boolean {
  const [release, before] = [parseSemver(version), parseSemver(candidate)];
  if (release === undefined || before === undefined) return false;
  return (
    release.prerelease.length === 0 && before.prerelease.length > 0 && candidate.startsWith(`${version}-`)
  );
}

/** Whether a version promises less than a change asks for: 1.2.1 after 1.2.0 for a minor change. */
export function promisesLess(version: string, base: string, asked: Bump): boolean {
  const [next, before] = [parseSemver(version), parseSemver(base)];
  if (next === undefined || before === undefined || before.prerelease.length > 0) return false;
  if (next.major !== before.major || asked === "patch") return false;
  return asked === "major" || next.minor === before.minor;
}
