import { expect, test } from "vitest";
import { dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as } from "../support/released-prompt.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { post, request, type Served, serve } from "../support/served-mlflow.js";
import { sendTo } from "../support/tracking.js";

const files = { MLmodel: "flavors: {}\n", "model.bin": "weights" };

/** A server with a run that logged a model as MLflow 2 does, among the run's artifacts. */
async function withRun(repo: TestRepo, content: Readonly<Record<string, string>> = files) {
  const server = await serve(repo);
  const runId = await logModel(server.served, content);
  return { ...server, runId };
}

async function logModel(served: Served, content: Readonly<Record<string, string>>): Promise<string> {
  const made = await post(served, "runs/create", { experiment_id: "0", run_name: "training" });
  const { run_id: runId } = JSON.parse(made.text).run.info;
  await post(served, "runs/log-parameter", { run_id: runId, key: "lr", value: "0.1" });
  await post(served, "runs/log-metric", {
    run_id: runId,
    key: "accuracy",
    value: 0.93,
    timestamp: 1,
    step: 0,
  });
  for (const [path, body] of Object.entries(content)) {
    const address = `/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/model/${path}`;
    await sendTo(served.port, "PUT", address, { headers: { authorization: `Bearer ${served.token}` }, body });
  }
  await post(served, "runs/update", { run_id: runId, status: "FINISHED" });
  return runId;
}

function register(served: Served, runId: string, name = "penguins", more: object = {}) {
  const source = `mlflow-artifacts:/0/${runId}/artifacts/model`;
  return post(served, "model-versions/create", { name, source, run_id: runId, ...more });
}

const gates = (text: string) => `gates:\n  champion: [${text}]\n`;

test("a client registers a version: the same files, lineage and events as mlx model register", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  const commit = repo.commit();
  const { served, runId, end } = await withRun(repo);
  const made = await post(served, "registered-models/create", {
    name: "penguins",
    description: "Tells penguins apart.",
  });
  expect(made.json).toMatchObject({
    registered_model: { name: "penguins", description: "Tells penguins apart." },
  });
  const again = await post(served, "registered-models/create", { name: "penguins" });
  expect([again.status, again.json["error_code"]]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
  const version = await register(served, runId, "penguins", {
    description: "the first",
    tags: [{ key: "team", value: "birds" }],
  });
  expect(version.json).toMatchObject({
    model_version: {
      ...{ name: "penguins", version: "1", current_stage: "None", status: "READY", run_id: runId },
      ...{ description: "the first", tags: [{ key: "team", value: "birds" }], user_id: "test@example.com" },
    },
  });
  await end();
  expect(await must(repo, "registry verify")).toContain("intact: 1 model: 1 version");
  const { json } = await mlx(repo, "model lineage penguins@1 --json");
  expect(json["versions"]).toMatchObject([
    {
      ...{ run: { id: runId, name: "training" }, code: { commit, dirty: false } },
      ...{ parameters: { lr: "0.1" }, metrics: { accuracy: 0.93 } },
    },
  ]);
  await must(repo, "model pull penguins@1 --to got");
  expect([repo.read("got/MLmodel"), repo.read("got/model.bin")]).toEqual(Object.values(files));
  expect(repo.read("models/penguins/model.yaml")).toContain('description: "Tells penguins apart."');
});

