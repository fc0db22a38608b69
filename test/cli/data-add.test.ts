import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { digestOf, objectPath } from "../support/objects.js";
import { gitRepo } from "../support/repo.js";

describe("a file", () => {
  test("gets a pointer and a line in .gitignore, its bytes a place in the cache, and itself stays as it was", async () => {
    const repo = gitRepo({ "data/train.csv": "a,b\n1,2\n" });
    const before = statSync(repo.path("data/train.csv"), { bigint: true });
    const { code, stdout, stderr } = await mlx(repo, "data add data/train.csv");
    expect([code, stdout]).toEqual([0, "added data/train.csv (8 B)\n"]);
    expect(stderr).toBe("record it in git: git add data/train.csv.mlx data/.gitignore\n");
    const sha256 = digestOf("a,b\n1,2\n");
    expect(repo.read("data/train.csv.mlx")).toBe(`mlx: 1\nkind: file\nsha256: ${sha256}\nsize: 8\n`);
    expect(repo.read("data/.gitignore")).toBe("/train.csv\n");
    expect(repo.read(objectPath(sha256))).toBe("a,b\n1,2\n");
    const { ino, mtimeNs, ctimeNs } = statSync(repo.path("data/train.csv"), { bigint: true });
    expect([ino, mtimeNs, ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
    expect(repo.git("status", "--porcelain", "--untracked-files=all")).toBe(
      "?? data/.gitignore\n?? data/train.csv.mlx",
    );
  });

  test("that did not change is left alone, pointer and .gitignore untouched", async () => {
    const repo = gitRepo({ "a.bin": "A" });
    await mlx(repo, "data add a.bin");
    utimesSync(repo.path("a.bin.mlx"), 1, 1);
    utimesSync(repo.path(".gitignore"), 1, 1);
    const { code, stdout } = await mlx(repo, "data add a.bin");
    expect([code, stdout]).toEqual([0, "unchanged a.bin\n"]);
    expect(statSync(repo.path("a.bin.mlx")).mtimeMs).toBe(1000);
    expect(statSync(repo.path(".gitignore")).mtimeMs).toBe(1000);
  });

  test("that changed gets a new pointer; its description is kept", async () => {
    const repo = gitRepo({ "a.bin": "A" });
    await mlx(repo, "data add a.bin");
    repo.write({
      "a.bin.mlx": `${repo.read("a.bin.mlx")}meta:\n  license: CC0-1.0 # free\n`,
      "a.bin": "changed",
    });
    const { stdout } = await mlx(repo, "data add a.bin");
    expect(stdout).toBe("updated a.bin (7 B)\n");
    expect(repo.read("a.bin.mlx")).toBe(
      `mlx: 1\nkind: file\nsha256: ${digestOf("changed")}\nsize: 7\nmeta:\n  license: CC0-1.0 # free\n`,
    );
  });

  test("that is executable keeps that; an empty one is a file like any other", async () => {
    const repo = gitRepo({ "run.sh": "#!/bin/sh\n", empty: "" });
    chmodSync(repo.path("run.sh"), 0o755);
    expect((await mlx(repo, "data add run.sh empty")).code).toBe(0);
    expect(repo.read("run.sh.mlx")).toContain("mode: 755\n");
    expect(repo.read("empty.mlx")).toContain("size: 0\n");
    repo.remove("run.sh");
    repo.remove("empty");
    expect((await mlx(repo, "data checkout")).code).toBe(0);
    expect(statSync(repo.path("run.sh")).mode & 0o111).not.toBe(0);
    expect(statSync(repo.path("empty")).size).toBe(0);
  });

  test("a change of the executable bit alone is a change", async () => {
    const repo = gitRepo({ tool: "x" });
    await mlx(repo, "data add tool");
    chmodSync(repo.path("tool"), 0o755);
    expect((await mlx(repo, "data status")).stdout).toBe("tool  modified\n");
    expect((await mlx(repo, "data add tool")).stdout).toBe("updated tool (1 B)\n");
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });
});

describe("a directory", () => {
  test("is one pointer that lists its files, byte-sorted, hidden ones too", async () => {
    const repo = gitRepo({ "images/b.png": "B", "images/a/x.png": "X", "images/.hidden": "h" });
    const { stdout } = await mlx(repo, "data add images/");
    expect(stdout).toBe("added images (3 files, 3 B)\n");
    expect(repo.read("images.mlx")).toBe(
      [
        "mlx: 1\nkind: directory\nentries: |",
        `  ${digestOf("h")} 1 644 .hidden`,
        `  ${digestOf("X")} 1 644 a/x.png`,
        `  ${digestOf("B")} 1 644 b.png\n`,
      ].join("\n"),
    );
    expect(repo.read(".gitignore")).toBe("/images\n");
  });

  test("added again takes in what was added, modified and deleted, and says so", async () => {
    const repo = gitRepo({ "d/keep": "1", "d/change": "2", "d/delete": "3" });
    await mlx(repo, "data add d");
    repo.write({ "d/change": "other", "d/new/x": "n", "d/new/y": "n" });
    repo.remove("d/delete");
    const { stdout } = await mlx(repo, "data add d");
    expect(stdout).toBe("updated d: 2 added, 1 modified, 1 deleted (4 files, 8 B)\n");
    expect((await mlx(repo, "data status")).stdout).toContain("clean");
  });

  test("takes in only the part that is named, also one that is gone", async () => {
    const repo = gitRepo({ "d/cats/1": "c", "d/cats/2": "c2", "d/dogs/1": "d" });
    await mlx(repo, "data add d");
    repo.write({ "d/cats/3": "c3", "d/dogs/2": "not yet" });
    repo.remove("d/dogs/1");
    expect((await mlx(repo, "data add d/cats")).stdout).toContain("1 added");
    expect(repo.read("d.mlx")).toContain("dogs/1");
    expect(repo.read("d.mlx")).not.toContain("dogs/2");
    repo.remove("d/cats");
    const { code, stdout } = await mlx(repo, "data add d/cats d/dogs/1");
    expect([code, stdout]).toEqual([0, "updated d: 4 deleted (0 files, 0 B)\n"]);
    expect((await mlx(repo, "data add d/nowhere")).code).toBe(2);
  });

  test("may be empty; empty folders inside are not recorded", async () => {
    const repo = gitRepo();
    mkdirSync(repo.path("none"));
    mkdirSync(repo.path("some/empty"), { recursive: true });
    repo.write({ "some/file": "x" });
    expect((await mlx(repo, "data add none some")).code).toBe(0);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    repo.remove("none");
    expect((await mlx(repo, "data status")).stdout).toContain("none  missing");
    expect((await mlx(repo, "data checkout none")).code).toBe(0);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });

  test("with a socket or a pipe inside is refused, by name", async () => {
    const repo = gitRepo({ "d/file": "x" });
    execFileSync("mkfifo", [repo.path("d/pipe")]);
    const { code, error } = await mlx(repo, "data add d --json");
    expect([code, error.code]).toEqual([2, "MLX_NOT_A_FILE"]);
    expect(error.message).toContain("d/pipe");
    expect(repo.exists("d.mlx")).toBe(false);
    expect((await mlx(repo, "data add d/pipe")).code).toBe(2);
  });
});

describe("symbolic links", () => {
  test("are refused by name; nothing is written", async () => {
    const repo = gitRepo({ "real.csv": "r", "d/file": "x" });
    symlinkSync("real.csv", repo.path("link.csv"));
    symlinkSync("../real.csv", repo.path("d/inner"));
    for (const [path, named] of [
      ["link.csv", "link.csv"],
      ["d", "d/inner"],
    ]) {
      const { code, error } = await mlx(repo, ["data", "add", path ?? "", "--json"]);
      expect([code, error.code]).toEqual([2, "MLX_SYMLINK"]);
      expect(error.message).toContain(named);
      expect(error.hint).toContain("--follow");
    }
    expect(repo.exists("d.mlx") || repo.exists("link.csv.mlx")).toBe(false);
  });

  test("--follow puts a copy in the place of a link to a file, and what it leads to stays", async () => {
    const repo = gitRepo({ "real.csv": "r" });
    symlinkSync("real.csv", repo.path("link.csv"));
    expect((await mlx(repo, "data add --follow link.csv")).code).toBe(0);
    expect(statSync(repo.path("link.csv")).isFile()).toBe(true);
    expect(statSync(repo.path("link.csv")).ino).not.toBe(statSync(repo.path("real.csv")).ino);
    expect([repo.read("link.csv"), repo.read("real.csv")]).toEqual(["r", "r"]);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });

  test("--follow works for a folder, for links inside and for links behind links", async () => {
    const repo = gitRepo({ "elsewhere/a": "A", "elsewhere/deep/b": "B", "d/own": "O", "one.txt": "1" });
    symlinkSync("../elsewhere", repo.path("d/linked"));
    symlinkSync("../../one.txt", repo.path("elsewhere/deep/one"));
    symlinkSync("elsewhere", repo.path("whole"));
    expect((await mlx(repo, "data add --follow d")).code).toBe(0);
    const { json } = await mlx(repo, "data ls --recursive --json");
    expect(json["entries"]).toMatchObject([
      { path: "d/linked/a" },
      { path: "d/linked/deep/b" },
      { path: "d/linked/deep/one" },
      { path: "d/own" },
    ]);
    expect(repo.read("d/linked/deep/one")).toBe("1");
    expect((await mlx(repo, "data add --follow whole")).code).toBe(0);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    expect(repo.read("elsewhere/deep/b")).toBe("B");
  });

  test("--follow refuses links that lead nowhere or in a circle", async () => {
    const repo = gitRepo({ "d/file": "x", "e/file": "x" });
    symlinkSync("nowhere", repo.path("d/dangling"));
    symlinkSync("../e", repo.path("e/circle"));
    symlinkSync("self", repo.path("self"));
    for (const path of ["d", "e", "self", "d/dangling"]) {
      const { code, stderr } = await mlx(repo, ["data", "add", "--follow", path]);
      expect([path, code]).toEqual([path, 2]);
      expect(stderr).toMatch(/leads (nowhere|in a circle)/);
    }
  });

  test("a tracked folder that was replaced by a link of the user's is refused, and its pointer kept", async () => {
    const repo = gitRepo({ "d/a": "A", "f.csv": "F", "other/b": "B" });
    await mlx(repo, "data add d f.csv");
    const pointer = repo.read("d.mlx");
    repo.remove("d");
    repo.remove("f.csv");
    symlinkSync("other", repo.path("d"));
    symlinkSync("other/b", repo.path("f.csv"));
    for (const path of ["d", "f.csv"]) {
      const { code, stderr } = await mlx(repo, ["data", "add", path]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("symbolic link")]);
    }
    expect(repo.read("d.mlx")).toBe(pointer);
    expect((await mlx(repo, "data add --follow d f.csv")).code).toBe(0);
    expect(repo.read("d.mlx")).toContain(`${digestOf("B")} 1 644 b`);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });

  test("a folder inside that was moved away and linked back is a link, not its old files", async () => {
    const repo = gitRepo({ "d/sub/a": "A", "d/top": "T" });
    await mlx(repo, "data add d");
    await mlx(repo, "data status");
    execFileSync("mv", [repo.path("d/sub"), repo.path("moved")]);
    symlinkSync("../moved", repo.path("d/sub"));
    const { json } = await mlx(repo, "data status --json");
    expect(json["entries"]).toMatchObject([{ path: "d", deleted: 1, obstacles: [{ path: "sub" }] }]);
    expect((await mlx(repo, "data add d")).code).toBe(2);
    expect((await mlx(repo, "data add --follow d")).code).toBe(0);
    expect(repo.read("d.mlx").match(/sub\/a/g)).toHaveLength(1);
  });
});

describe("what git or other pointers track", () => {
  test("is refused with the command that untracks it, which then makes add work, from a sub-folder too", async () => {
    const repo = gitRepo({ "data/it's.csv": "a", "data/dir/x": "x" });
    repo.commit();
    const { code, stderr } = await mlx(repo, ["data", "add", "it's.csv", "dir"], { cwd: "data" });
    expect(code).toBe(2);
    const command = /git rm -r --cached .*(?= \(the files stay\))/.exec(stderr)?.[0] ?? "";
    expect(command).toBe(`git rm -r --cached 'it'\\''s.csv' dir`);
    execFileSync("sh", ["-c", `${command} --quiet`], { cwd: repo.path("data"), env: repo.env });
    expect((await mlx(repo, ["data", "add", "data/it's.csv", "data/dir"])).code).toBe(0);
    repo.commit();
    expect(repo.git("ls-files")).toBe("data/.gitignore\ndata/dir.mlx\ndata/it's.csv.mlx");
  });

  test("pointers inside a folder, or a folder and a file of it at once, are refused", async () => {
    const repo = gitRepo({ "d/a": "A", "d/b": "B", "e/x": "X" });
    await mlx(repo, "data add d/a");
    const nested = await mlx(repo, "data add d --json");
    expect([nested.code, nested.error.code]).toEqual([2, "MLX_NESTED_POINTER"]);
    expect(nested.error.message).toContain("d/a.mlx");
    expect((await mlx(repo, "data add e e/x")).code).toBe(2);
    expect(repo.exists("e.mlx")).toBe(false);
  });

  test("a file inside a tracked folder is taken in by that folder's pointer", async () => {
    const repo = gitRepo({ "d/a": "A" });
    await mlx(repo, "data add d");
    repo.write({ "d/b": "B" });
    expect((await mlx(repo, "data add d/b")).code).toBe(0);
    expect(repo.exists("d/b.mlx")).toBe(false);
    expect(repo.read("d.mlx")).toContain(digestOf("B"));
  });

  test("a pointer that git would ignore is refused with the rule", async () => {
    const repo = gitRepo({ ".gitignore": "build/\n*.mlx\n", "a.csv": "a" });
    const { code, error } = await mlx(repo, "data add a.csv --json");
    expect([code, error.code]).toEqual([2, "MLX_POINTER_IGNORED"]);
    expect(error.message).toContain("*.mlx at .gitignore:2");
    expect(repo.exists("a.csv.mlx")).toBe(false);
  });
});

describe("patterns", () => {
  test("match files each on their own, never pointers, and not behind links", async () => {
    const repo = gitRepo({ "d/a.csv": "1", "d/sub/b.csv": "2", "d/c.txt": "3", "out/x.csv": "4" });
    symlinkSync("../out", repo.path("d/linked"));
    expect((await mlx(repo, ["data", "add", "d/**/*.csv"])).code).toBe(0);
    expect(repo.git("ls-files", "--others", "--exclude-standard", "*.mlx")).toBe(
      "d/a.csv.mlx\nd/sub/b.csv.mlx",
    );
    const again = await mlx(repo, ["data", "add", "*.csv*"], { cwd: "d" });
    expect([again.code, again.stdout]).toEqual([0, "unchanged d/a.csv\n"]);
  });

  test("that match nothing, and paths that do not exist, are told with what was probably meant", async () => {
    const repo = gitRepo({ "data/train.csv": "a" });
    const none = await mlx(repo, ["data", "add", "*.parquet", "--json"]);
    expect([none.code, none.error.code]).toEqual([2, "MLX_NO_MATCH"]);
    const typo = await mlx(repo, "data add trian.csv --json", { cwd: "data" });
    expect(typo.error.hint).toBe("did you mean train.csv?");
  });

  test("a name with brackets is itself before it is a pattern", async () => {
    const repo = gitRepo({ "a[1].csv": "x", "a1.csv": "y" });
    expect((await mlx(repo, ["data", "add", "a[1].csv"])).stdout).toContain("added a[1].csv");
    expect(repo.exists("a1.csv.mlx")).toBe(false);
  });
});

test("a dry run says what would be done and changes nothing", async () => {
  const repo = gitRepo({ "a.csv": "a", "d/x": "x" });
  await mlx(repo, "data add d");
  repo.write({ "d/y": "yy" });
  const before = repo.read("d.mlx");
  const { code, stdout } = await mlx(repo, "data add --dry-run a.csv d");
  expect([code, stdout]).toEqual([0, "would add a.csv (1 B)\nwould update d: 1 added (2 files, 3 B)\n"]);
  expect(repo.exists("a.csv.mlx")).toBe(false);
  expect(repo.read("d.mlx")).toBe(before);
  expect(repo.exists(objectPath(digestOf("a")))).toBe(false);
});

test("--json tells each target and what was written", async () => {
  const repo = gitRepo({ "a.csv": "a" });
  const { json } = await mlx(repo, "data add a.csv --json");
  expect(json).toEqual({
    schemaVersion: 1,
    dryRun: false,
    targets: [
      {
        path: "a.csv",
        pointer: "a.csv.mlx",
        kind: "file",
        state: "added",
        files: 1,
        bytes: 1,
        added: 1,
        modified: 0,
        deleted: 0,
        faults: [],
      },
    ],
    written: ["a.csv.mlx", ".gitignore"],
  });
});

test("bytes that the cache lost are put there again, though the file did not change", async () => {
  const repo = gitRepo({ "a.csv": "a", "d/x": "x", "d/y": "y" });
  await mlx(repo, "data add a.csv d");
  await mlx(repo, "data status");
  repo.remove(objectPath(digestOf("a")));
  repo.remove(objectPath(digestOf("x")));
  const { json } = await mlx(repo, "data status --json");
  expect(json["entries"]).toMatchObject([
    { path: "a.csv", state: "not_cached", notCached: 1 },
    { path: "d", state: "not_cached", notCached: 1 },
  ]);
  expect((await mlx(repo, "data status --check")).code).toBe(0);
  expect((await mlx(repo, "data add a.csv d")).stdout).toBe("unchanged a.csv\nunchanged d\n");
  expect(repo.read(objectPath(digestOf("a")))).toBe("a");
  expect((await mlx(repo, "data status --json")).json["entries"]).toEqual([]);
});

test("a file that becomes a folder, and a folder that becomes a file, change their pointer's kind", async () => {
  const repo = gitRepo({ thing: "file", "folder/x": "x" });
  await mlx(repo, "data add thing folder");
  repo.remove("thing");
  repo.remove("folder");
  repo.write({ "thing/inside": "i", folder: "now a file" });
  expect((await mlx(repo, "data status --check")).code).toBe(1);
  expect((await mlx(repo, "data add thing folder")).code).toBe(0);
  expect(repo.read("thing.mlx")).toContain("kind: directory");
  expect(repo.read("folder.mlx")).toContain("kind: file");
  expect((await mlx(repo, "data status --check")).code).toBe(0);
});
