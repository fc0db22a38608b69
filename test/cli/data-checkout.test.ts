import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf, objectPath } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

async function tracking(files: Record<string, string>, tracked: string, yaml = ""): Promise<TestRepo> {
  const repo = gitRepo({ ...files, ...(yaml !== "" && { "mlx.yaml": yaml }) });
  await must(repo, `data add ${tracked}`);
  return repo;
}

async function isClean(repo: TestRepo): Promise<boolean> {
  return (await mlx(repo, "data status --check")).code === 0;
}

test("brings back what is missing, and is content when nothing is", async () => {
  const repo = await tracking({ "a.csv": "a", "d/x": "x", "d/y/z": "z" }, "a.csv d");
  repo.remove("a.csv");
  repo.remove("d");
  const { code, stdout } = await mlx(repo, "data checkout");
  expect([code, stdout]).toEqual([
    0,
    "checked out a.csv: 1 file written (1 B)\nchecked out d: 2 files written (2 B)\n",
  ]);
  expect([repo.read("a.csv"), repo.read("d/y/z")]).toEqual(["a", "z"]);
  expect((await mlx(repo, "data checkout")).stdout).toContain("2 tracked paths");
});

test("follows the pointers of another commit: files come, go and change, and empty folders go too", async () => {
  const repo = await tracking({ "d/same": "s", "d/old/x": "o", "d/mod": "1" }, "d");
  repo.commit("one");
  repo.write({ "d/new/y": "n", "d/mod": "2" });
  repo.remove("d/old");
  await must(repo, "data add d");
  repo.commit("two");
  repo.git("checkout", "--quiet", "HEAD~1");
  const { stdout } = await mlx(repo, "data checkout");
  expect(stdout).toBe("checked out d: 2 files written (2 B), 1 file removed\n");
  expect(readdirSync(repo.path("d")).sort()).toEqual(["mod", "old", "same"]);
  expect(repo.read("d/mod")).toBe("1");
  expect(await isClean(repo)).toBe(true);
});

describe("unsaved changes", () => {
  test("are kept and named, exit 3, while the rest is done; --force lets them go", async () => {
    const repo = await tracking({ "a.csv": "a", "d/x": "x", "d/y": "y" }, "a.csv d");
    repo.write({ "a.csv": "mine", "d/x": "mine too", "d/extra": "only here" });
    repo.remove("d/y");
    const { code, stderr, json } = await mlx(repo, "data checkout --json");
    expect(code).toBe(3);
    expect(json).toMatchObject({
      written: 1,
      removed: 0,
      kept: [
        { path: "a.csv", reason: "has changes that no copy exists of" },
        { path: "d/extra", reason: "is not in the pointer, and no copy of it exists" },
        { path: "d/x" },
      ],
    });
    expect(JSON.parse(stderr).error).toMatchObject({ code: "MLX_UNSAVED_CHANGES", exitCode: 3 });
    expect([repo.read("a.csv"), repo.read("d/x"), repo.read("d/extra"), repo.read("d/y")]).toEqual([
      "mine",
      "mine too",
      "only here",
      "y",
    ]);
    expect((await mlx(repo, "data checkout --force")).code).toBe(0);
    expect(repo.exists("d/extra")).toBe(false);
    expect(await isClean(repo)).toBe(true);
  });

  test("that are in the cache are replaced, since no bytes are lost by it", async () => {
    const repo = await tracking({ "a.csv": "a", "b.csv": "b" }, "a.csv b.csv");
    repo.write({ "a.csv": "b" });
    expect((await mlx(repo, "data checkout")).code).toBe(0);
    expect(repo.read("a.csv")).toBe("a");
  });

  test("a dry run tells the same and changes nothing", async () => {
    const repo = await tracking({ "a.csv": "a", "d/x": "x" }, "a.csv d");
    repo.write({ "a.csv": "mine" });
    repo.remove("d/x");
    const { code, stdout } = await mlx(repo, "data checkout --dry-run");
    expect([code, stdout]).toEqual([3, "would check out d: 1 file written (1 B)\n"]);
    expect(repo.exists("d/x")).toBe(false);
    const forced = await mlx(repo, "data checkout --dry-run --force");
    expect(forced.code).toBe(0);
    expect(repo.read("a.csv")).toBe("mine");
  });
});

