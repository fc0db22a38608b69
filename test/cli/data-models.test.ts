import { describe, expect, test } from "vitest";
import {
  cachedObjects,
  damageObject,
  dataProject,
  digests,
  must,
  objectsIn,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { treesText } from "../support/model-project.js";
import type { TestRepo } from "../support/repo.js";

const [one, two] = [treesText("1"), treesText("2")];

/** A committed project with a tracked file and two versions of a model, nothing pushed. */
async function project(): Promise<{ repo: TestRepo; store: string }> {
  const { repo, store } = await dataProject({ x: "data" }, ["x"]);
  repo.write({ ".gitignore": `${repo.read(".gitignore")}m.txt\n` });
  for (const text of [one, two]) {
    repo.write({ "m.txt": text });
    await must(repo, "model register m m.txt");
  }
  repo.commit("register");
  return { repo, store };
}

test("data push sends the files of every version in the tree, committed or not", async () => {
  const { repo, store } = await project();
  repo.write({ "m.txt": treesText("3") });
  await must(repo, "model register m m.txt");
  expect(await must(repo, "data push")).toContain("pushed 4 objects");
  expect(objectsIn(store)).toEqual(digests("data", one, two, treesText("3")));
  expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 0, present: 4, failed: [] });
});

test("with paths it sends what these name alone", async () => {
  const { repo, store } = await project();
  await must(repo, "data push x");
  expect(objectsIn(store)).toEqual(digests("data"));
});

