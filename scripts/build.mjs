// Bundles the command line into dist/: code splitting keeps what a command does not use out of its start.
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { thirdPartyNotices } from "./notices.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entryPoints = ["src/cli/main.ts", "src/app/worker.ts", "src/library/index.ts"].map((path) =>
  join(root, path),
);

// Built aside and swapped in, so that a process that starts meanwhile finds one build or the other.
const staging = mkdtempSync(join(root, "node_modules", ".mlx-build-"));
const target = join(root, "dist");
const retired = `${staging}-old`;

try {
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: entryPoints
      .filter(existsSync)
      .map((path) => ({ in: path, out: path.match(/(\w+)\.ts$/)[1] })),
    outdir: staging,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: ["better-sqlite3"],
    chunkNames: "chunks/[name]-[hash]",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    // CommonJS dependencies call require() for Node's own modules.
    banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  });
  writeFileSync(join(staging, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices(root, metafile));
  chmodSync(staging, 0o755);
  swapIn();
} catch (error) {
  // esbuild has said on stderr what is wrong with the sources.
  if (!(error instanceof Error && "errors" in error)) console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/** Puts the new build in place; another build may do the same at this moment, so it tries again. */
function swapIn() {
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(target)) renameSync(target, `${retired}-${attempt}`);
      renameSync(staging, target);
      return;
    } catch (error) {
      if (attempt === 20) throw error;
    } finally {
      rmSync(`${retired}-${attempt}`, { recursive: true, force: true });
    }
  }
}
