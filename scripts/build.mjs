// Bundles the command line into dist/: code splitting keeps what a command does not use out of its start.
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as analyse } from "esbuild";
import { build } from "rolldown";
import { chunkNames } from "./chunks.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { ignoredTextAssets, textAssets } from "./text-assets.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const entries = [
  "src/cli/main.ts",
  "src/app/worker.ts",
  "src/app/prompts/lint-worker.ts",
  "src/scripts/javascript/script-worker.ts",
  "src/library/index.ts",
];
const external = ["better-sqlite3", "@duckdb/node-api"];

// Built aside and swapped in, so that a process that starts meanwhile finds one build or the other.
const staging = mkdtempSync(join(root, "node_modules", ".mlx-build-"));
const target = join(root, "dist");
const retired = `${staging}-old`;

try {
  // Quick, and tells who imports what and how much of the bundle each module takes.
  const { metafile } = await analyse({
    absWorkingDir: root,
    metafile: true,
    entryPoints: entries,
    outdir: staging,
    bundle: true,
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    write: false,
    format: "esm",
    platform: "node",
    external,
    plugins: [ignoredTextAssets],
    logLevel: "error",
  });
  await build({
    cwd: root,
    input: Object.fromEntries(entries.map((path) => [basename(path, ".ts"), path])),
    external,
    plugins: [textAssets()],
    platform: "node",
    transform: { target: "node20.19" },
    logLevel: "warn",
    checks: { ineffectiveDynamicImport: false },
    preserveEntrySignatures: "allow-extension",
    output: {
      dir: staging,
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "chunks/[name]-[hash].js",
      // Names stay as they are, for stack traces.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      comments: { legal: false },
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: chunkNames(root, metafile, entries), debugName: "modules needed together" }],
      },
    },
  });
  writeFileSync(join(staging, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices(root, metafile));
  chmodSync(staging, 0o755);
  swapIn();
} catch (error) {
  // The bundlers have said on stderr what is wrong with the sources.
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
