import { fewOf } from "../../core/few-of.js";
import { closest } from "../../core/suggest.js";

const mostListed = 12;

/** What was probably meant by a name that is not there, else what is, a dozen at most; undefined where nothing is. */
export function nameAdvice(name: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  const meant = closest(name, all);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return all.length === 0 ? undefined : `there are: ${fewOf(all, mostListed)}`;
}