test("a part of a directory alone", async () => {
  const repo = await tracking({ "d/cats/1": "c", "d/dogs/1": "d" }, "d");
  repo.remove("d");
  await must(repo, "data checkout d/cats");
  expect(readdirSync(repo.path("d"))).toEqual(["cats"]);
  await must(repo, "data checkout dogs/1", { cwd: "d" });
  expect(await isClean(repo)).toBe(true);
  const unknown = await mlx(repo, "data checkout d/birds --json");
  expect([unknown.code, unknown.error.code]).toEqual([2, "MLX_NOT_TRACKED"]);
});

describe("what stands in the way", () => {
  test("a folder in a file's place and a file in a folder's place, empty or with cached bytes, give way", async () => {
    const repo = await tracking({ "f.bin": "f", "d/a": "A", "d/b/c": "C", "e/x": "X" }, "f.bin d e");
    repo.remove("f.bin");
    repo.remove("d/a");
    repo.remove("d/b");
    repo.remove("e");
    mkdirSync(repo.path("f.bin/empty"), { recursive: true });
    repo.write({ "d/a/moved": "A", "d/b": "C", e: "X" });
    expect((await mlx(repo, "data checkout")).code).toBe(0);
    expect([repo.read("f.bin"), repo.read("d/a"), repo.read("d/b/c"), repo.read("e/x")]).toEqual([
      "f",
      "A",
      "C",
      "X",
    ]);
    expect(await isClean(repo)).toBe(true);
  });

  test("with bytes that no copy exists of, they stay until --force", async () => {
    const repo = await tracking({ "f.bin": "f", "d/a": "A", "d/b/c": "C", "e/x": "X" }, "f.bin d e");
    repo.remove("f.bin");
    repo.remove("d/b");
    repo.remove("e");
    repo.write({ "f.bin/mine": "1", "d/b": "2", e: "3" });
    const { code } = await mlx(repo, "data checkout");
    expect(code).toBe(3);
    expect([repo.read("f.bin/mine"), repo.read("d/b"), repo.read("e")]).toEqual(["1", "2", "3"]);
    expect((await mlx(repo, "data checkout --force")).code).toBe(0);
    expect(await isClean(repo)).toBe(true);
  });

  test("nothing is ever written or removed behind a link that took a folder's place", async () => {
    const repo = await tracking({ "d/sub/a": "A", "d/sub/b": "B", "d/top": "T" }, "d");
    await must(repo, "data status");
    const outside = tempFolder();
    renameSync(repo.path("d/sub"), join(outside, "sub"));
    symlinkSync(join(outside, "sub"), repo.path("d/sub"));
    writeFileSync(join(outside, "sub/b"), "outside");
    const { code, stderr } = await mlx(repo, "data checkout");
    expect([code, stderr]).toEqual([3, expect.stringContaining("d/sub: is a symbolic link")]);
    expect(lstatSync(repo.path("d/sub")).isSymbolicLink()).toBe(true);
    for (const path of ["d/sub", "d/sub/a"])
      expect((await mlx(repo, ["data", "checkout", path])).code).not.toBe(0);
    expect((await mlx(repo, "data checkout --force")).code).toBe(0);
    expect(lstatSync(repo.path("d/sub")).isDirectory()).toBe(true);
    expect(readdirSync(join(outside, "sub")).sort()).toEqual(["a", "b"]);
    expect(statSync(join(outside, "sub/b")).size).toBe(7);
    expect(await isClean(repo)).toBe(true);
  });

  test("not even files that the pointer no longer has are removed behind such a link", async () => {
    const repo = await tracking({ "d/sub/a": "A", "d/top": "T" }, "d");
    repo.commit("with sub");
    const outside = tempFolder();
    renameSync(repo.path("d/sub"), join(outside, "sub"));
    await must(repo, "data add d");
    repo.commit("without");
    repo.git("checkout", "--quiet", "HEAD~1");
    await must(repo, "data checkout");
    await must(repo, "data status");
    repo.remove("d/sub");
    symlinkSync(join(outside, "sub"), repo.path("d/sub"));
    repo.git("checkout", "--quiet", "main");
    await mlx(repo, "data checkout --force");
    expect(readdirSync(join(outside, "sub"))).toEqual(["a"]);
  });

  test("a tracked folder that is itself a link elsewhere is left alone", async () => {
    const repo = await tracking({ "d/a": "A" }, "d");
    const outside = tempFolder();
    repo.remove("d");
    symlinkSync(outside, repo.path("d"));
    expect((await mlx(repo, "data checkout")).code).toBe(3);
    expect(readdirSync(outside)).toEqual([]);
    expect((await mlx(repo, "data checkout --force")).code).toBe(0);
    expect(readdirSync(outside)).toEqual([]);
    expect(repo.read("d/a")).toBe("A");
  });

  test("a pointer beyond a link is an error, for every command", async () => {
    const repo = await tracking({ "data/a": "A" }, "data/a");
    repo.commit();
    const outside = tempFolder();
    renameSync(repo.path("data"), join(outside, "data"));
    symlinkSync(join(outside, "data"), repo.path("data"));
    for (const verb of ["status", "checkout", "checkout --force", "rm --force ."]) {
      const { code, stderr } = await mlx(repo, `data ${verb}`);
      expect([verb, code, stderr]).toEqual([verb, 2, expect.stringContaining("lies beyond data")]);
    }
    expect(readdirSync(join(outside, "data")).sort()).toEqual([".gitignore", "a", "a.mlx"]);
  });
});

