import type { SeededRandom } from "../seeded-random.js";

/** The whole numbers below `count` in a random order (Fisher and Yates). */
export function shuffledPlaces(count: number, random: SeededRandom): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
  }
  return places;
}

/** At most `most` of the items, drawn at random, in their order. */
export function sampled<T>(items: readonly T[], most: number, random: SeededRandom): readonly T[] {
  if (items.length <= most) return items;
  const places = shuffledPlaces(items.length, random).slice(0, most);
  return places.sort((a, b) => a - b).flatMap((place) => items.slice(place, place + 1));
}
