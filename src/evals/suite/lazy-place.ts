import type { SourceLocation } from "../../core/errors.js";

/** A place that is looked up when it is first asked for: most are never told, and to find one takes reading the text again. */
export function lazyPlace(file: string, locate: () => SourceLocation): SourceLocation {
  let found: SourceLocation | undefined;
  const place = () => {
    found ??= locate();
    return found;
  };
  // Getters of an object literal are its own and enumerable, so that a spread takes them along.
  return {
    file,
    get line() {
      return place().line;
    },
    get column() {
      return place().column;
    },
  };
}