describe("the cache", () => {
  test("damaged bytes go to quarantine and are never put in place", async () => {
    for (const link of ["copy", "reflink", "hardlink", "symlink"]) {
      const repo = await tracking({ "a.csv": "good", "d/x": "good", "d/y": "other" }, "a.csv d");
      const object = repo.path(objectPath(digestOf("good")));
      chmodSync(object, 0o644);
      writeFileSync(object, "evil");
      repo.remove("a.csv");
      repo.remove("d");
      const { code, json } = await mlx(repo, `data checkout --link ${link} --json`);
      expect(code).toBe(3);
      expect(json["failed"]).toMatchObject([{ path: "a.csv" }, { path: "d/x" }]);
      expect(JSON.stringify(json["failed"])).toContain("quarantine");
      expect(repo.exists("a.csv") || repo.exists("d/x")).toBe(false);
      expect(repo.read("d/y")).toBe("other");
      expect(readdirSync(repo.path(".mlx/quarantine"))).toHaveLength(1);
    }
  });

  test("missing bytes are named with what to do, and the rest is put in place", async () => {
    const repo = await tracking({ "d/x": "1", "d/y": "2" }, "d");
    repo.remove(objectPath(digestOf("1")));
    repo.remove("d");
    const { code, stderr } = await mlx(repo, "data checkout");
    expect([code, repo.read("d/y")]).toEqual([3, "2"]);
    expect(stderr).toContain("d/x: its bytes are not in the cache");
    expect(stderr).toContain("mlx data pull");
  });
});

