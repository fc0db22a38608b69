import type { TopicMix } from "../drift/profile.js";
import { fitTopics } from "../stats/drift/topics.js";
import type { Engine } from "./engine.js";
import { quoteText } from "./table-source.js";

/** Texts that topics are found in at most, and half of them where there are fewer than twice as many. */
const mostLearnt = 2000;
const fewestTexts = 200;
/** Words of one text that are learnt from. */
const mostWords = 1000;
/** Rows whose words are looked at at once: more would not fit into memory. */
export const rowsAtOnce = 250_000;

/**
 * Finds topics in a sample of texts, the same for the same rows, and counts the others by them.
 * @param texts a table of `row`, from 1, `v` and its `words`. @returns undefined where there are too few texts, or they are all alike.
 */
export async function findTopics(engine: Engine, texts: string, rows: number): Promise<TopicMix | undefined> {
  const [held] = await engine.query<{ n: number }>(`SELECT count(*) AS n FROM ${texts} WHERE len(words) > 0`);
  const count = held?.n ?? 0;
  if (count < fewestTexts) return undefined;
  const sample = engine.newName();
  // Digests spread the sample over the rows whatever their order, and are the same in every version of the engine.
  await engine.run(
    `CREATE TEMP TABLE ${sample} AS SELECT row FROM ${texts} WHERE len(words) > 0 ORDER BY md5('mlx drift topics ' || row), row LIMIT ${Math.min(mostLearnt, Math.floor(count / 2))}`,
  );
  const learnt = await engine.query<{ words: readonly string[] }>(
    `SELECT words[1:${mostWords}] AS words FROM ${texts} WHERE row IN (SELECT row FROM ${sample}) ORDER BY row`,
  );
  const terms = fitTopics(learnt.map(({ words }) => words));
  const mix = terms && (await countTopics(engine, texts, rows, terms, sample));
  await engine.run(`DROP TABLE ${sample}`);
  return mix;
}

/**
 * Counts texts by the topics of a baseline: a text's is the one whose weights sum to most over its words, the first of equals.
 * @param without a table of rows that are left out.
 */
export async function countTopics(
  engine: Engine,
  texts: string,
  rows: number,
  terms: TopicMix["terms"],
  without?: string,
): Promise<TopicMix> {
  const topics = Array.from({ length: (terms[0]?.length ?? 1) - 1 }, (_, at) => at);
  const known = engine.newName();
  const values = terms.map(([term, ...weights]) => `(${[quoteText(term), ...weights].join(", ")})`);
  await engine.run(
    `CREATE TEMP TABLE ${known} AS SELECT * FROM (VALUES ${values.join(", ")}) AS t(${["w", ...topics.map((at) => `a${at}`)].join(", ")})`,
  );
  const looked = without === undefined ? "" : `AND row NOT IN (SELECT row FROM ${without})`;
  // Sums of whole numbers below 2^53 are exact in any order.
  const sums = topics.map((at) => `sum(a${at}::DOUBLE) AS s${at}`).join(", ");
  const all = topics.map((at) => `s${at}`).join(", ");
  const counts = topics.map(() => 0);
  let none = 0;
  for (let from = 1; from <= rows; from += rowsAtOnce) {
    const some = `row >= ${from} AND row < ${from + rowsAtOnce} AND v IS NOT NULL ${looked}`;
    const found = await engine.query<{ topic: number | null; n: number }>(
      `SELECT CASE WHEN greatest(${all}) > 0 THEN list_position([${all}], greatest(${all})) END AS topic, count(*) AS n FROM (SELECT ${sums} FROM (SELECT row, unnest(words) AS w FROM ${texts} WHERE ${some}) JOIN ${known} USING (w) GROUP BY row) GROUP BY topic`,
    );
    const [whole] = await engine.query<{ n: number }>(`SELECT count(*) AS n FROM ${texts} WHERE ${some}`);
    none += whole?.n ?? 0;
    for (const { topic, n } of found) {
      if (topic === null) continue;
      counts[topic - 1] = (counts[topic - 1] ?? 0) + n;
      none -= n;
    }
  }
  await engine.run(`DROP TABLE ${known}`);
  return { terms, texts: counts, none };
}
