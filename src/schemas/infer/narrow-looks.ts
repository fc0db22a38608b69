import { type FactCells, firstGuesses, type TypeGuess } from "./column-facts.js";

/**
 * The types that a look at all rows has to try, by what the first rows say: where some type fits all of those, the others are out, and
 * have a misfit.
 */
export function triedTypes(head: FactCells): readonly TypeGuess[] {
  const fits = firstGuesses.filter((guess) => Number(head[`m_${guess}`]) === 0);
  return fits.length > 0 ? fits : mixedTypes(head);
}

/** The types that some of the first rows fit: what keeps a column of text from being one of them is worth a remark. */
export function mixedTypes(head: FactCells): readonly TypeGuess[] {
  const values = Number(head["rows"]) - Number(head["nulls"]);
  return firstGuesses.filter((guess) => Number(head[`m_${guess}`]) < values || values === 0);
}

/** Figures that a second look at all rows can do without, by one at the first: of forms that no text there has. */
export function needlessFigures(head: FactCells, second: FactCells): ReadonlySet<string> {
  const values = Number(head["rows"]) - Number(head["nulls"]);
  const needless = Object.entries(second).flatMap(([name, cell]) => {
    if (name.startsWith("f_") && Number(cell) > 0) return [name];
    const isUnlike = name.startsWith("m_") && values > 0 && Number(cell) === values;
    return isUnlike ? [name, name.replace("m_", "e_")] : [];
  });
  return new Set(needless);
}

/** Whether all rows are what the first ones are like, so that what was asked of them is all there is to ask. */
export function isAsExpected(head: FactCells, all: FactCells): boolean {
  const isNone = (cells: FactCells) => Number(cells["rows"]) === Number(cells["nulls"]);
  if (isNone(head) !== isNone(all) || Number(all["notFinite"] ?? 0) > 0) return false;
  return firstGuesses.every((guess) => {
    const isFit = Number(head[`m_${guess}`]) === 0;
    return !isFit || isNone(head) || Number(all[`m_${guess}`] ?? 1) === 0;
  });
}