describe("a path or a name may mean a model", () => {
  const three = treesText("3");

  test.each([
    ["the folder of a model", "models/m", [one, two]],
    ["the folder of all models", "models", [one, two, three]],
    ["the frozen file of a version", "models/m/versions/2.yaml", [two]],
    ["the record of a version", "models/m/versions/2.json", [two]],
    ["a version", "m@1", [one]],
    ["an alias", "m@champion", [two]],
    ["several, and tracked data", "m@1 other@1 x", ["data", one, three]],
    ["the repository", ".", ["data", one, two, three]],
  ])("%s: push sends, fetch brings, verify reads what it needs", async (_title, words, contents) => {
    const { repo, store } = await project();
    repo.write({ "m.txt": three });
    await must(repo, "model register other m.txt");
    await must(repo, "model promote m@2 --to champion");
    repo.commit("more");
    await must(repo, `data push ${words}`);
    expect(objectsIn(store)).toEqual(digests(...contents));
    const clone = repo.clone();
    await must(clone, `data fetch ${words}`);
    expect(cachedObjects(clone)).toEqual(digests(...contents));
    expect((await mlx(clone, `data verify ${words} --json`)).json).toMatchObject({
      ...{ checked: contents.length, ok: true },
    });
    expect((await mlx(clone, `data verify ${words} --remote --json`)).json["checked"]).toBe(contents.length);
  });

  test("from a folder below the top, and of a revision", async () => {
    const { repo, store } = await project();
    repo.git("tag", "both");
    expect((await mlx(repo, "data push versions/1.yaml", { cwd: "models/m" })).code).toBe(0);
    expect(objectsIn(store)).toEqual(digests(one));
    repo.git("rm", "--quiet", "-r", "models/m");
    repo.commit("gone");
    await must(repo, "data push --rev both m@2");
    expect(objectsIn(store)).toEqual(digests(one, two));
    await must(repo, "data push --rev both models/m");
  });

  test("pull brings them into the cache and says how they are written", async () => {
    const { repo } = await project();
    await must(repo, "data push");
    const clone = repo.clone();
    const { code, stdout, stderr } = await mlx(clone, "data pull m@2");
    expect([code, stdout]).toEqual([0, expect.stringContaining("fetched 1 object")]);
    expect(stderr).toContain("mlx model pull m@2 --to DIR");
    expect(clone.git("status", "--porcelain")).toBe("");
  });

  test("tracked data of the same name comes first", async () => {
    const { repo, store } = await project();
    repo.write({ "m@1": "mine" });
    await must(repo, "data add m@1");
    await must(repo, "data push m@1");
    expect(objectsIn(store)).toEqual(digests("mine"));
  });

  test("what names nothing is told with what there is, and nothing is sent", async () => {
    const { repo, store } = await project();
    const hint = async (word: string) => {
      const { code, error } = await mlx(repo, `data push ${word} --json`);
      return [code, error.code, error.hint];
    };
    const versions = "models/m means every version of it; one by one they are m@1, m@2";
    for (const word of ["m@9", "m@champion", "models/m/versions/9.yaml", "models/m/model.bin", "m"])
      expect(await hint(word)).toEqual([2, "MLX_NOT_TRACKED", versions]);
    await must(repo, "model promote m@2 --to production");
    expect((await hint("m@produktion"))[2]).toBe("did you mean m@production? of m there is production");
    expect((await hint("m@9"))[2]).toBe(versions);
    expect(await hint("models/mm")).toEqual([2, "MLX_NOT_TRACKED", "did you mean models/m?"]);
    expect((await hint("xx"))[2]).toBe("did you mean x?");
    expect(objectsIn(store)).toEqual([]);
    const none = await dataProject({ x: "data" }, ["x"]);
    expect((await mlx(none.repo, "data push m@1 --json")).error.hint).toContain(
      "mlx model register NAME PATH",
    );
  });

  test("a frozen file that cannot be read is named, by verify too", async () => {
    const { repo } = await project();
    repo.write({ "models/m/versions/1.yaml": "x" });
    const pushed = await mlx(repo, "data push models/m --json");
    expect([pushed.code, pushed.json["failed"]]).toMatchObject([3, [{ path: "models/m/versions/1.yaml" }]]);
    const verified = await mlx(repo, "data verify models/m/versions/1.yaml --json");
    expect([verified.code, verified.error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
    await must(repo, "data push m@2");
  });
});

test("data fetch and pull bring them into the cache of a clone, and put none into the working tree", async () => {
  const { repo } = await project();
  await must(repo, "data push");
  const clone = repo.clone();
  await must(clone, "data fetch");
  expect(cachedObjects(clone)).toEqual(digests("data", one, two));
  const other = repo.clone();
  await must(other, "data pull");
  expect(cachedObjects(other)).toEqual(digests("data", one, two));
  expect(other.git("status", "--porcelain")).toBe("");
  expect(other.exists("models/m/versions/1")).toBe(false);
});

test("of revisions they are those of their trees, in a bare repository too", async () => {
  const { repo, store } = await project();
  repo.git("tag", "both");
  repo.git("rm", "--quiet", "-r", "models/m");
  repo.commit("gone");
  await must(repo, "data push --rev both");
  expect(objectsIn(store)).toEqual(digests("data", one, two));
  const bare = repo.clone("--bare");
  await must(bare, "data fetch --all-tags");
  expect(objectsIn(bare.path(".mlx/cache"))).toEqual(digests("data", one, two));
});

test("data status, ls and checkout do not take a version for a pointer of the working tree", async () => {
  const { repo } = await project();
  expect((await mlx(repo, "data status --json")).json).toMatchObject({ clean: true });
  expect(await must(repo, "data ls")).not.toContain("models");
  repo.remove("x");
  await must(repo, "data checkout");
  expect(repo.exists("models/m/versions/1")).toBe(false);
});

describe("data verify", () => {
  test("names the version whose bytes are damaged in the cache", async () => {
    const { repo } = await project();
    damageObject(repo.path(".mlx/cache"), one);
    const { code, json } = await mlx(repo, "data verify --json");
    expect([code, json["damaged"]]).toEqual([1, [expect.objectContaining({ path: "m@1/m.txt" })]]);
  });

  test("--remote reads them back, names the damaged, and --repair writes them again", async () => {
    const { repo, store } = await project();
    await must(repo, "data push");
    damageObject(store, two);
    const { code, stdout } = await mlx(repo, "data verify --remote");
    expect([code, stdout]).toEqual([1, expect.stringContaining("corrupt m@2/m.txt")]);
    await mlx(repo, "data verify --remote --repair");
    await must(repo, "data verify --remote");
  });
});

describe("data gc removes nothing that a version needs", () => {
  test("in the working tree, committed or not, and in the index", async () => {
    const { repo } = await dataProject({ x: "data" }, ["x"]);
    repo.write({ "m.txt": one });
    await must(repo, "model register m m.txt");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", one));
    repo.git("add", "models");
    repo.remove("models");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", one));
  });

  test("in any branch, tag or unpushed commit; archived ones too", async () => {
    const { repo } = await project();
    await must(repo, "model archive m@1 -m old");
    repo.git("checkout", "--quiet", "-b", "other");
    repo.write({ "m.txt": treesText("3") });
    await must(repo, "model register m m.txt");
    repo.commit("third");
    repo.git("checkout", "--quiet", "main");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", one, two, treesText("3")));
    repo.git("branch", "-D", "--quiet", "other");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", one, two, treesText("3")));
  });

  test("nor anything on a remote", async () => {
    const { repo, store } = await project();
    await must(repo, "data push");
    await must(repo, "data gc --remote --apply --grace 0d");
    await must(repo, "data gc --remote --apply --grace 0d");
    expect(objectsIn(store)).toEqual(digests("data", one, two));
  });

  test("what no version names any more goes", async () => {
    const { repo } = await dataProject({ x: "data" }, ["x"]);
    repo.write({ "m.txt": one });
    await must(repo, "model register m m.txt");
    repo.remove("models");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data"));
  });

  test("a frozen file that was edited keeps whatever it names", async () => {
    const { repo } = await project();
    repo.write({ "models/m/versions/1.yaml": `<<<<<<<\n${repo.read("models/m/versions/1.yaml")}` });
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", one, two));
    const { code, json } = await mlx(repo, "data push --json");
    expect([code, json["failed"]]).toEqual([
      3,
      [expect.objectContaining({ path: "models/m/versions/1.yaml" })],
    ]);
  });
});

test("the hook before git push sends the files of the versions that are pushed", async () => {
  const { repo, store } = await project();
  const head = repo.git("rev-parse", "HEAD");
  const input = `refs/heads/main ${head} refs/heads/main ${"0".repeat(40)}\n`;
  await must(repo, "hooks run pre-push origin origin", { stdin: input });
  expect(objectsIn(store)).toEqual(digests("data", one, two));
});
