// Drift: a baseline and a check of large tables, and Evidently on the same data where a Python has it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, run, runMeasuringMemory } from "./measure.mjs";

const makeTable = fileURLToPath(new URL("programs/make-table.mjs", import.meta.url));
const evidently = fileURLToPath(new URL("programs/evidently-drift.py", import.meta.url));

/** 15 columns of numbers, 4 of categories and one of times. */
export async function writeTable(place, file, rows, shift) {
  await run([process.execPath, makeTable, file, String(rows), String(shift)], { env: place.env });
}

/** @returns seconds and peak memory of `drift baseline` and `drift check`, with the tables already there. */
async function measureSize(place, rows, rounds, peers = {}) {
  const cwd = place.repository();
  const [base, now] = [join(cwd, "base.csv"), join(cwd, "now.csv")];
  await writeTable(place, base, rows, 0);
  await writeTable(place, now, rows, 0.02);
  const measured = (args, exitCodes) => async () => {
    const command = [...place.mlx, ...args];
    const { seconds, peak } = await runMeasuringMemory(
      command,
      { cwd, env: place.env, exitCodes },
      place.root,
    );
    return { seconds, megabytes: peak / 1e6 };
  };
  const baseline = measured(["drift", "baseline", "table", "--data", "base.csv", "--quiet", "--force"], [0]);
  await baseline();
  const results = await interleave(
    rounds,
    { baseline, check: measured(["drift", "check", "table", "--data", "now.csv", "--quiet"], [0, 1]) },
    Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, () => peer(base, now)])),
  );
  for (const file of [base, now]) rmSync(file);
  return results;
}

/** `mlx drift baseline` and `check` of three sizes: time, memory, and that the cost grows with the rows and no faster. */
export async function watchTables(place, { quick }) {
  const sizes = quick ? [10_000, 20_000, 100_000] : [100_000, 1_000_000, 10_000_000];
  const python = place.has("python3") && (await hasEvidently(place)) ? "python3" : undefined;
  const rows = [];
  for (const [at, size] of sizes.entries()) {
    const peers =
      python !== undefined && at === 1
        ? { evidently: (base, now) => checkByEvidently(place, python, base, now) }
        : {};
    const results = await measureSize(place, size, quick || at === 2 ? 1 : 3, peers);
    const limit = at === 1 ? 3 : at === 2 ? 30 : undefined;
    const memory = at === 0 ? undefined : 500;
    for (const verb of ["baseline", "check"]) {
      const title = `drift ${verb}, ${size.toLocaleString("en-US")} rows x 20 columns of CSV`;
      const peer = verb === "check" && at === 1;
      rows.push(
        row(title, "s", results[verb].seconds, limit, peer ? { evidently: results.evidently?.seconds } : {}),
      );
      rows.push(
        row(
          `${title}: memory`,
          "MB",
          results[verb].megabytes,
          memory,
          peer ? { evidently: results.evidently?.megabytes } : {},
        ),
      );
    }
  }
  return rows;
}

function row(what, unit, mlx, limit, peers) {
  return { what, unit, mlx, ...(limit !== undefined && { budget: { kind: "at-most", limit } }), peers };
}

async function hasEvidently({ env }) {
  try {
    await run(["python3", "-c", "import evidently, pandas"], { env });
    return true;
  } catch {
    return false;
  }
}

/** The time of the comparison alone, with both tables in memory already; and the peak memory of all of it. */
async function checkByEvidently({ env }, python, base, now) {
  const { stdout } = await run([python, evidently, base, now], { env });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
