import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, run } from "./measure.mjs";
import { writeRandomFiles } from "./workplace.mjs";

const lstatAll = fileURLToPath(new URL("programs/lstat-all.mjs", import.meta.url));

/** `mlx data status` of a large directory in which nothing changed. */
export async function statusOfLargeDirectory(place, { quick }) {
  const count = quick ? 20_000 : 100_000;
  place.needDisk(count * 4096 * 8);
  const repository = place.repository();
  const data = place.folder(repository.slice(place.root.length + 1), "data");
  const list = join(place.root, "paths");
  const paths = writeRandomFiles(data, count, 100);
  writeFileSync(list, paths.map((path) => join(data, path)).join("\n"));
  const inRepository = { cwd: repository, env: place.env };
  await run([...place.mlx, "data", "add", "data"], inRepository);
  const medians = await interleave(quick ? 3 : 9, {
    lstat: async () => (await run([process.execPath, lstatAll, list])).seconds,
    mlx: async () => (await run([...place.mlx, "data", "status", "--check"], inRepository)).seconds,
  });
  return [
    {
      what: `data status, ${count.toLocaleString("en-US")} files, nothing changed`,
      unit: "s",
      mlx: medians.mlx.seconds,
      floor: { what: "lstat of all", value: medians.lstat.seconds },
      budget: { kind: "times-floor", limit: 2 },
      peers: {},
    },
  ];
}

/** `mlx data status` of many pointers of one file each. */
export async function statusOfManyPointers(place, { quick }) {
  const count = quick ? 200 : 2105;
  const files = (repository) => {
    const data = place.folder(repository.slice(place.root.length + 1), "data");
    return writeRandomFiles(data, count, 1000).map((path) => `data/${path}`);
  };
  const time = (command, repository) => async () =>
    (await run(command, { cwd: repository, env: place.env })).seconds;
  const own = place.repository();
  const ownFiles = files(own);
  await run([...place.mlx, "data", "add", ...ownFiles], { cwd: own, env: place.env });
  const list = join(place.root, "pointers");
  writeFileSync(list, ownFiles.map((path) => join(own, path)).join("\n"));
  const subjects = {
    mlx: time([...place.mlx, "data", "status", "--check"], own),
    lstat: time([process.execPath, lstatAll, list], own),
  };
  const peers = {};
  if (place.has("dvc")) {
    const other = place.dvcRepository();
    await run(["dvc", "add", "--quiet", ...files(other)], { cwd: other, env: place.env });
    peers.dvc = time(["dvc", "status", "--quiet"], other);
  }
  const medians = await interleave(quick ? 1 : 5, subjects, peers);
  return [
    {
      what: `data status, ${count.toLocaleString("en-US")} pointers of one file`,
      unit: "s",
      mlx: medians.mlx.seconds,
      floor: { what: "lstat of all", value: medians.lstat.seconds },
      peers: { DVC: medians.dvc?.seconds },
    },
  ];
}
