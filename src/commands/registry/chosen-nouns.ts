import { type RegistryNoun, registryNouns } from "../../registry/types.js";

/** Flags that leave a noun out; neither and both mean all. */
export interface NounChoice {
  readonly prompt: boolean;
  readonly model: boolean;
}

/** What `--prompt` and `--model` ask for. */
export function chosenNouns({ prompt, model }: NounChoice): readonly RegistryNoun[] {
  if (prompt === model) return registryNouns;
  return prompt ? ["prompt"] : ["model"];
}
