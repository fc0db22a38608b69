import { expect, test } from "vitest";
import {
  bumpSemver,
  compareSemver,
  formatSemver,
  parseSemver,
  type SemVer,
} from "../../../../src/registry/versions/semver.js";

function parsed(text: string): SemVer {
  const version = parseSemver(text);
  if (!version) throw new Error(`not a version: ${text}`);
  return version;
}

test.each([
  "0.0.0",
  "1.2.3",
  "10.20.30",
  "1.0.0-alpha",
  "1.0.0-alpha.1",
  "1.0.0-0A.is.legal",
  "1.0.0-x-y-z.--",
  "1.0.0-1a",
])("%s is read and written back as it was", (text) => {
  expect(formatSemver(parsed(text))).toBe(text);
});

test.each([
  ...["", "1", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.02.3", "1.2.03", "-1.0.0", "1.0.0-", "1.0.0-a..b"],
  ...["1.0.0-01", "1.0.0-é", "1.0.0+build", "1.0.0-a+b", " 1.0.0", "1.0.0\n", "1.0.0-a/b", "1e3.0.0"],
  ...["9999999999999999.0.0", `1.0.0-${"a".repeat(120)}`],
])("%j is no version", (text) => {
  expect(parseSemver(text)).toBeUndefined();
});

test("precedence is that of semver.org, section 11", () => {
  const ordered = [
    ...["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"],
    ...["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0"],
  ];
  const shuffled = ordered.toReversed().sort((a, b) => compareSemver(parsed(a), parsed(b)));
  expect(shuffled).toEqual(ordered);
});

test("a bump of a release raises one part and clears those after it", () => {
  const bumped = (bump: "major" | "minor" | "patch") => formatSemver(bumpSemver(parsed("1.2.3"), bump));
  expect([bumped("major"), bumped("minor"), bumped("patch")]).toEqual(["2.0.0", "1.3.0", "1.2.4"]);
});

test("a bump of a release candidate gives the release that it announced, if that is large enough", () => {
  const of = (text: string, bump: "major" | "minor" | "patch") =>
    formatSemver(bumpSemver(parsed(text), bump));
  expect(of("2.0.0-rc.1", "major")).toBe("2.0.0");
  expect(of("2.0.0-rc.1", "patch")).toBe("2.0.0");
  expect(of("1.3.0-rc.1", "minor")).toBe("1.3.0");
  expect(of("1.3.0-rc.1", "major")).toBe("2.0.0");
  expect(of("1.3.1-rc.1", "minor")).toBe("1.4.0");
});
