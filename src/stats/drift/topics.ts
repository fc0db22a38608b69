import { SeededRandom } from "../seeded-random.js";
import { kMeans, nearestCentre } from "./k-means.js";
import { sampled } from "./shuffled.js";
import { fitTfIdf, type TfIdf, vectoriserOf } from "./tf-idf.js";

/** Groups of texts that share words. */
export interface TopicModel extends TfIdf {
  /** One for each topic, of as many numbers as there are words. */
  readonly centres: readonly (readonly number[])[];
}

export interface TopicOptions {
  readonly seed?: string;
  /** Default 8. */
  readonly topics?: number;
  /** Words that are looked at. Default 300. */
  readonly words?: number;
  /** Texts drawn to learn from at most. Default 2000. */
  readonly most?: number;
}

/** Learns topics from texts: TF-IDF and k-means. @throws {RangeError} if there is no text. */
export function fitTopics(texts: readonly string[], options: TopicOptions = {}): TopicModel {
  const { seed = "mlx", topics = 8, words = 300, most = 2000 } = options;
  const chosen = sampled(texts, most, new SeededRandom(`${seed} texts`));
  const model = fitTfIdf(chosen, words);
  return { ...model, centres: kMeans(chosen.map(vectoriserOf(model)), topics, seed) };
}

/** Prepares for texts of any number. @returns the place of a text's topic. */
export function topicFinderOf(model: TopicModel): (text: string) => number {
  const vectoriser = vectoriserOf(model);
  return (text) => nearestCentre(model.centres, vectoriser(text));
}
