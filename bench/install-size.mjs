import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./measure.mjs";
import { packageRoot } from "./workplace.mjs";

/** What the packed product takes on disk once it is installed, with all it needs at run time. */
export async function installSize(place) {
  const folder = place.folder("install");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const env = { ...process.env, npm_config_update_notifier: "false" };
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { stdout } = await run([npm, ...pack], { cwd: packageRoot, env });
  const tarball = join(folder, stdout.trim().split("\n").at(-1));
  await run([npm, "init", "-y"], { cwd: folder, env });
  await run([npm, "install", "--omit=dev", "--no-audit", "--no-fund", tarball], { cwd: folder, env });
  const bytes = sizeOf(join(folder, "node_modules"));
  return [
    {
      what: "install size, production",
      unit: "MB",
      mlx: bytes / 1e6,
      budget: { kind: "at-most", limit: 200 },
      peers: {},
    },
  ];
}

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : lstatSync(path).size);
  }, 0);
}
