import type { ModelRuleId } from "./verdict.js";

/** What a rule of the scan finds, as a clause, and why that matters, as sentences. */
export interface ModelRule {
  readonly summary: string;
  readonly why: string;
}

export const modelRules: Readonly<Record<ModelRuleId, ModelRule>> = {
  "dangerous-import": {
    summary: "a pickle that imports something dangerous",
    why: "Loading a pickle imports and calls whatever it names. This name can run programs, read files, load code or reach anything else.",
  },
  "unknown-import": {
    summary: "a pickle that imports something that is not on the allow-list",
    why: "What it does when it is called with arguments of the file's choosing is not known.",
  },
  "hidden-name": {
    summary: "a pickle that imports or calls what is not written in it",
    why: "Which name that is shows only when the file is loaded.",
  },
  "odd-pickle": {
    summary: "a pickle that does what pickles of models do not",
    why: "Pickles of models build objects; they do not change what they import.",
  },
  damaged: {
    summary: "a file that cannot be read to its end, or contradicts itself",
    why: "A loader may still do what stands before the broken place.",
  },
  "hidden-entry": {
    summary: "an archive of which programs see different contents",
    why: "A checker and a loader may read different files out of it.",
  },
  "unsafe-path": {
    summary: "an entry of an archive that leads out of its folder",
    why: "Unpacking it may overwrite files elsewhere.",
  },
  unread: {
    summary: "something that cannot be read",
    why: "Nothing is known of it.",
  },
  limit: {
    summary: "more than is read",
    why: "What lies beyond the limit was not looked at.",
  },
  "code-in-model": {
    summary: "code in a model",
    why: "It runs when the model is loaded or used.",
  },
  program: {
    summary: "a program beside or in a model",
    why: "Programs are not judged.",
  },
  "external-file": {
    summary: "a model that reads other files",
    why: "What is read is not part of the model, and may be anything that the process can read.",
  },
  "custom-operator": {
    summary: "an operator that is not the format's own",
    why: "A library has to be loaded for it.",
  },
  "file-operator": {
    summary: "an operator that does more than compute",
    why: "It reads or writes files, or runs code, when the model is used.",
  },
  "chat-template": {
    summary: "a chat template that reaches into Python",
    why: "Programs that render it without a sandbox run what it says.",
  },
  "misleading-name": {
    summary: "a file that is not what its name says",
    why: "Whoever trusts the name handles it in the wrong way.",
  },
  "bytes-missing": {
    summary: "a file whose bytes are not to be had",
    why: "Nothing is known of it.",
  },
};
