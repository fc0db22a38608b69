import { expect, test } from "vitest";
import { parseColumns } from "../../../src/runs/list-columns.js";
import { latestOf, plainRecord } from "../../support/seeded-runs.js";

const runs = [
  plainRecord(1, {
    metrics: latestOf({ loss: 1, "a,b": 1 }),
    params: { lr: "1", loss: "x" },
    tags: { team: "t" },
  }),
];
const columns = (text: string) => parseColumns(text, runs).map(({ entity, key }) => `${entity}:${key}`);

test("names metrics, params, tags and attributes, as MLflow spells them too", () => {
  expect(columns("id, metrics.loss,param.lr,tags.team,attributes.run_name,start_time")).toEqual([
    ...["attribute:id", "metric:loss", "param:lr", "tag:team", "attribute:name", "attribute:started"],
  ]);
});

test("a bare name is an attribute, else the metric, parameter or tag of that name", () => {
  expect(columns("status,loss,lr,team")).toEqual(["attribute:status", "metric:loss", "param:lr", "tag:team"]);
});

test("backticks let a key hold a comma", () => {
  expect(columns("metrics.`a,b`,`a,b`")).toEqual(["metric:a,b", "metric:a,b"]);
});

test("what no run has is refused, with what was probably meant", () => {
  for (const nothing of ["", ",", " , ,"])
    expect(() => columns(nothing)).toThrow(expect.objectContaining({ code: "MLX_UNKNOWN_COLUMN" }));
  expect(() => columns("statsu")).toThrow(
    expect.objectContaining({ code: "MLX_UNKNOWN_COLUMN", exitCode: 2, hint: "did you mean status?" }),
  );
  expect(() => columns("constructor")).toThrow(/no column "constructor"/);
});
