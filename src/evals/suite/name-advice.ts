import { closest } from "../../core/suggest.js";

const mostListed = 12;

/** What was probably meant by a name that is not there, else what is, a dozen at most; undefined where nothing is. */
export function nameAdvice(name: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  const meant = closest(name, all);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const more = all.length > mostListed ? ` and ${all.length - mostListed} more` : "";
  return all.length === 0 ? undefined : `there are: ${all.slice(0, mostListed).join(", ")}${more}`;
}