test("models and versions are read: get, search with filters and orders, latest by stage, the files", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  for (const name of ["penguins", "gulls"]) await post(served, "registered-models/create", { name });
  await register(served, runId);
  const other = await logModel(served, { MLmodel: "flavors: {}\n", "model.bin": "better" });
  await register(served, other);
  await register(served, other, "gulls");
  const read = async (path: string, query: Readonly<Record<string, string>>) =>
    (await request(served, "GET", path, query)).json;
  expect(await read("registered-models/get", { name: "penguins" })).toMatchObject({
    registered_model: { name: "penguins", latest_versions: [{ version: "2" }] },
  });
  const names = async (query: Readonly<Record<string, string>>) =>
    (
      (await read("registered-models/search", query))["registered_models"] as unknown as { name: string }[]
    ).map(({ name }) => name);
  expect(await names({})).toEqual(["gulls", "penguins"]);
  expect(await names({ order_by: "name DESC" })).toEqual(["penguins", "gulls"]);
  expect(await names({ filter: "name LIKE 'peng%'" })).toEqual(["penguins"]);
  const versions = async (filter: string) =>
    (
      (await read("model-versions/search", { filter }))["model_versions"] as unknown as {
        name: string;
        version: string;
      }[]
    ).map(({ name, version }) => `${name} ${version}`);
  expect(await versions("name='penguins'")).toEqual(["penguins 2", "penguins 1"]);
  expect((await versions(`run_id='${other}'`)).sort()).toEqual(["gulls 1", "penguins 2"]);
  const page = await read("model-versions/search", { filter: "name='penguins'", max_results: "1" });
  expect(page).toMatchObject({ model_versions: [{ version: "2" }], next_page_token: expect.any(String) });
  const { artifact_uri: uri } = (await read("model-versions/get-download-uri", {
    ...{ name: "penguins", version: "2" },
  })) as unknown as { artifact_uri: string };
  expect(uri).toBe("mlflow-artifacts:/registered-models/penguins/2");
  const proxy = "/api/2.0/mlflow-artifacts/artifacts";
  const listed = await request(served, "GET", proxy, { path: "registered-models/penguins/2" });
  expect(listed.json).toEqual({
    files: [
      { path: "MLmodel", is_dir: false, file_size: 12 },
      { path: "model.bin", is_dir: false, file_size: 6 },
    ],
  });
  const fetched = await request(served, "GET", `${proxy}/registered-models/penguins/2/model.bin`);
  expect(fetched.text).toBe("better");
  await end();
});

test("an alias without gates whose name is almost that of one with gates moves, and whoever serves is warned", async () => {
  const repo = gitRepo();
  const { served, runId, end, said } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  repo.write({ "models/penguins/model.yaml": gates("{approvals: 1}") });
  const set = (alias: string) =>
    post(served, "registered-models/alias", { name: "penguins", alias, version: "1" });
  expect((await set("shadow")).status).toBe(200);
  expect(said()).toBe("");
  expect((await set("champoin")).status).toBe(200);
  expect(said()).toContain(
    "warning: models/penguins/model.yaml sets no gates for champoin, so nothing was asked",
  );
  expect(said()).toContain("hint: did you mean champion?");
  await end();
});

test("a command that mlx records sets such an alias: the warning comes when it has ended", async () => {
  const setAlias = [
    'const address = process.env.MLFLOW_TRACKING_URI + "/api/2.0/mlflow/registered-models/alias";',
    'const headers = { authorization: "Bearer " + process.env.MLFLOW_TRACKING_TOKEN };',
    'const body = JSON.stringify({ name: "penguins", alias: "champoin", version: "1" });',
    'const { status } = await fetch(address, { method: "POST", headers, body });',
    "process.exit(status === 200 ? 0 : 9);",
  ];
  const repo = gitRepo({ "m.bin": "weights", "alias.mjs": setAlias.join("\n") });
  await must(repo, "model register penguins m.bin -m First");
  repo.write({ "models/penguins/model.yaml": gates("{approvals: 1}") });
  const { code, stderr } = await mlx(repo, ["run", "--", process.execPath, "alias.mjs"]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("sets no gates for champoin")]);
  expect(stderr).toContain("did you mean champion?");
});

