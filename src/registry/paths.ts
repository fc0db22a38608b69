import { nounRules } from "./nouns.js";
import type { RegistryNoun } from "./types.js";

/** The folder of an item, from the repository's top. */
export function itemFolder(noun: RegistryNoun, name: string): string {
  return `${nounRules(noun).folder}/${name}`;
}

export function recordFile(noun: RegistryNoun, name: string, version: string): string {
  return `${itemFolder(noun, name)}/versions/${version}.json`;
}

/** The frozen copy of a version. */
export function frozenFile(noun: RegistryNoun, name: string, version: string): string {
  return `${itemFolder(noun, name)}/versions/${version}${nounRules(noun).frozen}`;
}

export function eventFile(noun: RegistryNoun, name: string, id: string): string {
  return `${itemFolder(noun, name)}/events/${id}.json`;
}

export function aliasFile(noun: RegistryNoun, name: string, alias: string): string {
  return `${itemFolder(noun, name)}/aliases/${alias}`;
}

/** @param digest of the file's bytes. */
export function evidenceFile(noun: RegistryNoun, name: string, digest: string): string {
  return `${itemFolder(noun, name)}/evidence/${digest}.json`;
}

/** Whether a path is of what only mlx writes: a version, an event, an alias or evidence. */
export function isRegistryPath(path: string): boolean {
  return /^(?:prompts|models)\/[^/]+\/(?:versions|events|aliases|evidence)\//.test(path);
}
