import { join } from "node:path";
import { readIfThere } from "../../files/read-if-there.js";
import type { RegistryNoun } from "../../registry/types.js";
import { withRegistryAttributes } from "./attributes.js";
import type { RegistryStep } from "./change-registry.js";

/** Adds to `.gitattributes` what keeps git from converting line ends of the registry's files, where it is not there. */
export function attributesStep(root: string, noun: RegistryNoun): RegistryStep[] {
  const present = readIfThere(join(root, ".gitattributes"))?.toString("utf8") ?? "";
  const text = withRegistryAttributes(present, noun);
  return text === undefined ? [] : [{ write: ".gitattributes", text }];
}
