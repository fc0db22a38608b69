import { afterEach, expect, test, vi } from "vitest";
import * as durable from "../../src/files/durable.js";
import { LocalStore } from "../../src/storage/local-store.js";
import { asTree, dataProject, must, objectFile } from "../support/data-project.js";

// In which order things reach the disk and the store shows nowhere but in the calls: a power cut cannot be had here.
vi.mock("../../src/files/durable.js", { spy: true });
afterEach(() => {
  vi.restoreAllMocks();
  vi.mocked(durable.makeDurable).mockReset();
});

const files = { "d/a": "a", "d/sub/b": "b" };

test("push sends files before the manifests that list them", async () => {
  const { repo } = await dataProject(files, ["d"]);
  const manifests = await asTree(repo, "d");
  const put = vi.spyOn(LocalStore.prototype, "put");
  await must(repo, "data push");
  const sent = put.mock.calls.map(([sha256]) => String(sha256));
  const isManifest = sent.map((sha256) => [...manifests.values()].includes(sha256));
  expect(isManifest).toEqual([false, false, true, true]);
});

test("fetch does not end before what it brought is on disk", async () => {
  const { repo } = await dataProject(files, ["d"], { push: true });
  const clone = repo.clone();
  vi.mocked(durable.makeDurable).mockClear();
  await must(clone, "data fetch");
  const flushed = vi.mocked(durable.makeDurable).mock.calls.flatMap(([paths]) => paths);
  const cache = clone.path(".mlx", "cache");
  expect(flushed.sort()).toEqual([objectFile(cache, "a"), objectFile(cache, "b")].sort());
});

test("add flushes the objects before it writes the pointer that names them", async () => {
  const { repo } = await dataProject({}, []);
  repo.write(files);
  const pointerThere: boolean[] = [];
  vi.mocked(durable.makeDurable).mockImplementation(async () => {
    pointerThere.push(repo.exists("d.mlx"));
  });
  await must(repo, "data add d");
  expect([pointerThere[0], repo.exists("d.mlx")]).toEqual([false, true]);
  const [objects = []] = vi.mocked(durable.makeDurable).mock.calls[0] ?? [];
  const cache = repo.path(".mlx", "cache");
  expect([...objects].sort()).toEqual([objectFile(cache, "a"), objectFile(cache, "b")].sort());
});
