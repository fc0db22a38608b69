import { expect, test } from "vitest";
import { kMeans, refineCentres } from "../../../../src/stats/drift/k-means.js";
import { fitTfIdf, vectoriserOf } from "../../../../src/stats/drift/tf-idf.js";
import { fitTopics } from "../../../../src/stats/drift/topics.js";
import type { Rows, SparseVector } from "../../../../src/stats/drift/types.js";
import { wordsOf } from "../../../../src/stats/drift/words.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { expectClose } from "../../../support/stats-fixture.js";

interface Fixture {
  readonly texts: readonly string[];
  readonly terms: readonly string[];
  readonly weights: readonly number[];
  readonly vectors: Rows;
  readonly start: readonly number[];
  readonly centres: Rows;
  readonly groups: readonly number[];
  readonly distance: number;
}
const fixture = driftFixture<Fixture>("topics");
const older = driftFixture<{
  readonly tfIdf: {
    readonly texts: readonly string[];
    readonly words: readonly string[];
    readonly weights: readonly number[];
    readonly vectors: Rows;
  };
  readonly kMeans: {
    readonly rows: Rows;
    readonly start: Rows;
    readonly centres: Rows;
    readonly labels: readonly number[];
  };
}>("many_dimensions");

function denseOf({ places, values }: SparseVector, dimensions: number): number[] {
  const dense = new Array<number>(dimensions).fill(0);
  places.forEach((place, at) => {
    dense[place] = values[at] ?? 0;
  });
  return dense;
}

function sparseOf(row: readonly number[]): SparseVector {
  const places = row.flatMap((value, place) => (value === 0 ? [] : [place]));
  return { places, values: places.map((place) => row[place] ?? 0) };
}

function expectVector(values: readonly number[] | undefined, expected: readonly number[] | undefined): void {
  expect(values).toHaveLength(expected?.length ?? -1);
  values?.forEach((value, i) => {
    expect(Math.abs(value - (expected?.[i] ?? Number.NaN))).toBeLessThanOrEqual(1e-9);
  });
}

const limits = { most: 1000, least: 10, mostShare: 0.45 };

test("terms within limits, their weights and the texts made of them are scikit-learn's", () => {
  const texts = fixture.texts.map(wordsOf);
  const model = fitTfIdf(texts, limits);
  expect(model.terms).toEqual(fixture.terms);
  expectVector(model.weights, fixture.weights);
  const vectors = texts.map(vectoriserOf(model));
  fixture.vectors.forEach((vector, i) => {
    expectVector(denseOf(vectors[i] ?? { places: [], values: [] }, model.terms.length), vector);
  });
  expect(fitTfIdf(texts, { ...limits, most: 3 }).terms).toHaveLength(3);
});

test("words of any script, repeated ones and texts without any are weighed as scikit-learn weighs them", () => {
  const { texts, words, weights, vectors } = older.tfIdf;
  const model = fitTfIdf(texts.map(wordsOf), { most: 1000 });
  expect(new Set(model.terms)).toEqual(new Set(words));
  words.forEach((word, i) => {
    expectClose(model.weights[model.terms.indexOf(word)], weights[i] ?? Number.NaN);
  });
  const vectoriser = vectoriserOf(model);
  texts.forEach((text, i) => {
    const dense = denseOf(vectoriser(wordsOf(text)), model.terms.length);
    expectVector(
      words.map((word) => dense[model.terms.indexOf(word)] ?? Number.NaN),
      vectors[i],
    );
  });
});

test("from the same start, groups, centres and distance are scikit-learn's", () => {
  const model = fitTfIdf(fixture.texts.map(wordsOf), limits);
  const vectors = fixture.texts.map(wordsOf).map(vectoriserOf(model));
  const start = fixture.start.map((at) =>
    denseOf(vectors[at] ?? { places: [], values: [] }, model.terms.length),
  );
  const found = refineCentres(vectors, start);
  expect(found.groups).toEqual(fixture.groups);
  expectClose(found.distance, fixture.distance);
  found.centres.forEach((centre, i) => {
    expectVector(centre, fixture.centres[i]);
  });
  const plane = refineCentres(older.kMeans.rows.map(sparseOf), older.kMeans.start);
  expect(plane.groups).toEqual(older.kMeans.labels);
  plane.centres.forEach((centre, i) => {
    expectVector(centre, older.kMeans.centres[i]);
  });
});

test("a seed finds groups that are apart, always the same; there are no more than different vectors", () => {
  const rows = older.kMeans.rows.map(sparseOf);
  const { groups } = kMeans(rows, 2, 3, new SeededRandom("any"));
  expect(new Set(groups).size).toBe(3);
  groups.forEach((group, i) => {
    expect(group).toBe(groups[i - (i % 25)]);
  });
  expect(kMeans(rows, 2, 3, new SeededRandom("any")).groups).toEqual(groups);
  expect(kMeans([[1], [1], [2]].map(sparseOf), 1, 5, new SeededRandom("any")).centres).toHaveLength(2);
  expect(() => kMeans([], 2, 2, new SeededRandom("any"))).toThrow(RangeError);
});

const subjects = [
  ["refund", "money", "invoice", "payment", "charge"],
  ["login", "password", "account", "reset", "locked"],
  ["parcel", "courier", "address", "late", "street"],
];

function tickets(count: number, last: readonly string[] = []): string[][] {
  const random = new SeededRandom("tickets");
  return Array.from({ length: count }, (_, i) => [
    ...Array.from({ length: 5 }, () => subjects[i % 3]?.[random.below(5)] ?? ""),
    ...(i < 9 ? last : []),
  ]);
}

test("topics are those of the texts, whichever words of them a text has", () => {
  const terms = fitTopics(tickets(90));
  expect(terms?.map(([term]) => term)).toEqual(subjects.flat().sort());
  const [first = "", ...others] = terms?.map(([, ...weights]) => weights.join(" ")) ?? [];
  expect(others.filter((weights) => weights === first)).toEqual([]);
  for (const [term, ...weights] of terms ?? []) {
    expect(weights).toHaveLength(3);
    // A word of one subject speaks for that topic and for no other.
    expect(weights.filter((weight) => weight > 0)).toHaveLength(1);
    const place = weights.findIndex((weight) => weight > 0);
    const mate = subjects.find((subject) => subject.includes(term));
    const same = terms?.filter(([other]) => mate?.includes(other)) ?? [];
    expect(same.every(([, ...each]) => (each[place] ?? 0) > 0)).toBe(true);
  }
  expect(fitTopics(tickets(90))).toEqual(terms);
});

test("a word of nine texts is no term, and fewer than 50 texts have no topics", () => {
  expect(fitTopics(tickets(90, ["eva"]))).toEqual(fitTopics(tickets(90)));
  expect(fitTopics(tickets(49))).toBeUndefined();
  expect(fitTopics([])).toBeUndefined();
});
