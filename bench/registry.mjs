// The registry of a model with a thousand versions: list them, resolve one by its alias, verify all of them.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { interleave, run } from "./measure.mjs";

const makeRegistry = fileURLToPath(new URL("programs/make-registry.mjs", import.meta.url));

/** `mlx model list`, `mlx model show NAME@ALIAS` and `mlx registry verify`; the model's bytes are not read. */
export async function manyVersions(place, { quick }) {
  const cwd = place.repository();
  const versions = quick ? 100 : 1000;
  execFileSync(process.execPath, [makeRegistry, cwd, "penguins", String(versions)]);
  const time = (command) => async () => (await run(command, { cwd, env: place.env })).seconds;
  const mlx = (...words) => time([...place.mlx, ...words]);
  const medians = await interleave(quick ? 3 : 15, {
    node: time([process.execPath, "-e", "0"]),
    list: mlx("model", "list", "penguins"),
    resolve: mlx("model", "show", "penguins@production"),
    verify: mlx("registry", "verify"),
  });
  const floor = { what: "node -e 0", value: medians.node.seconds };
  const row = (what, seconds, budget) => ({ what, unit: "s", mlx: seconds, floor, budget, peers: {} });
  const start = { kind: "above-floor", limit: 0.1 };
  return [
    row(`model list, ${versions} versions`, medians.list.seconds, start),
    row(`model show by alias, ${versions} versions`, medians.resolve.seconds, start),
    row(`registry verify, ${versions} versions`, medians.verify.seconds, { kind: "at-most", limit: 3 }),
  ];
}
