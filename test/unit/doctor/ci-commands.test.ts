import { describe, expect, test } from "vitest";
import { ciCommandsIn, isCiFile, isScheduled, scriptWords } from "../../../src/doctor/ci-commands.js";

test.each([
  [".github/workflows/a.yml", true],
  [".gitlab-ci.yml", true],
  ["Jenkinsfile", true],
  [".circleci/config.yml", true],
  [".github/dependabot.yml", false],
  ["docs/.gitlab-ci.yml", false],
])("%s is a file of CI: %s", (path, expected) => expect(isCiFile(path)).toBe(expected));

describe("command lines of mlx", () => {
  test.each([
    ["      - run: mlx eval run support --output a.md", "eval run"],
    ["npx mlx-cli@0.1.0 drift check a", "drift check"],
    ["node bin/mlx.js --quiet schema check a.csv", "schema check"],
    ["  - mlx gate a@1 --to b", "gate"],
    ["a && mlx registry verify", "registry verify"],
  ])("%s", (line, verb) => {
    expect(ciCommandsIn(`on: push\n${line}\n`, "ci.yml", true)).toEqual([
      { verb, file: "ci.yml", line: 2, scheduled: true },
    ]);
  });

  test("comments and other words that end in mlx are none", () => {
    expect(
      ciCommandsIn("# run: mlx eval run a\nrun: supermlx eval run\npath: a.mlx\n", "ci.yml", false),
    ).toEqual([]);
  });
});

test.each([
  ['on:\n  schedule:\n    - cron: "0 5 * * 1"\n', true],
  ["- if: $CI_PIPELINE_SOURCE == 'schedule'\n", true],
  ["triggers { cron('H 5 * * 1') }\n", true],
  ["on: push\n#  schedule:\n", false],
])("a pipeline that runs by the clock says so: %j", (text, expected) =>
  expect(isScheduled(text)).toBe(expected),
);

test("scripts that CI calls are looked into, and what make and npm read", () => {
  const words = scriptWords(
    'run: bash .ci/run && ./scripts/check.sh "$x" ; make test; npm ci\n# sh old.sh\ncp ../up /etc/passwd\n',
  );
  expect(words).toEqual(expect.arrayContaining([".ci/run", "scripts/check.sh", "Makefile", "package.json"]));
  expect(words).not.toEqual(expect.arrayContaining(["old.sh"]));
  expect(words.filter((word) => word.includes("..") || word.startsWith("/"))).toEqual([]);
});
