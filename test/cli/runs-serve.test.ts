import { createServer } from "node:net";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { post, serve } from "../support/served-mlflow.js";

test("it serves until it is asked to end; what was logged is in the ledger with the commit it was logged at", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  const commit = repo.commit();
  const { served, end } = await serve(repo);
  expect(served).toMatchObject({ schemaVersion: 1, url: `http://127.0.0.1:${served.port}` });
  const made = await post(served, "runs/create", { experiment_id: "0", run_name: "notebook" });
  expect(made.status).toBe(200);
  repo.write({ "b.txt": "b" });
  await post(served, "runs/create", { experiment_id: "0", run_name: "dirty" });
  expect(await end()).toBe(0);
  const { json } = await mlx(repo, "runs list --json");
  expect(json["runs"]).toMatchObject([
    { name: "dirty", git: { commit, branch: "main", dirty: true } },
    { name: "notebook", status: "running", git: { commit, branch: "main", dirty: false } },
  ]);
  await expect(post(served, "runs/create", {})).rejects.toThrow();
});

test("before the first commit and on a detached HEAD it serves, too", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  const first = await serve(repo);
  expect((await post(first.served, "runs/create", { experiment_id: "0" })).status).toBe(200);
  await first.end();
  repo.commit();
  repo.git("checkout", "--quiet", "--detach");
  const second = await serve(repo);
  expect((await post(second.served, "runs/create", { experiment_id: "0" })).status).toBe(200);
  await second.end();
});

test("the port and the token can be chosen", async () => {
  const probe = createServer();
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const repo = gitRepo();
  const taken = await mlx(repo, `runs serve --port ${port} --json`);
  expect([taken.code, taken.error.code]).toEqual([3, "MLX_PORT_IN_USE"]);
  expect(taken.error.message).toContain(String(port));
  await new Promise((resolve) => probe.close(resolve));
  const { served, end } = await serve(repo, "--port", String(port), "--token", "chosen-token");
  expect(served).toMatchObject({ port, token: "chosen-token" });
  await end();
});

test("for people it prints exports on stdout, so that a shell can take them, and lines for Python beside them", async () => {
  const stopper = new AbortController();
  const serving = mlx(gitRepo(), "runs serve --token chosen-token", { signal: stopper.signal });
  setTimeout(() => stopper.abort(), 1_500);
  const { code, stdout, stderr } = await serving;
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^export MLFLOW_TRACKING_URI=http:\/\/127\.0\.0\.1:\d+\nexport MLFLOW_TRACKING_TOKEN=chosen-token\n$/,
  );
  expect(stderr).toContain('os.environ["MLFLOW_TRACKING_TOKEN"] = "chosen-token"');
});

test("a port or a token that is none is refused", async () => {
  const repo = gitRepo();
  for (const options of ["--port 70000", "--port http", "--token short", "--token 'with a space'"]) {
    const { code, error } = await mlx(repo, `runs serve ${options} --json`);
    expect([options, code, error.code]).toEqual([options, 2, "MLX_USAGE"]);
  }
});
