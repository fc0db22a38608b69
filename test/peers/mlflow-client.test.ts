import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { clientPython } from "./python.js";

const scenarios = ["tracking", "search", "experiments", "artifacts", "models", "registry", "sklearn"];
const script = fileURLToPath(new URL("scenarios.py", import.meta.url));

const quiet = {
  GIT_PYTHON_REFRESH: "quiet",
  MLFLOW_DISABLE_TELEMETRY: "true",
  MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: "false",
  PYTHONDONTWRITEBYTECODE: "1",
  MPLBACKEND: "Agg",
};

let python = "";
beforeAll(() => {
  python = clientPython();
});

function project(): TestRepo {
  const repo = gitRepo({ "README.md": "a model" });
  cpSync(script, repo.path("scenarios.py"));
  repo.commit();
  return repo;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly git: { readonly commit?: string; readonly dirty?: boolean };
}

async function listed(repo: TestRepo): Promise<Listed[]> {
  const { stdout } = await mlxBinary(repo, "runs list --json --limit 100");
  const document: { readonly runs: Listed[] } = JSON.parse(stdout);
  return document.runs;
}

describe("MLflow's own client inside of mlx run", () => {
  test.each(scenarios)("%s works as against MLflow's server", async (scenario) => {
    const repo = project();
    const result = await mlxBinary(repo, ["run", "--", python, "scenarios.py", scenario], { env: quiet });
    expect([result.code, result.stdout, result.stderr]).toEqual([
      0,
      expect.stringContaining(`${scenario}: as it should be`),
      expect.any(String),
    ]);
  });

  test("each of its runs is a row of its own, with the name, the values and the git facts", async () => {
    const repo = project();
    await mlxBinary(repo, ["run", "--name", "the command", "--", python, "scenarios.py", "tracking"], {
      env: quiet,
    });
    const runs = await listed(repo);
    const command = runs.find(({ name }) => name === "the command");
    const parent = runs.find(({ name }) => name === "parent");
    expect(runs.map(({ name, status }) => [name, status]).sort()).toEqual([
      ["broken", "failed"],
      ["parent", "finished"],
      ["renamed", "killed"],
      ["the command", "finished"],
    ]);
    expect(parent).toMatchObject({
      params: { lr: "0.1", depth: "3", kernel: "rbf" },
      metrics: { loss: 0.2, acc: 0.9, nan: "NaN", up: "Infinity", down: "-Infinity", late: 1.5 },
      tags: { "mlx.run_id": command?.id, team: "x", note: "ä" },
      git: { commit: repo.git("rev-parse", "HEAD"), dirty: false },
    });
  });
});

const gated = `import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

class Same(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input

for accuracy in (0.8, 0.95):
    with mlflow.start_run():
        mlflow.log_metric("accuracy", accuracy)
        mlflow.pyfunc.log_model(
            name="model", python_model=Same(), pip_requirements=[], registered_model_name="penguins"
        )
    try:
        version = len(MlflowClient().search_model_versions("name='penguins'"))
        MlflowClient().set_registered_model_alias("penguins", "champion", version)
        print(version, "moved")
    except MlflowException as error:
        print(version, error.error_code, str(error))
`;

test("the gates of model.yaml stand between MLflow's own client and an alias, and the client reads why", async () => {
  const repo = project();
  repo.write({
    "gated.py": gated,
    "models/penguins/model.yaml": "gates:\n  champion: [{metric: accuracy, min: 0.9}]\n",
  });
  const { code, stdout, stderr } = await mlxBinary(repo, ["run", "--", python, "gated.py"], { env: quiet });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(stdout).toMatch(
    /1 PERMISSION_DENIED PERMISSION_DENIED: champion of penguins was not moved to version 1: a gate says no\n {2}metric: accuracy/,
  );
  expect(stdout).toContain("2 moved");
  expect((await mlxBinary(repo, "registry verify")).stdout).toContain("intact: 1 model: 2 versions");
  expect((await mlxBinary(repo, "model show penguins@champion --json")).json).toMatchObject({ version: "2" });
});

describe("MLflow's own client against mlx runs serve", () => {
  test.each(scenarios)("%s works as against MLflow's server", async (scenario) => {
    const repo = project();
    const server = spawn(process.execPath, [binaryPath, "runs", "serve", "--json"], {
      cwd: repo.root,
      env: repo.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const { url, token } = await address(server.stdout);
      const env = { ...repo.env, ...quiet, MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token };
      const { code, printed } = await runPython(repo, env, scenario);
      expect([code, printed]).toEqual([0, expect.stringContaining(`${scenario}: as it should be`)]);
    } finally {
      server.kill();
      await new Promise((resolve) => server.once("close", resolve));
    }
  });
});

async function address(output: NodeJS.ReadableStream): Promise<{ url: string; token: string }> {
  let text = "";
  for await (const piece of output) {
    text += String(piece);
    if (text.trimEnd().endsWith("}")) break;
  }
  return JSON.parse(text);
}

function runPython(
  repo: TestRepo,
  env: NodeJS.ProcessEnv,
  scenario: string,
): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ["scenarios.py", scenario], { cwd: repo.root, env, stdio: "pipe" });
    let printed = "";
    child.stdout.on("data", (piece: Buffer) => {
      printed += piece.toString("utf8");
    });
    child.stderr.on("data", (piece: Buffer) => {
      printed += piece.toString("utf8");
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, printed }));
  });
}
