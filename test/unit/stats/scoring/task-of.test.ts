import { describe, expect, test } from "vitest";
import { binaryClasses, sortedClasses } from "../../../../src/stats/scoring/class-order.js";
import { isLabelSet, labelsOf, separatorOf } from "../../../../src/stats/scoring/label-sets.js";
import { taskOf } from "../../../../src/stats/scoring/task-of.js";

const numbers = Array.from({ length: 30 }, (_, index) => String(index));

test.each([
  ["two words", ["yes", "no"], ["no", "no"], 0, "binary"],
  ["0 and 1", ["0", "1"], ["1", "1"], 0, "binary"],
  ["one class", ["1", "1"], undefined, 1, "binary"],
  ["three words", ["a", "b", "c"], ["a", "a", "a"], 0, "multiclass"],
  ["few whole numbers", ["1", "2", "3"], ["1", "2", "2"], 0, "multiclass"],
  ["many whole numbers", numbers, numbers, 0, "regression"],
  ["numbers with decimals", ["1", "2"], ["1.5", "2"], 0, "regression"],
  ["lists", ["a;b", "c"], ["a", "c"], 0, "multilabel"],
  ["lists of JSON", ['["a", "b"]', "[]"], ["[]", "[]"], 0, "multilabel"],
  ["three columns of scores", ["a", "b"], undefined, 3, "multiclass"],
])("%s", (_, truth, prediction, scores, task) => {
  const told = taskOf(truth, prediction, scores);
  expect(told.task).toBe(task);
  expect(told.because).not.toBe("");
});

describe("the positive class", () => {
  test.each([
    [["0", "1"], undefined, ["0", "1"]],
    [["no", "yes"], undefined, ["no", "yes"]],
    [["False", "True"], undefined, ["False", "True"]],
    [["ham", "spam"], undefined, ["ham", "spam"]],
    [["ham", "spam"], "ham", ["spam", "ham"]],
    [["positive", "unsure"], undefined, ["unsure", "positive"]],
    [["1"], undefined, ["0", "1"]],
    [["0"], undefined, ["0", "1"]],
    [["no"], undefined, ["no", "yes"]],
    [["spam"], undefined, ["not spam", "spam"]],
    [["ham"], "spam", ["ham", "spam"]],
  ])("of %s, with %s wanted", (classes, wanted, found) => {
    expect(binaryClasses(classes, wanted)).toEqual(found);
  });
});

test("classes are sorted as scikit-learn sorts them", () => {
  expect(sortedClasses(["10", "9", "9", "-1"])).toEqual(["-1", "9", "10"]);
  expect(sortedClasses(["b", "B", "a", "10", "9"])).toEqual(["10", "9", "B", "a", "b"]);
});

test("labels stand in JSON lists, between ; or between ,", () => {
  expect(labelsOf(' a; b;a;"c" ', ";")).toEqual(["a", "b", '"c"']);
  expect(labelsOf('["a", 2]', ",")).toEqual(["a", "2"]);
  expect(labelsOf("", ",")).toEqual([]);
  expect(labelsOf("[a", ",")).toEqual(["[a"]);
  expect(separatorOf(["a,b", "c"])).toBe(",");
  expect(separatorOf(["a,b", "c;d"])).toBe(";");
  expect(isLabelSet("a,b")).toBe(false);
});
