import { interleave, run } from "./measure.mjs";

/** `mlx --version` and `mlx --help` against a Node that does nothing. */
export async function startUp(place, { quick }) {
  const time = (command) => async () => (await run(command, { cwd: place.root, env: place.env })).seconds;
  const subjects = {
    node: time([process.execPath, "-e", "0"]),
    version: time([...place.mlx, "--version"]),
    help: time([...place.mlx, "--help"]),
  };
  const medians = await interleave(quick ? 5 : 21, subjects, {
    ...(place.has("dvc") && { dvc: time(["dvc", "--version"]) }),
    ...(place.has("git-lfs") && { lfs: time(["git-lfs", "version"]) }),
  });
  const peers = { DVC: medians.dvc?.seconds, "git-lfs": medians.lfs?.seconds };
  return ["version", "help"].map((flag) => ({
    what: `mlx --${flag}`,
    unit: "s",
    mlx: medians[flag].seconds,
    floor: { what: "node -e 0", value: medians.node.seconds },
    budget: { kind: "above-floor", limit: 0.03 },
    peers: flag === "version" ? peers : {},
  }));
}
