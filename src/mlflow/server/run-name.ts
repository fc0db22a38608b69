import type { RunId } from "../../runs/types.js";

const qualities = [
  ...["amber", "brisk", "calm", "clever", "copper", "dapper", "eager", "fair", "fleet", "gentle", "golden"],
  ...["hardy", "honest", "jolly", "keen", "lively", "lucid", "mellow", "nimble", "patient", "quiet", "rapid"],
  ...["sage", "silver", "steady", "sunny", "swift", "tidy", "upbeat", "vivid", "warm", "witty"],
] as const;
const creatures = [
  ...["badger", "beaver", "bison", "condor", "crane", "dolphin", "falcon", "ferret", "finch", "gecko"],
  ...["gibbon", "heron", "ibex", "jackal", "kestrel", "lark", "lemur", "lynx", "marten", "moth", "newt"],
  ...["otter", "owl", "panda", "puffin", "quail", "raven", "seal", "stoat", "tern", "vole", "wren"],
] as const;

/** A name for a run that was given none, such as `swift-otter-417`: made of its id, whose ending is random. */
export function generatedRunName(id: RunId): string {
  const random = Number.parseInt(digits(id.slice(-10)), 32);
  const quality = qualities[random % qualities.length];
  const creature = creatures[Math.floor(random / 32) % creatures.length];
  return `${quality}-${creature}-${Math.floor(random / 1024) % 1000}`;
}

/** Crockford's base 32 in the digits that JavaScript knows. */
function digits(text: string): string {
  const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return Array.from(text, (character) => crockford.indexOf(character).toString(32)).join("");
}
