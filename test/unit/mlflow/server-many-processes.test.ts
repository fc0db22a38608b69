import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { token, tracking } from "../../support/tracking.js";

const writer = fileURLToPath(new URL("../../support/metric-writer.mjs", import.meta.url));
const processes = 8;
const count = 5_000;

function write(url: string, run: string, key: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const argv = [writer, url, token, run, key, String(count)];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("close", resolve);
  });
}

test("eight processes that log 5,000 metrics each: all of them are there, none twice, no error", async () => {
  const server = await tracking();
  // Half of them share a run and a key, so that equal points come from several.
  const [shared, ...own] = await Promise.all(Array.from({ length: 5 }, () => server.run()));
  const runs = [...own, shared, shared, shared, shared];
  const codes = await Promise.all(
    runs.map((run, index) =>
      write(server.server.url, run ?? "", run === shared ? `loss-${index % 2}` : "loss"),
    ),
  );
  expect(codes).toEqual(Array.from({ length: processes }, () => 0));
  const steps = Array.from({ length: count }, (_, step) => step);
  for (const run of own) {
    expect(server.ledger.history(run, "loss").map(({ step }) => step)).toEqual(steps);
  }
  for (const key of ["loss-0", "loss-1"]) {
    expect(server.ledger.history(shared ?? expect.fail("no run"), key).map(({ step }) => step)).toEqual(
      steps,
    );
  }
  expect(server.faults).toEqual([]);
}, 180_000);
