import type { RegistryNoun } from "./types.js";
import { compareSemver, parseSemver } from "./versions/semver.js";

/** Where a noun's items are and how their versions are numbered. */
interface NounRules {
  readonly folder: string;
  /** The ending of a frozen file. */
  readonly frozen: string;
  isVersion(text: string): boolean;
  /** Both are versions. @returns below, equal to or above 0. */
  compare(a: string, b: string): number;
  /** What a version looks like, for messages. */
  readonly versionForm: string;
}

const rules: Readonly<Record<RegistryNoun, NounRules>> = {
  prompt: {
    folder: "prompts",
    frozen: ".md",
    isVersion: (text) => parseSemver(text) !== undefined,
    compare: (a, b) => {
      const [x, y] = [parseSemver(a), parseSemver(b)];
      return x === undefined || y === undefined
        ? Number(y === undefined) - Number(x === undefined)
        : compareSemver(x, y);
    },
    versionForm: "three numbers, such as 1.2.0, or with a pre-release, 1.2.0-rc.1",
  },
  model: {
    folder: "models",
    frozen: ".yaml",
    isVersion: (text) => /^[1-9]\d{0,8}$/.test(text),
    compare: (a, b) => Number(a) - Number(b),
    versionForm: "a whole number, such as 3",
  },
};

/** How versions of a noun are numbered and where it keeps its files. */
export function nounRules(noun: RegistryNoun): NounRules {
  return rules[noun];
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Whether prompts and models may be called that: it is a folder's name, and stands before `@` in commands. */
export function isItemName(text: string): boolean {
  return namePattern.test(text);
}

export const itemNameForm =
  "letters, digits, '.', '_' and '-', 100 at most, the first one a letter or a digit";

const aliasPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
// Windows takes these for devices, whatever folder they are in.
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Whether an alias may be called that: it is a file's name, and never taken for a version. */
export function isAliasName(text: string): boolean {
  return aliasPattern.test(text) && !/^v\d+$/i.test(text) && !devices.test(text);
}

export const aliasNameForm =
  "letters, digits, '_' and '-', 64 at most, the first one a letter; not v2 or the like, which reads as a version";
