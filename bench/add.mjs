import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, run } from "./measure.mjs";
import { warm, writeRandomFile, writeRandomFiles } from "./workplace.mjs";

const hashPass = fileURLToPath(new URL("programs/hash-pass.mjs", import.meta.url));

/** `mlx data add` of one large file, already in the system's cache. */
export async function addLargeFile(place, { quick }) {
  const size = quick ? 2 ** 28 : 2 ** 31;
  place.needDisk(size * 4);
  const source = join(place.folder("large"), "large.bin");
  writeRandomFile(source, size);
  warm(source);
  const copy = join(place.root, "copy.bin");
  const { mlx, ...peers } = adders(place, source, "large.bin", (repository) => place.remove(repository));
  const subjects = {
    copy: async () => {
      settle();
      const { seconds } = await run(copyAndSync(source, copy));
      place.remove(copy);
      return seconds;
    },
    hash: async () => (await run([process.execPath, hashPass, source])).seconds,
    mlx,
  };
  const medians = await interleave(quick ? 1 : 5, subjects, peers);
  const floors = { "cp + sync": medians.copy.seconds, "SHA-256 pass": medians.hash.seconds };
  const [what, value] = Object.entries(floors).sort(([, a], [, b]) => b - a)[0];
  return [
    {
      what: `data add, one file of ${gigabytes(size)}`,
      unit: "s",
      mlx: medians.mlx.seconds,
      floor: { what, value },
      budget: { kind: "times-floor", limit: 1.2 },
      peers: { DVC: medians.dvc?.seconds, "git-lfs": medians.lfs?.seconds },
    },
  ];
}

/** `mlx data add` of many small files. */
export async function addSmallFiles(place, { quick }) {
  const count = quick ? 2000 : 10_000;
  place.needDisk(count * 4096 * 50);
  const source = place.folder("small");
  writeRandomFiles(source, count, 4096);
  // What was made stays until the end: ext4 is slow to make files just after many were removed.
  const { mlx, ...peers } = adders(place, source, "small", () => {});
  const copy = async (round) => {
    settle();
    return (await run(copyAndSync(source, join(place.root, `copy-${round}`)))).seconds;
  };
  const medians = await interleave(quick ? 1 : 5, { copy, mlx }, peers);
  const rate = (name) => medians[name] && count / medians[name].seconds;
  return [
    {
      what: `data add, ${count.toLocaleString("en-US")} files of 4 KB`,
      unit: "files/s",
      mlx: rate("mlx"),
      floor: { what: "cp -r + sync -f", value: rate("copy") },
      budget: { kind: "at-least", limit: 8000 },
      peers: { DVC: rate("dvc"), "git-lfs": rate("lfs") },
    },
  ];
}

/** Each adds `source`, moved into a fresh repository for the time being. */
function adders(place, source, name, cleanUp) {
  const adder = (makeRepository, command) => async () => {
    const repository = makeRepository();
    const data = join(place.folder(repository.slice(place.root.length + 1), "data"), name);
    renameSync(source, data);
    settle();
    const { seconds } = await run([...command, `data/${name}`], { cwd: repository, env: place.env });
    renameSync(data, source);
    cleanUp(repository);
    return seconds;
  };
  return {
    mlx: adder(() => place.repository(), [...place.mlx, "data", "add"]),
    ...(place.has("dvc") && { dvc: adder(() => place.dvcRepository(), ["dvc", "add", "--quiet"]) }),
    ...(place.has("git-lfs") && { lfs: adder(() => place.lfsRepository(), ["git", "add"]) }),
  };
}

/** Lets the disk finish what earlier work left to it. */
function settle() {
  if (process.platform !== "win32") execFileSync("sync");
}

function copyAndSync(source, target) {
  const script = 'cp -r "$1" "$2" && if [ -d "$2" ]; then sync -f "$2"; else sync "$2"; fi';
  return ["sh", "-c", script, "copy", source, target];
}

function gigabytes(size) {
  return size >= 2 ** 30 ? `${size / 2 ** 30} GB` : `${size / 2 ** 20} MB`;
}