describe("link types", () => {
  const files = { "a.csv": "a", "d/x": "x", "d/run.sh": "#!/bin/sh\n", "d/empty": "" };

  async function linked(link: string): Promise<TestRepo> {
    const repo = gitRepo({ ...files, "mlx.yaml": `cache: {link: ${link}}\n` });
    chmodSync(repo.path("d/run.sh"), 0o755);
    await must(repo, "data add a.csv d");
    expect(await isClean(repo)).toBe(true);
    repo.remove("a.csv");
    repo.remove("d");
    await must(repo, "data checkout");
    return repo;
  }

  test.for(["reflink", "copy", "hardlink", "symlink"])(
    "%s: status is clean, executables are executable, adding again changes nothing",
    async (link) => {
      const repo = await linked(link);
      const pointers = [repo.read("a.csv.mlx"), repo.read("d.mlx")];
      expect(await isClean(repo)).toBe(true);
      expect([repo.read("a.csv"), repo.read("d/x"), repo.read("d/empty")]).toEqual(["a", "x", ""]);
      expect(statSync(repo.path("d/run.sh")).mode & 0o100).toBe(0o100);
      expect((await mlx(repo, "data add a.csv d")).stdout).toBe("unchanged a.csv\nunchanged d\n");
      expect([repo.read("a.csv.mlx"), repo.read("d.mlx")]).toEqual(pointers);
      expect((await mlx(repo, "data diff")).stdout).not.toContain("modified");
    },
  );

  test("hardlink and symlink do link, both after checkout and after add", async () => {
    for (const link of ["hardlink", "symlink"]) {
      const repo = await linked(link);
      repo.remove("d/x");
      repo.write({ "d/x": "anew", "d/new": "new" });
      await must(repo, "data add d");
      for (const [path, content] of [
        ["a.csv", "a"],
        ["d/x", "anew"],
        ["d/new", "new"],
      ] as const) {
        const object = repo.path(objectPath(digestOf(content)));
        const stats = lstatSync(repo.path(path));
        if (link === "hardlink") expect(stats.ino).toBe(lstatSync(object).ino);
        else expect(readlinkSync(repo.path(path))).toBe(object);
      }
      expect(await isClean(repo)).toBe(true);
    }
  });

  test.for(["hardlink", "symlink"])(
    "%s: bytes that were changed through a link are seen, and neither they nor the object's name are lost",
    async (link) => {
      const repo = await linked(link);
      chmodSync(repo.path("a.csv"), 0o644);
      writeFileSync(repo.path("a.csv"), "edited in place");
      expect((await mlx(repo, "data status")).stdout).toContain("a.csv  modified");
      expect((await mlx(repo, "data checkout")).code).toBe(3);
      expect(repo.read("a.csv")).toBe("edited in place");
      expect((await mlx(repo, "data verify")).code).toBe(1);
      const saved = readdirSync(repo.path(".mlx/quarantine")).map((name) =>
        repo.read(`.mlx/quarantine/${name}`),
      );
      expect(saved).toEqual(["edited in place"]);
    },
  );

  test.for(["hardlink", "symlink"])("%s: such bytes can be added like any other change", async (link) => {
    const repo = await linked(link);
    for (const path of ["a.csv", "d/x"]) {
      chmodSync(repo.path(path), 0o644);
      writeFileSync(repo.path(path), `edited ${path}`);
    }
    await must(repo, "data add a.csv d");
    expect(repo.read("a.csv.mlx")).toContain(digestOf("edited a.csv"));
    expect(repo.read("d.mlx")).toContain(`${digestOf("edited d/x")} 10 644 x`);
    expect(await isClean(repo)).toBe(true);
    expect((await mlx(repo, "data verify")).code).toBe(1); // the objects that were written through
    expect((await mlx(repo, "data verify")).code).toBe(0);
    expect(await isClean(repo)).toBe(true);
    expect([repo.read("a.csv"), repo.read("d/x")]).toEqual(["edited a.csv", "edited d/x"]);
  });

  test("rm --keep-data leaves files of their own in the place of links", async () => {
    for (const link of ["hardlink", "symlink"]) {
      const repo = await linked(link);
      await must(repo, "data rm --keep-data a.csv d");
      repo.remove(".mlx/cache");
      for (const path of ["a.csv", "d/x"]) {
        const stats = lstatSync(repo.path(path));
        expect([stats.isFile(), stats.nlink]).toEqual([true, 1]);
      }
      expect([repo.read("a.csv"), repo.read("d/x")]).toEqual(["a", "x"]);
    }
  });

  test("a link whose object is gone is missing data, and comes back with it", async () => {
    const repo = await linked("symlink");
    const object = repo.path(objectPath(digestOf("x")));
    renameSync(object, `${object}.away`);
    expect(await isClean(repo)).toBe(false);
    expect((await mlx(repo, "data checkout")).code).toBe(3);
    expect((await mlx(repo, "data add d")).code).toBe(3);
    renameSync(`${object}.away`, object);
    expect((await mlx(repo, "data checkout")).code).toBe(0);
    expect(repo.read("d/x")).toBe("x");
  });

  test("--link overrides the configuration", async () => {
    const repo = await linked("copy");
    repo.remove("a.csv");
    await must(repo, "data checkout --link symlink a.csv");
    expect(lstatSync(repo.path("a.csv")).isSymbolicLink()).toBe(true);
    expect((await mlx(repo, "data checkout --link wormhole")).code).toBe(2);
  });
});

test("a cache.dir that two repositories share holds each object once, with the group's permissions", async () => {
  const shared = join(tempFolder(), "team");
  const yaml = `cache: {dir: ${shared}, group: true}\n`;
  const one = await tracking({ "a.csv": "same" }, "a.csv", yaml);
  const two = await tracking({ "b.csv": "same" }, "b.csv", yaml);
  const object = join(shared, objectPath(digestOf("same")).replace(".mlx/cache/", ""));
  expect(statSync(object).mode & 0o444).toBe(0o444);
  expect(statSync(join(object, "..")).mode & 0o2070).toBe(0o2070);
  expect(one.exists(".mlx/cache")).toBe(false);
  two.remove("b.csv");
  await must(two, "data checkout");
  expect(two.read("b.csv")).toBe("same");
});
