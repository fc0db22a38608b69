import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { damageObject, digests, dropObject, must, objectsIn } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { addRun, contentsOf, withLedger } from "../support/run-ledger.js";
import { startFaultProxy } from "../support/s3/fault-proxy.js";
import { useCredentials } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";
import { tempFolder } from "../support/temp-folder.js";

/** Repositories that share one store, a folder. */
async function team(count: number): Promise<{ store: string; members: TestRepo[] }> {
  const store = join(tempFolder(), "store");
  const members: TestRepo[] = [];
  for (let n = 0; n < count; n++) {
    const repo = gitRepo();
    await must(repo, ["remote", "add", "origin", store]);
    members.push(repo);
  }
  return { store, members };
}

function only<T>(items: readonly T[]): T {
  const [first, ...more] = items;
  if (first === undefined || more.length > 0) throw new Error(`${items.length} items`);
  return first;
}

/** Files of records, as `<id>/<name>.json`. */
function records(store: string): string[] {
  const root = join(store, "runs");
  return readdirSync(root).flatMap((id) => readdirSync(join(root, id)).map((name) => `${id}/${name}`));
}

describe("runs push and pull", () => {
  test("share runs: what one pushes, the other lists, artifacts first", async () => {
    const { store, members } = await team(2);
    const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
    await addRun(ada, { name: "a", metrics: { loss: [1, 0.5] }, artifacts: { "model.bin": "weights" } });
    const pushed = await mlx(ada, "runs push --json");
    expect(pushed.json).toMatchObject({
      remote: "origin",
      pushed: 1,
      present: 0,
      objects: 1,
      bytes: 7,
      refused: [],
    });
    expect(objectsIn(store)).toEqual(digests("weights"));
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({
      added: 1,
      merged: 0,
      unchanged: 0,
      refused: [],
    });
    expect(await contentsOf(bob)).toEqual(await contentsOf(ada));
    expect(objectsIn(bob.path(".mlx/cache"))).toEqual([]);
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ added: 0, unchanged: 1 });
    expect((await mlx(ada, "runs push")).stdout).toBe("nothing to push: origin has all 1 run\n");
    expect((await mlx(bob, "runs push --json")).json).toMatchObject({ pushed: 0, present: 1 });
  });

  test("the record is one file, named by its digest", async () => {
    const { store, members } = await team(1);
    const id = await addRun(members[0] ?? gitRepo());
    await must(members[0] ?? gitRepo(), "runs push");
    expect(only(records(store))).toMatch(new RegExp(`^${id}/[0-9a-f]{32}\\.json$`));
  });

  test("tags, names and deletions travel; both ends merge, and one record is left", async () => {
    const { store, members } = await team(2);
    const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
    await addRun(ada, { name: "run" });
    await must(ada, "runs push");
    await must(bob, "runs pull");
    await must(ada, "runs tag run by=ada");
    await must(bob, "runs tag run seen=bob");
    await must(ada, "runs push");
    expect((await mlx(bob, "runs push --json")).json).toMatchObject({ pushed: 1 });
    expect(records(store)).toHaveLength(1);
    expect((await mlx(ada, "runs pull --json")).json).toMatchObject({ added: 0, merged: 1 });
    expect(await contentsOf(ada)).toEqual(await contentsOf(bob));
    await must(ada, "runs rm run");
    expect((await mlx(ada, "runs push --json")).json).toMatchObject({ pushed: 1 });
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ merged: 1 });
    const { runs } = await withLedger(bob, (ledger) => ledger.search({}));
    expect(runs).toEqual([]);
  });

  test("two who push at the same time lose nothing", async () => {
    const { store, members } = await team(3);
    const [ada, bob, cyd] = [members[0] ?? gitRepo(), members[1] ?? gitRepo(), members[2] ?? gitRepo()];
    for (const repo of [ada, bob]) {
      for (let n = 0; n < 12; n++) await addRun(repo, { name: `run-${n}` });
      await addRun(repo, { name: repo === ada ? "ada's" : "bob's" });
    }
    for (let n = 0; n < 12; n++) {
      await must(ada, `runs tag run-${n} by=ada`);
      await must(bob, `runs tag run-${n} seen=bob`);
    }
    await Promise.all([must(ada, "runs push"), must(bob, "runs push")]);
    await must(cyd, "runs pull");
    for (const repo of [ada, bob]) await must(repo, "runs pull");
    expect(await contentsOf(cyd)).toHaveLength(14);
    expect(await contentsOf(ada)).toEqual(await contentsOf(cyd));
    expect(await contentsOf(bob)).toEqual(await contentsOf(cyd));
    const { runs } = await withLedger(cyd, (ledger) => ledger.search({}));
    for (const run of runs.filter(({ name }) => name.startsWith("run-")))
      expect(run.tags).toMatchObject({ by: "ada", seen: "bob" });
    await must(cyd, "runs push --all");
    expect(records(store)).toHaveLength(14);
  });

  test("running runs are left out; a dry run says what would travel", async () => {
    const { store, members } = await team(1);
    const repo = members[0] ?? gitRepo();
    await addRun(repo, { name: "done", artifacts: { m: "bytes" } });
    const still = await addRun(repo, { name: "still", running: true });
    await must(repo, "runs push --all");
    rmSync(join(store, "runs"), { recursive: true });
    rmSync(join(store, "objects"), { recursive: true });
    const dry = await mlx(repo, "runs push --dry-run --json");
    expect(dry.json).toMatchObject({ dryRun: true, pushed: 1, objects: 1, skipped: [still] });
    expect(objectsIn(store)).toEqual([]);
    expect((await mlx(repo, "runs push still --json")).error).toMatchObject({ code: "MLX_RUN_UNFINISHED" });
  });

  test("a run whose bytes are nowhere is refused and named; --no-artifacts shares its record", async () => {
    const { store, members } = await team(1);
    const repo = members[0] ?? gitRepo();
    await addRun(repo, { name: "whole", artifacts: { m: "bytes" } });
    const id = await addRun(repo, { name: "lost", artifacts: { "model.bin": "weights" } });
    dropObject(repo.path(".mlx/cache"), "weights");
    const { code, json, error } = await mlx(repo, "runs push --json");
    expect(code).toBe(3);
    expect(json).toMatchObject({ pushed: 1, refused: [{ id, place: expect.stringContaining("model.bin") }] });
    expect(error).toMatchObject({ code: "MLX_TRANSFER_INCOMPLETE" });
    await must(repo, "runs push --no-artifacts");
    expect(records(store)).toHaveLength(2);
  });

  test("a damaged cached artifact is not sent", async () => {
    const { store, members } = await team(1);
    const repo = members[0] ?? gitRepo();
    await addRun(repo, { artifacts: { "model.bin": "weights" } });
    damageObject(repo.path(".mlx/cache"), "weights");
    const { code, stderr } = await mlx(repo, "runs push");
    expect(code).toBe(3);
    expect(stderr).toContain("damaged");
    expect(objectsIn(store)).toEqual([]);
  });

  test("a damaged record is named, and the rest is pulled", async () => {
    const { store, members } = await team(2);
    const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
    for (const name of ["a", "b", "c"]) await addRun(ada, { name });
    await must(ada, "runs push");
    const [first = "", second = ""] = records(store);
    writeFileSync(join(store, "runs", first), "{}");
    const misnamed = join(store, "runs", second.replace(/\/.*$/, `/${"0".repeat(32)}.json`));
    renameSync(join(store, "runs", second), misnamed);
    writeFileSync(join(store, "runs", "notes.txt"), "left by a person");
    const { code, json, error } = await mlx(bob, "runs pull --json");
    expect(code).toBe(3);
    expect(json).toMatchObject({ added: 1, refused: [{ place: `runs/${first}` }, {}] });
    expect(error.message).toContain(`runs/${first}`);
    // Whoever has the run writes it again.
    rmSync(join(store, "runs", first));
    rmSync(misnamed);
    expect((await mlx(ada, "runs push --json")).json).toMatchObject({ pushed: 2, present: 1 });
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ added: 2, refused: [] });
  });

  test("a record that cannot be read stays where it is when its run is pushed again", async () => {
    const { store, members } = await team(1);
    const ada = members[0] ?? gitRepo();
    await addRun(ada, { name: "a" });
    await must(ada, "runs push");
    const damaged = only(records(store)).replace(/\/.*$/, `/${"0".repeat(32)}.json`);
    writeFileSync(join(store, "runs", damaged), "{}");
    await must(ada, "runs tag a team=x");
    const { code, json } = await mlx(ada, "runs push --json");
    expect([code, json["pushed"]]).toEqual([3, 1]);
    expect(json["refused"]).toMatchObject([{ place: `runs/${damaged}` }]);
    expect(records(store)).toHaveLength(2);
    expect(readFileSync(join(store, "runs", damaged), "utf8")).toBe("{}");
  });

  test("the same id with other content is refused on either way", async () => {
    const { members } = await team(2);
    const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
    await addRun(ada, { name: "run", metrics: { loss: [1] } });
    await addRun(bob, { name: "run", metrics: { loss: [1, 2] } });
    await must(ada, "runs push");
    for (const command of ["runs pull --json", "runs push --json"]) {
      const { code, json } = await mlx(bob, command);
      expect(code).toBe(3);
      expect(json).toMatchObject({
        refused: [{ reason: expect.stringContaining("metric loss: 2 points here, 1 there") }],
      });
    }
    // The way out that the message names.
    for (const command of ["runs rm run", "runs rm --purge run", "runs pull"]) await must(bob, command);
    expect(await contentsOf(bob)).toEqual(await contentsOf(ada));
  });

  test("many runs travel through a bucket", async () => {
    const server = await startS3rver();
    useCredentials(server);
    const [ada, bob] = [gitRepo(), gitRepo()];
    for (const repo of [ada, bob])
      await must(repo, [
        "remote",
        "add",
        "origin",
        `s3://${server.bucket}/team`,
        "--endpoint",
        server.endpoint,
      ]);
    for (let n = 0; n < 60; n++) await addRun(ada, { name: `run-${n}` });
    expect((await mlx(ada, "runs push --json")).json).toMatchObject({ pushed: 60 });
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ added: 60 });
    expect(await contentsOf(bob)).toEqual(await contentsOf(ada));
    useCredentials({ ...server, accessKeyId: "NOBODY" });
    expect((await mlx(bob, "runs pull --json")).error).toMatchObject({ exitCode: 4 });
    await server.stop();
  });

  test("without the right to list a pull says so, and a push goes on with a warning", async () => {
    const proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
    useCredentials(proxy);
    const repo = gitRepo();
    await must(repo, ["remote", "add", "origin", `s3://${proxy.bucket}/team`, "--endpoint", proxy.endpoint]);
    const id = await addRun(repo);
    proxy.fault = ({ path }) =>
      path.includes("list-type=2") ? { kind: "answer", status: 403, code: "AccessDenied" } : undefined;
    const pushed = await mlx(repo, "runs push");
    expect([pushed.code, pushed.stdout]).toEqual([0, "pushed 1 run to origin\n"]);
    expect(pushed.stderr).toContain("what others pushed is not merged: you may not list");
    const { error } = await mlx(repo, "runs pull --json");
    expect(error).toMatchObject({
      code: "MLX_ACCESS_DENIED",
      exitCode: 4,
      message: expect.stringContaining("you may not list"),
    });
    expect(error.hint).toContain("the right to list");
    proxy.fault = undefined;
    const other = gitRepo();
    await must(other, ["remote", "add", "origin", `s3://${proxy.bucket}/team`, "--endpoint", proxy.endpoint]);
    await must(other, "runs pull");
    expect((await withLedger(other, (ledger) => ledger.search({}))).runs).toMatchObject([{ id }]);
    await proxy.stop();
  });

  test("what was taken in is not read again; without that memory nothing but time is lost", async () => {
    const { store, members } = await team(2);
    const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
    await addRun(ada);
    await must(ada, "runs push");
    await must(bob, "runs pull");
    const file = join(store, "runs", only(records(store)));
    const text = readFileSync(file);
    writeFileSync(file, "damaged since");
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ unchanged: 1, refused: [] });
    writeFileSync(file, text);
    rmSync(bob.path(".mlx/known-records.json"));
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ unchanged: 1, refused: [] });
    await withLedger(bob, (ledger) => ledger.purge(ledger.search({}).runs.map(({ id }) => id)));
    expect((await mlx(bob, "runs pull --json")).json).toMatchObject({ added: 1 });
  });

  test.each(["pull", "push"])(
    "a ledger that is an older copy of itself loses nothing by a %s",
    async (way) => {
      const { store, members } = await team(2);
      const [ada, bob] = [members[0] ?? gitRepo(), members[1] ?? gitRepo()];
      const id = await addRun(ada);
      await must(ada, "runs push");
      await must(ada, "runs export --all --output older.mlxruns");
      await must(ada, ["runs", "tag", id, "reviewed=yes"]);
      await must(ada, "runs push");
      await withLedger(ada, (ledger) => ledger.purge([id]));
      await must(ada, "runs import older.mlxruns");
      await must(ada, ["runs", "tag", id, "other=1"]);
      await must(ada, `runs ${way}`);
      await must(ada, "runs push");
      expect(records(store)).toHaveLength(1);
      await must(bob, "runs pull");
      for (const repo of [ada, bob])
        expect((await mlx(repo, ["runs", "tag", id])).stdout).toBe("other=1\nreviewed=yes\n");
    },
  );

  test("a run that was begun again since it was pushed is refused, and the remote keeps what it has", async () => {
    const { store, members } = await team(1);
    const repo = only(members);
    const id = await addRun(repo, { metrics: { loss: [1] } });
    await must(repo, "runs push");
    const before = records(store);
    await withLedger(repo, (ledger) => {
      ledger.reopenRun(id);
      ledger.append(id, { metrics: [{ key: "loss", value: 2, step: 1, timestamp: 1 }] }, 1);
      ledger.endRun(id, { status: "finished", endTime: Date.now() + 5_000 });
    });
    const { code, json } = await mlx(repo, "runs push --json");
    expect(code).toBe(3);
    expect(json).toMatchObject({ refused: [{ reason: expect.stringContaining("metric loss") }] });
    expect(records(store)).toEqual(before);
  });

  test("a store that is not there yet is made by the first push, not by a pull", async () => {
    const { members } = await team(1);
    const repo = members[0] ?? gitRepo();
    expect((await mlx(repo, "runs pull --json")).error).toMatchObject({ code: "MLX_STORE_NEW", exitCode: 3 });
    await addRun(repo);
    await must(repo, "runs push");
  });
});
