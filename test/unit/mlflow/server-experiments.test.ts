import { expect, test } from "vitest";
import { type Json, tracking } from "../../support/tracking.js";

function names(experiments: Json | undefined): string[] {
  return Array.from(Object.values(experiments ?? {}), (one) => String(one["name"]));
}

test("experiment 0, Default, is always there", async () => {
  const server = await tracking();
  const { json } = await server.read("experiments/get", { experiment_id: "0" });
  expect(json["experiment"]).toMatchObject({
    experiment_id: "0",
    name: "Default",
    artifact_location: "mlflow-artifacts:/0",
    lifecycle_stage: "active",
  });
  const byName = await server.read("experiments/get-by-name", { experiment_name: "Default" });
  expect(byName.json).toEqual(json);
});

test("set_experiment: an unknown name is 404 RESOURCE_DOES_NOT_EXIST, then it is made, once", async () => {
  const server = await tracking();
  const asked = await server.read("experiments/get-by-name", { experiment_name: "new one" });
  expect([asked.status, asked.json["error_code"]]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  const message = { name: "new one", tags: [{ key: "team", value: "x" }] };
  expect((await server.post("experiments/create", message)).json).toEqual({ experiment_id: "1" });
  const again = await server.post("experiments/create", message);
  expect([again.status, again.json["error_code"]]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
  expect((await server.read("experiments/get", { experiment_id: "1" })).json["experiment"]).toMatchObject({
    name: "new one",
    tags: [{ key: "team", value: "x" }],
  });
});

test("experiments are renamed, tagged, deleted and restored; a deleted one takes no runs", async () => {
  const server = await tracking();
  const { json } = await server.post("experiments/create", { name: "a" });
  const experiment_id = json["experiment_id"];
  const change = async (verb: string, message: object = {}) =>
    (await server.post(`experiments/${verb}`, { experiment_id, ...message })).status;
  expect(await change("update", { new_name: "b" })).toBe(200);
  expect(await change("update", { new_name: "Default" })).toBe(400);
  expect(await change("set-experiment-tag", { key: "k", value: "v" })).toBe(200);
  expect(server.ledger.experiment({ name: "b" })?.tags).toEqual({ k: "v" });
  expect(await change("delete-experiment-tag", { key: "k" })).toBe(200);
  expect(await change("delete-experiment-tag", { key: "k" })).toBe(404);
  expect(await change("delete")).toBe(200);
  expect(await change("delete")).toBe(404);
  expect((await server.post("runs/create", { experiment_id })).status).toBe(400);
  expect((await server.post("experiments/create", { name: "b" })).status).toBe(400);
  expect(await change("restore")).toBe(200);
  expect((await server.post("runs/create", { experiment_id })).status).toBe(200);
  expect((await server.post("experiments/delete", { experiment_id: "0" })).status).toBe(400);
});

test("experiments are searched by name, tags and times, ordered, in pages", async () => {
  const server = await tracking();
  for (const [index, name] of ["alpha", "beta", "gamma", "Alpine"].entries()) {
    await server.post("experiments/create", { name, tags: [{ key: "n.o", value: String(index) }] });
  }
  const search = async (message: object) => (await server.post("experiments/search", message)).json;
  const found = async (filter: string) =>
    names((await search({ filter, order_by: ["name"] }))["experiments"]);
  expect(await found("name LIKE 'al%'")).toEqual(["alpha"]);
  expect(await found("name ILIKE 'al%'")).toEqual(["Alpine", "alpha"]);
  expect(await found("name = 'beta' AND tags.`n.o` = '1'")).toEqual(["beta"]);
  expect(await found("tags.n.o != '1' and creation_time > 0")).toEqual(["Alpine", "alpha", "gamma"]);
  expect(await found("attribute.experiment_id IN ('1', '2')")).toEqual(["alpha", "beta"]);
  const page = { max_results: 3, order_by: ["name DESC"] };
  const first = await search(page);
  expect(names(first["experiments"])).toEqual(["gamma", "beta", "alpha"]);
  const second = await search({ ...page, page_token: first["next_page_token"] });
  expect(names(second["experiments"])).toEqual(["Default", "Alpine"]);
  expect(second).not.toHaveProperty("next_page_token");
  for (const filter of [
    "name = 'a' OR name = 'b'",
    "name",
    "color = 'x'",
    "name = 'a' AND",
    "metrics.x > 1",
  ]) {
    expect([filter, (await server.post("experiments/search", { filter })).status]).toEqual([filter, 400]);
  }
});
