// What goes into pages: an import that ends in `?text` gives a file as the text `text`. Scripts are bundled for browsers with all that
// they import, styles are made short; other files stay as they are.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { build } from "esbuild";

const ending = /\?text$/;
const mark = "\0text-asset:";

/** For rolldown and Vite. The path's own ending is hidden from them: it would bring in what they do with styles and scripts. */
export function textAssets() {
  return {
    name: "text-assets",
    enforce: "pre",
    resolveId(id, importer) {
      if (!ending.test(id) || importer === undefined) return null;
      return `${mark}${resolve(dirname(importer), id.replace(ending, ""))}#`;
    },
    async load(id) {
      if (!id.startsWith(mark)) return null;
      const { text, files } = await assetOf(id.slice(mark.length, -1));
      for (const file of files) this.addWatchFile(file);
      return `export const text = ${JSON.stringify(text)};`;
    },
  };
}

/** For esbuild where only the graph of imports is wanted. */
export const ignoredTextAssets = {
  name: "text-assets",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: ending }, ({ path }) => ({ path, namespace: "text-asset" }));
    onLoad({ filter: /./, namespace: "text-asset" }, () => ({ contents: `export const text = "";` }));
  },
};

async function assetOf(path) {
  if (!/\.(?:ts|css)$/.test(path)) return { text: await readFile(path, "utf8"), files: [path] };
  const { outputFiles, metafile } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    platform: "browser",
    target: ["es2022", "chrome108", "firefox108", "safari16"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
  });
  return {
    text: outputFiles[0].text.trim(),
    files: Object.keys(metafile.inputs).map((file) => resolve(file)),
  };
}
