import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { gitRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const app = join(tempFolder(), "app");

/** Puts the packed tarball where `npm install` would; what only the command line needs is not installed. */
beforeAll(() => {
  const modules = join(app, "node_modules");
  mkdirSync(modules, { recursive: true });
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", app];
  const name = execFileSync("npm", pack, { cwd: projectRoot, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", join(app, name), "-C", modules]);
  renameSync(join(modules, "package"), join(modules, "mlx-cli"));
  writeFileSync(join(app, "package.json"), '{"type": "module"}');
});

async function repoWithPrompt() {
  const repo = gitRepo({ "prompts/ask/prompt.md": "---\ninputs: {q: string}\n---\n{{ q }}\n" });
  await must(repo, ["prompt", "publish", "ask", "--version", "1.0.0", "-m", "first"]);
  await must(repo, ["prompt", "alias", "ask", "stable", "1.0.0", "-m", "go"]);
  return repo;
}

test("a program imports mlx-cli, loads a prompt and renders it, without git on the PATH", async () => {
  const repo = await repoWithPrompt();
  writeFileSync(
    join(app, "main.js"),
    `import { loadPrompt, MlxError } from "mlx-cli";
const prompt = await loadPrompt("ask@stable", { cwd: ${JSON.stringify(repo.root)} });
const missing = (() => { try { prompt.render(); } catch (error) { return error instanceof MlxError && error.code; } })();
console.log(JSON.stringify({ version: prompt.version, ...prompt.render({ q: "Hi" }), missing }));
`,
  );
  const options = { cwd: app, encoding: "utf8", env: { PATH: "" } } as const;
  expect(JSON.parse(execFileSync(process.execPath, ["main.js"], options))).toEqual({
    version: "1.0.0",
    messages: [{ role: "user", content: "Hi" }],
    settings: {},
    missing: "MLX_PROMPT_INPUT",
  });
});

test("a TypeScript program that uses it compiles, and one that misuses it does not", () => {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
    "bin/tsc",
  );
  const use = `import { loadPrompt, MlxError, type LoadedPrompt, type Message } from "mlx-cli";
const prompt: LoadedPrompt = await loadPrompt("ask@stable", { cwd: "." });
const { messages, model, settings } = prompt.render({ q: "Hi" });
const first: Message | undefined = messages[0];
export const told: string = first?.role === "user" ? first.content : (model ?? String(settings["temperature"]));
export const reason = (error: unknown): string => (error instanceof MlxError ? error.code : "");
`;
  const misuse =
    'import { loadPrompt } from "mlx-cli";\nexport const version: number = (await loadPrompt("ask")).version;\n';
  const compile = (name: string, text: string): string => {
    writeFileSync(join(app, name), text);
    const flags = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--module",
      "nodenext",
      "--target",
      "es2023",
    ];
    try {
      return execFileSync(process.execPath, [compiler, ...flags, "--types", "", name], {
        cwd: app,
        encoding: "utf8",
      });
    } catch (error) {
      return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    }
  };
  expect(compile("use.mts", use)).toBe("");
  expect(compile("misuse.mts", misuse)).toContain("TS2322");
});
