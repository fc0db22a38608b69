import { expect, test } from "vitest";
import { MadeObjects } from "../../../../src/models/pickle/made-objects.js";
import { other, TupleValue, type Value } from "../../../../src/models/pickle/value.js";

const name = "a".repeat(64 * 99);
const tuple = new TupleValue(new Array<number>(640).fill(5), { valueOf: () => other });

test.each<[string, Value, number]>([
  [
    "names of classes by their length",
    { kind: "global", module: name, name, watched: false, makesNoText: false },
    199,
  ],
  ["persistent ids by their length", { kind: "persistent", id: { kind: "text", value: name } }, 100],
  ["tuples by how many parts they have", tuple, 11],
])("counts %s", (_, value, weight) => {
  const made = new MadeObjects();
  const most = Math.floor(5_000_000 / weight);
  for (let count = 0; count < most; count++) made.add(value);
  expect(() => made.add(value)).toThrow(/more objects/);
});
