import type { Redaction, TextProfile } from "../drift/profile.js";
import type { Engine } from "./engine.js";
import { type NumbersToProfile, profileNumbers } from "./profile-numbers.js";
import { countTopics, findTopics, rowsAtOnce } from "./profile-topics.js";
import { quoteText } from "./table-source.js";

export interface TextsToProfile {
  /** An expression of type VARCHAR. */
  readonly value: string;
  /** Either way no word is kept. */
  readonly redact?: Redaction;
  readonly knots?: TextProfile;
}

const mostWords = 500;
/** Runs of letters and digits, joined by apostrophes and hyphens. */
const word = "[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*";

/** Profiles a column of texts: their lengths, their words, and how many words are not in the vocabulary. */
export async function profileText(
  engine: Engine,
  table: string,
  { value, redact, knots }: TextsToProfile,
): Promise<TextProfile> {
  const texts = engine.newName();
  await engine.run(
    `CREATE TEMP TABLE ${texts} AS SELECT row_number() OVER () AS row, v, regexp_extract_all(lower(v), ${quoteText(word)}) AS words FROM (SELECT ${value} AS v FROM ${table})`,
  );
  const [counts] = await engine.query<{ rows: number; nulls: number; empty: number }>(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE v IS NULL) AS nulls, count(*) FILTER (WHERE trim(v) = '') AS empty FROM ${texts}`,
  );
  const { rows = 0, nulls = 0, empty = 0 } = counts ?? {};
  const vocabulary = redact === undefined ? await commonWords(engine, texts, knots) : [];
  const listed = knots?.vocabulary ?? vocabulary;
  const shares = listed.length === 0 ? undefined : await unknownShares(engine, texts, rows, listed);
  const ofTexts = (expression: string, on: TextProfile["characters"] | undefined): NumbersToProfile => ({
    kind: "numeric",
    value: expression,
    ...(redact !== undefined && { redact }),
    ...(on !== undefined && { knots: on.knots.map(([knot]) => knot) }),
  });
  const [characters, words] = await profileNumbers(engine, texts, [
    ofTexts("CAST(length(v) AS DOUBLE)", knots?.characters),
    ofTexts("CASE WHEN v IS NOT NULL THEN CAST(len(words) AS DOUBLE) END", knots?.words),
  ]);
  const [unknownShare] =
    shares === undefined ? [] : await profileNumbers(engine, shares, [ofTexts("share", knots?.unknownShare)]);
  const topics = redact === undefined ? await topicsOf(engine, texts, rows, knots) : undefined;
  await engine.run(`DROP TABLE ${texts}${shares === undefined ? "" : `; DROP TABLE ${shares}`}`);
  if (characters === undefined || words === undefined) throw new RangeError("a profile is missing");
  return {
    kind: "text",
    rows,
    nulls,
    empty,
    characters,
    words,
    vocabulary,
    ...(unknownShare !== undefined && { unknownShare }),
    ...(topics !== undefined && { topics }),
  };
}

/** On a baseline, how many texts are of each of its topics. */
async function topicsOf(engine: Engine, texts: string, rows: number, knots: TextProfile | undefined) {
  if (knots === undefined) return findTopics(engine, texts, rows);
  return knots.topics && countTopics(engine, texts, rows, knots.topics.terms);
}

/** The words that most texts hold; on a baseline, how many hold each of its words. */
async function commonWords(
  engine: Engine,
  texts: string,
  knots: TextProfile | undefined,
): Promise<(readonly [word: string, texts: number])[]> {
  if (knots?.vocabulary.length === 0) return [];
  const listed = knots && (await wordTable(engine, knots.vocabulary));
  const looked = listed === undefined ? "" : `WHERE w IN (SELECT w FROM ${listed})`;
  const found = await engine.query<{ w: string; n: number }>(
    `SELECT w, count(*) AS n FROM (SELECT unnest(list_distinct(words)) AS w FROM ${texts}) ${looked} GROUP BY w ORDER BY n DESC, w LIMIT ${mostWords}`,
  );
  if (listed !== undefined) await engine.run(`DROP TABLE ${listed}`);
  return found.map(({ w, n }) => [w, n] as const);
}

/** A table with a row for each row: the share of its words that are not listed. */
async function unknownShares(
  engine: Engine,
  texts: string,
  rows: number,
  vocabulary: TextProfile["vocabulary"],
): Promise<string> {
  const [shares, listed] = [engine.newName(), await wordTable(engine, vocabulary)];
  await engine.run(
    `CREATE TEMP TABLE ${shares} AS SELECT NULL::DOUBLE AS share FROM ${texts} WHERE words IS NULL OR len(words) = 0`,
  );
  for (let from = 1; from <= rows; from += rowsAtOnce) {
    const some = `row >= ${from} AND row < ${from + rowsAtOnce}`;
    await engine.run(
      `INSERT INTO ${shares} SELECT CAST(count(*) FILTER (known.w IS NULL) AS DOUBLE) / count(*) FROM (SELECT row, unnest(words) AS w FROM ${texts} WHERE ${some}) AS held LEFT JOIN ${listed} AS known USING (w) GROUP BY row`,
    );
  }
  await engine.run(`DROP TABLE ${listed}`);
  return shares;
}

/** A list of hundreds of words in a query is gone through for each word of a text; a table is looked up. */
async function wordTable(engine: Engine, words: TextProfile["vocabulary"]): Promise<string> {
  const table = engine.newName();
  const rows = words.map(([word]) => `(${quoteText(word)})`).join(", ");
  await engine.run(`CREATE TEMP TABLE ${table} AS SELECT * FROM (VALUES ${rows}) AS t(w)`);
  return table;
}
