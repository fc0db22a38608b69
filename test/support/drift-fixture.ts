import { readFileSync } from "node:fs";

/** Figures that a Python program beside the file made with SciPy, scikit-learn or river. */
export function driftFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/drift/${name}.json`, import.meta.url), "utf8"));
}
