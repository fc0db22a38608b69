// promptfoo itself, run over the projects in promptfoo/: for the comparison in promptfoo.test.ts, and for the results that
// test/fixtures/promptfoo/record.mjs keeps.
import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startModelServer } from "../support/model-server/server.mjs";

/** The version that the recorded results are of, and the Node that it asks for. */
export const version = "0.123.1";
const node = "22.23.3";

const corpus = fileURLToPath(new URL("promptfoo/", import.meta.url));

/** The project that users are shown; it needs Python, too. */
const example = "python-example";

/** The names of the projects. */
export const projects = [
  ...readdirSync(corpus).filter((name) => existsSync(join(corpus, name, "promptfooconfig.yaml"))),
  example,
];

/** Where a project is. @param {string} name */
export function folderOf(name) {
  return name === example
    ? fileURLToPath(new URL("../../examples/promptfoo-project/", import.meta.url))
    : join(corpus, name);
}

/** Whether a project needs Python: its name says so. @param {string} name */
export const needsPython = (name) => name.startsWith("python-");

/** Verdicts of the local judge: what is friendly is. */
const rules = [
  {
    when: /friendly answer/,
    model: "local-judge",
    say: '{"reason": "it is kind", "pass": true, "score": 0.9}',
  },
  { when: "", model: "local-judge", say: '{"reason": "it is not kind", "pass": false, "score": 0.3}' },
];

/** The server that the projects name, and the variables by which they find it. */
export async function modelServer() {
  const server = await startModelServer({ rules });
  return {
    close: () => server.close(),
    env: {
      MLX_MODEL_SERVER: `${server.url}/v1`,
      MLX_MODEL_HOST: new URL(server.url).host,
      MLX_MODEL_KEY: "local-key",
    },
  };
}

/**
 * promptfoo, installed once and kept in the cache folder of `.ci/run`; 1.4 GB.
 * @returns the command that starts it.
 */
export function installed() {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const place = join(cache, "mlx-ci", `promptfoo-${version}`);
  const runtime = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < 22 || (major === 22 && minor < 22);
  if (!existsSync(join(place, "complete"))) {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), '{"name": "promptfoo-peer", "private": true}\n');
    const packages = [`promptfoo@${version}`, ...(isOld ? [`${runtime}@${node}`] : [])];
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", ...packages], {
      cwd: place,
      stdio: "inherit",
    });
    mkdirSync(join(place, "making"));
    renameSync(join(place, "making"), join(place, "complete"));
  }
  const program = isOld ? join(place, "node_modules", runtime, "bin", "node") : process.execPath;
  return [program, join(place, "node_modules", "promptfoo", "dist", "src", "entrypoint.js")];
}

/**
 * Runs one project.
 * @param {readonly string[]} command that starts promptfoo @param {string} name @param {NodeJS.ProcessEnv} env
 * @returns its results in the order of tests, providers and prompts.
 */
export async function promptfooRows(command, name, env) {
  const folder = mkdtempSync(join(tmpdir(), "mlx-promptfoo-"));
  try {
    cpSync(folderOf(name), join(folder, "project"), { recursive: true });
    const file = join(folder, "results.json");
    const [program = "", ...args] = command;
    const options = [
      "eval",
      "--no-cache",
      "--no-write",
      "--no-table",
      "--no-progress-bar",
      "--no-share",
      "--output",
      file,
    ];
    try {
      // Not execFileSync: the model server answers in this process meanwhile.
      await promisify(execFile)(program, [...args, ...options], {
        cwd: join(folder, "project"),
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...process.env,
          ...env,
          NO_COLOR: "1",
          PROMPTFOO_CONFIG_DIR: join(folder, "home"),
          PROMPTFOO_DISABLE_TELEMETRY: "1",
          PROMPTFOO_DISABLE_UPDATE: "1",
          PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
        },
      });
    } catch (error) {
      // It ends with 100 where a case failed; without results it could not run.
      if (!existsSync(file)) throw new Error(`${name}: ${error.stderr ?? error}`);
    }
    const { results } = JSON.parse(readFileSync(file, "utf8")).results;
    return results.toSorted((a, b) => a.testIdx - b.testIdx || a.promptIdx - b.promptIdx).map(rowOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What two tools can agree on. */
function rowOf({ success, failureReason, score, response, namedScores }) {
  if (failureReason === 2) return { status: "errored" };
  return {
    status: success ? "passed" : "failed",
    score: Number(score.toFixed(9)),
    output: response?.output ?? null,
    named: Object.fromEntries(
      Object.entries(namedScores ?? {}).map(([key, value]) => [key, Number(value.toFixed(9))]),
    ),
  };
}