test("an alias moves through the gates of model.yaml, and the refusal names each that fails", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  repo.write({ "models/penguins/model.yaml": gates("{metric: accuracy, min: 0.95}, {approvals: 1}") });
  const alias = { name: "penguins", alias: "champion", version: "1" };
  const refused = await post(served, "registered-models/alias", alias);
  expect([refused.status, refused.json["error_code"]]).toEqual([403, "PERMISSION_DENIED"]);
  const message = String(refused.json["message"]);
  expect(message).toMatch(
    /^champion of penguins was not moved to version 1: 2 gates say no\n {2}metric: accuracy/,
  );
  expect(message).toContain("0.93");
  expect(message).toMatch(/\n {2}approvals: 1: /);
  expect(repo.exists("models/penguins/aliases")).toBe(false);
  const absent = await request(served, "GET", "registered-models/alias", {
    name: "penguins",
    alias: "champion",
  });
  expect([absent.status, absent.json["error_code"]]).toEqual([400, "INVALID_PARAMETER_VALUE"]);

  repo.write({ "models/penguins/model.yaml": gates("{metric: accuracy, min: 0.9}, {approvals: 1}") });
  await must(repo, ["model", "approve", "penguins@1", "-m", "fine"], { env: as("bob") });
  expect(await post(served, "registered-models/alias", alias)).toMatchObject({ status: 200, text: "{}" });
  expect(await post(served, "registered-models/alias", alias)).toMatchObject({ status: 200, text: "{}" });
  const found = await request(served, "GET", "registered-models/alias", {
    name: "penguins",
    alias: "champion",
  });
  expect(found.json).toMatchObject({ model_version: { version: "1", aliases: ["champion"] } });
  expect(
    await request(served, "DELETE", "registered-models/alias", { name: "penguins", alias: "champion" }),
  ).toMatchObject({
    status: 200,
  });
  await end();
  const log = await must(repo, "registry log penguins --alias champion");
  expect(log).toContain("champion removed, was 1");
  expect(log).toContain("passed approvals: 1");
  await must(repo, "registry verify");
});

test("a client's scan gate counts: a model that runs code does not become production", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo, {
    MLmodel: "flavors: {}\n",
    "model.pkl": "cposix\nsystem\n(S'id'\ntR.",
  });
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  repo.write({ "models/penguins/model.yaml": "gates:\n  production: [{scan: ok}]\n" });
  const refused = await post(served, "model-versions/transition-stage", {
    ...{ name: "penguins", version: "1", stage: "Production", archive_existing_versions: false },
  });
  expect([refused.status, refused.json["message"]]).toEqual([403, expect.stringContaining("scan: ok")]);
  await end();
});

test("stages are aliases: Production and Staging move them, the others say what to do instead", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  const stage = (name: string) =>
    post(served, "model-versions/transition-stage", { name: "penguins", version: "1", stage: name });
  expect((await stage("production")).json).toMatchObject({ model_version: { current_stage: "Production" } });
  expect(await must(repo, "model show penguins@production --json")).toContain('"version": "1"');
  const latest = await post(served, "registered-models/get-latest-versions", {
    ...{ name: "penguins", stages: ["Production"] },
  });
  expect(latest.json).toMatchObject({ model_versions: [{ version: "1" }] });
  expect((await stage("Archived")).json["message"]).toContain('mlx model archive penguins@1 -m "why"');
  expect((await stage("None")).status).toBe(501);
  expect((await stage("Live")).json["error_code"]).toBe("INVALID_PARAMETER_VALUE");
  await end();
});

test("what never changes is refused with what there is instead, and stays", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  const refusals: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ["DELETE", "registered-models/delete", { name: "penguins" }, "mlx model archive"],
    ["DELETE", "model-versions/delete", { name: "penguins", version: "1" }, "versions are immutable"],
    ["POST", "registered-models/rename", { name: "penguins", new_name: "x" }, "not renamed"],
    ["PATCH", "model-versions/update", { name: "penguins", version: "1", description: "x" }, "immutable"],
    ["POST", "model-versions/set-tag", { name: "penguins", version: "1", key: "a", value: "b" }, "tags=…"],
    ["DELETE", "model-versions/delete-tag", { name: "penguins", version: "1", key: "a" }, "immutable"],
    ["POST", "registered-models/set-tag", { name: "penguins", key: "a", value: "b" }, "has no tags"],
  ];
  for (const [method, path, message, said] of refusals) {
    const { status, json } = await request(served, method, path, message);
    expect([path, status, json["error_code"]]).toEqual([path, 501, "NOT_IMPLEMENTED"]);
    expect(json["message"]).toContain(said);
  }
  await end();
  expect(await must(repo, "registry verify")).toContain("1 version");
});

