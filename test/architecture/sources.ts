import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

export interface Source {
  /** From the project's root: `src/core/errors.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** A file of ours from the project's root, or a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Every TypeScript file below a folder of the project. */
export function sourcesBelow(folder: string): Source[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.split(sep).join("/")}`)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), "utf8") }));
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)(\s+type)?(?:[\s\w{},*$]+?from)?\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports, lazily or not. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(importPattern)].map(([, type, stated, lazy]) => {
    const specifier = stated ?? lazy ?? "";
    const to = specifier.startsWith(".")
      ? posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts")
      : specifier;
    return { from: path, to, typeOnly: type !== undefined };
  });
}

/** The folder of `src` that a file lies in: `core`, `data`; a file right below `src` stands for itself. */
export function layerOf(path: string): string | undefined {
  const [src, layer] = relative(".", path).split(sep);
  return src === "src" ? layer?.replace(/\.ts$/, "") : undefined;
}
