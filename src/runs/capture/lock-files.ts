/** Files that pin what a program is built on, and who writes them. */
const exact: Readonly<Record<string, string>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "uv.lock": "uv",
  "poetry.lock": "poetry",
  "pdm.lock": "pdm",
  "Pipfile.lock": "pipenv",
  "pylock.toml": "pip",
  "environment.yml": "conda",
  "environment.yaml": "conda",
  "conda-lock.yml": "conda",
  "pixi.lock": "pixi",
  "renv.lock": "renv",
  "Manifest.toml": "julia",
};

/** The package manager whose lock file has this name; `undefined` for any other file. */
export function lockFileManager(name: string): string | undefined {
  if (Object.hasOwn(exact, name)) return exact[name];
  return /^requirements.*\.txt$/.test(name) ? "pip" : undefined;
}