test("the description of a model is replaced in model.yaml, and what people wrote beside it stays", async () => {
  const repo = gitRepo();
  const { served, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  const written =
    "# mine\nowners: [a@example.com] # me\ndescription: >\n  old\n  words\ngates:\n  champion: [{scan: ok}]\n";
  repo.write({ "models/penguins/model.yaml": written });
  const described = await request(served, "PATCH", "registered-models/update", {
    ...{ name: "penguins", description: 'new: "words"' },
  });
  expect(described.json).toMatchObject({ registered_model: { description: 'new: "words"' } });
  expect(repo.read("models/penguins/model.yaml")).toBe(
    '# mine\nowners: [a@example.com] # me\ndescription: "new: \\"words\\""\ngates:\n  champion: [{scan: ok}]\n',
  );
  repo.write({ "models/penguins/model.yaml": "owners: 3\n" });
  const broken = await request(served, "PATCH", "registered-models/update", {
    name: "penguins",
    description: "x",
  });
  expect([broken.status, broken.json["message"]]).toEqual([400, expect.stringContaining("model.yaml:1:9")]);
  await end();
});

test("sources that mlx did not keep itself are refused, and nothing on disk is read", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  const at = async (source: string) =>
    (await post(served, "model-versions/create", { name: "penguins", source })).json;
  for (const source of ["/etc/passwd", "file:///etc", "s3://bucket/model", "https://example.com/m", "../x"]) {
    expect(await at(source), source).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  }
  for (const source of ["models:/penguins/1", "mlflow-artifacts:/registered-models/penguins/1"]) {
    expect(await at(source), source).toMatchObject({
      ...{ error_code: "NOT_IMPLEMENTED", message: expect.stringContaining("mlx model pull") },
    });
  }
  expect(await at(`runs:/${runId}/nothing`)).toMatchObject({ error_code: "RESOURCE_DOES_NOT_EXIST" });
  expect(await at("runs:/01KJMMDQP00000000000000001/model")).toMatchObject({
    error_code: "RESOURCE_DOES_NOT_EXIST",
  });
  const unknown = await post(served, "model-versions/create", {
    name: "nobody",
    source: `runs:/${runId}/model`,
  });
  expect(unknown.json["error_code"]).toBe("RESOURCE_DOES_NOT_EXIST");
  const named = await post(served, "registered-models/create", { name: "a/b" });
  expect([named.status, named.json["error_code"]]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  await end();
});

test("bytes that are nowhere are told at once, not asked for again", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  await post(served, "registered-models/create", { name: "penguins" });
  await register(served, runId);
  dropObject(repo.path(".mlx", "cache"), "weights");
  const address = "/api/2.0/mlflow-artifacts/artifacts/registered-models/penguins/1/model.bin";
  const { status, json } = await request(served, "GET", address);
  expect([status, json["error_code"]]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  expect(json["message"]).toContain("mlx remote add");
  const gone = await request(served, "GET", address.replace("model.bin", "..%2f..%2fmlx.yaml"));
  expect(gone.status).toBe(400);
  await end();
});

test("two clients that register at once get a version each", async () => {
  const repo = gitRepo();
  const { served, runId, end } = await withRun(repo);
  const other = await logModel(served, { "model.bin": "other" });
  await post(served, "registered-models/create", { name: "penguins" });
  const made = await Promise.all([register(served, runId), register(served, other)]);
  expect(made.map(({ json }) => String(json["model_version"]?.["version"])).sort()).toEqual(["1", "2"]);
  await end();
  expect(await must(repo, "registry verify")).toContain("2 versions");
});
