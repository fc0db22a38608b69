// Collects the licenses of the packages that the bundle contains, as they ask for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The packages of node_modules that went into a bundle, by esbuild's metafile, nested ones included. */
function bundledPackages(metafile) {
  const folders = new Set();
  for (const path of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (match) folders.add(match[1]);
  }
  return [...folders].sort();
}

/** One text with each package's name, version, license and license file. */
export function thirdPartyNotices(root, metafile) {
  const parts = bundledPackages(metafile).map((folder) => {
    const path = join(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? "" : `\n${readFileSync(join(path, file), "utf8").trim()}\n`;
    return `${name} ${version} (${license ?? "see its license file"})\n${text}`;
  });
  return `mlx contains the following packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
