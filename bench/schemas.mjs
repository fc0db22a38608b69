// Schemas: one inferred from a large table, and the table checked against it.
import { join } from "node:path";
import { writeTable } from "./drift.mjs";
import { interleave, runMeasuringMemory } from "./measure.mjs";

/** `mlx schema infer` and `check` of the table that drift is measured on: time and memory. */
export async function judgeTable(place, { quick }) {
  const cwd = place.repository();
  const size = quick ? 20_000 : 1_000_000;
  await writeTable(place, join(cwd, "table.csv"), size, 0);
  const measured = (args) => async () => {
    const { seconds, peak } = await runMeasuringMemory(
      [...place.mlx, "schema", ...args],
      { cwd, env: place.env, exitCodes: [0] },
      place.root,
    );
    return { seconds, megabytes: peak / 1e6 };
  };
  const infer = measured(["infer", "table.csv", "--name", "table", "--force", "--quiet"]);
  await infer();
  const results = await interleave(quick ? 1 : 3, {
    infer,
    check: measured(["check", "table.csv", "--schema", "table", "--quiet"]),
  });
  return ["infer", "check"].flatMap((verb) => {
    const what = `schema ${verb}, ${size.toLocaleString("en-US")} rows x 20 columns of CSV`;
    const { seconds, megabytes } = results[verb];
    return [
      { what, unit: "s", mlx: seconds, peers: {} },
      { what: `${what}: memory`, unit: "MB", mlx: megabytes, peers: {} },
    ];
  });
}
