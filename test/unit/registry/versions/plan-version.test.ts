import { expect, test } from "vitest";
import {
  basisOf,
  bumpedVersion,
  isReleaseOf,
  promisesLess,
  refuseVersion,
} from "../../../../src/registry/versions/plan-version.js";

test("the first version follows the bump's own meaning", () => {
  expect(bumpedVersion(undefined, "major")).toBe("1.0.0");
  expect(bumpedVersion(undefined, "minor")).toBe("0.1.0");
  expect(bumpedVersion(undefined, "patch")).toBe("0.0.1");
  expect(bumpedVersion("1.2.3", "minor")).toBe("1.3.0");
});

const existing = ["1.0.0", "1.2.0", "1.2.1", "2.0.0-rc.1", "2.0.0"];

test.each(["2.0.1", "2.1.0-rc.1", "3.0.0", "1.2.2", "1.3.0", "1.0.1"])("%s may be published", (version) => {
  expect(refuseVersion(version, existing)).toBeUndefined();
});

test.each([
  ["1.0", "invalid"],
  ["v2.0.1", "invalid"],
  ["2.0.1+build", "invalid"],
  ["2.0.0", "exists"],
  ["2.0.0-RC.1", "exists"],
  ["2.0.0-rc.2", "order"],
  ["1.1.0", "order"],
  ["1.2.1-rc.1", "order"],
  ["0.9.0", "order"],
])("%s is refused: %s", (version, why) => {
  expect(refuseVersion(version, existing)?.why).toBe(why);
});

test("a refusal names the next versions", () => {
  expect(refuseVersion("2.0.0", existing)?.hint).toBe(
    "the latest is 2.0.0; the next patch is 2.0.1, minor 2.1.0, major 3.0.0",
  );
});

test("a version follows the highest one below it", () => {
  expect(basisOf("1.2.2", existing)).toBe("1.2.1");
  expect(basisOf("3.0.0", existing)).toBe("2.0.0");
  expect(basisOf("0.1.0", existing)).toBeUndefined();
});

test("a release takes the place of its own candidates alone", () => {
  expect(isReleaseOf("2.0.0", "2.0.0-rc.1")).toBe(true);
  expect(isReleaseOf("2.0.1", "2.0.0-rc.1")).toBe(false);
  expect(isReleaseOf("2.0.0-rc.2", "2.0.0-rc.1")).toBe(false);
});

test("a version promises less than is asked for when a smaller part of it was raised", () => {
  expect(promisesLess("1.0.1", "1.0.0", "minor")).toBe(true);
  expect(promisesLess("1.1.0", "1.0.0", "major")).toBe(true);
  expect(promisesLess("1.1.0", "1.0.0", "minor")).toBe(false);
  expect(promisesLess("2.0.0", "1.0.0", "major")).toBe(false);
  expect(promisesLess("1.0.1", "1.0.0", "patch")).toBe(false);
  expect(promisesLess("2.0.0", "2.0.0-rc.1", "major")).toBe(false);
});
