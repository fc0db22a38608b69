import type { EmbeddingProfile, Redaction } from "../drift/profile.js";
import { projectionLines } from "../drift/projections.js";
import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";
import { type NumbersToProfile, profileNumbers } from "./profile-numbers.js";

export interface VectorsToProfile {
  /** An expression of type DOUBLE[]. */
  readonly value: string;
  readonly redact?: Redaction;
  readonly knots?: EmbeddingProfile;
}

/** Profiles a column of vectors. Those of another length than most, or with parts that are not finite, count as missing. */
export async function profileEmbedding(
  engine: Engine,
  table: string,
  { value, redact, knots }: VectorsToProfile,
): Promise<EmbeddingProfile> {
  const vectors = engine.newName();
  await engine.run(
    `CREATE TEMP TABLE ${vectors} AS SELECT CASE WHEN len(v) > 0 AND len(list_filter(v, lambda x: x IS NULL OR NOT isfinite(x))) = 0 THEN v END AS v FROM (SELECT ${value} AS v FROM ${table})`,
  );
  const [usual] = await engine.query<{ length: number }>(
    `SELECT len(v) AS length FROM ${vectors} WHERE v IS NOT NULL GROUP BY length ORDER BY count(*) DESC, length LIMIT 1`,
  );
  const dimensions = knots?.dimensions ?? usual?.length ?? 0;
  await engine.run(`UPDATE ${vectors} SET v = NULL WHERE len(v) <> ${dimensions}`);
  const [counts] = await engine.query<{ rows: number; nulls: number }>(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE v IS NULL) AS nulls FROM ${vectors}`,
  );
  const { rows = 0, nulls = 0 } = counts ?? {};
  const lines = dimensions === 0 ? [] : projectionLines(dimensions);
  const on = (expression: string, profile: EmbeddingProfile["norm"] | undefined): NumbersToProfile => ({
    kind: "numeric",
    value: expression,
    ...(redact !== undefined && { redact }),
    ...(profile !== undefined && { knots: profile.knots.map(([knot]) => knot) }),
  });
  const [norm, ...projections] = await profileNumbers(engine, vectors, [
    on("sqrt(list_inner_product(v, v))", knots?.norm),
    ...lines.map((line, at) =>
      on(`list_inner_product(v, [${line.join(", ")}]::DOUBLE[])`, knots?.projections[at]),
    ),
  ]);
  const centroid = await centroidOf(engine, vectors, dimensions, rows - nulls);
  await engine.run(`DROP TABLE ${vectors}`);
  if (norm === undefined) throw new RangeError("a profile is missing");
  return { kind: "embedding", rows, nulls, dimensions, centroid, norm, projections };
}

/**
 * The mean of each part. Parts are rounded to 62 bits of the greatest one and summed as whole numbers, so that the order in which
 * threads add them does not show.
 */
async function centroidOf(
  engine: Engine,
  vectors: string,
  dimensions: number,
  count: number,
): Promise<number[]> {
  if (count === 0) return [];
  const [most] = await engine.query<{ largest: number | null }>(
    `SELECT max(list_aggregate(list_transform(v, lambda x: abs(x)), 'max')) AS largest FROM ${vectors}`,
  );
  const largest = most?.largest ?? 0;
  const bits = largest === 0 ? 0 : Math.max(-900, Math.min(1000, 61 - Math.floor(Math.log2(largest))));
  const scale = 2 ** bits;
  const centroid: number[] = [];
  const places = Array.from({ length: dimensions }, (_, at) => at + 1);
  for (const group of groupsOf(places, 100)) {
    const sums = group.map((at) => `sum(CAST(v[${at}] * ${scale}::DOUBLE AS HUGEINT))::VARCHAR`);
    const columns = await engine.columns(`SELECT ${sums.join(", ")} FROM ${vectors}`);
    for (const [sum] of columns) centroid.push(Number(sum) / scale / count);
  }
  return centroid;
}
