import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { fixtureBytes } from "../support/model-fixtures.js";
import { gitRepo, plainFolder } from "../support/repo.js";

const good = () => fixtureBytes("good/torch.pt");
const evil = () => fixtureBytes("bad/torch.pt");
const strange = () => fixtureBytes("bad/unknown-class.pkl");

describe("the verdict", () => {
  test("nothing found: ok, exit 0, with what the header says", async () => {
    const place = plainFolder({ "model.pt": good() });
    const { code, stdout } = await mlx(place, "model scan model.pt");
    expect(code).toBe(0);
    expect(stdout).toBe("ok  model.pt  pytorch, 3 tensors, 16 parameters, float32/int64\nok: 1 file, 1 ok\n");
  });

  test("a program in it: suspicious, exit 1, with entry, byte and rule", async () => {
    const { code, stdout } = await mlx(plainFolder({ "model.pt": evil() }), "model scan model.pt");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "suspicious: imports os.system, which can run programs or code, at archive/data.pkl: byte 14  dangerous-import",
    );
  });

  test("something unknown: exit 5, and 1 with --strict", async () => {
    const place = plainFolder({ "model.pkl": strange() });
    expect((await mlx(place, "model scan model.pkl")).code).toBe(5);
    expect((await mlx(place, "model scan model.pkl --strict")).code).toBe(1);
  });

  test("the worst file decides", async () => {
    const place = plainFolder({ "a.pt": good(), "b.pkl": strange(), "c.pt": evil() });
    const { code, json } = await mlx(place, "model scan . --json");
    expect(code).toBe(1);
    expect(json).toMatchObject({
      schemaVersion: 1,
      verdict: "suspicious",
      files: [
        { path: "a.pt", format: "pytorch", verdict: "ok", findings: [], facts: { parameters: 16 } },
        {
          path: "b.pkl",
          format: "pickle",
          verdict: "unknown",
          findings: [{ rule: "unknown-import", level: "unknown", where: "byte 0" }],
        },
        {
          path: "c.pt",
          verdict: "suspicious",
          findings: [{ rule: "dangerous-import", where: "archive/data.pkl: byte 14" }],
        },
      ],
    });
    expect((await mlx(plainFolder({ "a.pt": good(), "b.pkl": strange() }), "model scan .")).code).toBe(5);
  });
});

describe("nothing is run", () => {
  test("a pickle that would make a file makes none", async () => {
    const place = plainFolder({ "model.pkl": "cposix\nsystem\n(S'touch pwned'\ntR." });
    expect((await mlx(place, "model scan model.pkl")).code).toBe(1);
    expect(place.exists("pwned")).toBe(false);
  });
});

describe("paths", () => {
  test("folders with all that is in them, without what git and mlx keep for themselves", async () => {
    const place = gitRepo({ "models/a.pt": good(), "models/deep/b.pt": good(), "c.pt": evil() });
    const { json } = await mlx(place, "model scan models --json");
    expect(json["files"]).toMatchObject([{ path: "models/a.pt" }, { path: "models/deep/b.pt" }]);
    const all = await mlx(place, "model scan . --json");
    expect(JSON.stringify(all.json)).not.toContain(".git/");
  });

  test("paths are those of the folder that one stands in, and a file is scanned once", async () => {
    const place = plainFolder({ "models/a.pt": good() });
    const { json } = await mlx(place, "model scan a.pt ../models a.pt --json", { cwd: "models" });
    expect(json["files"]).toMatchObject([{ path: "a.pt" }]);
  });

  test("a path that is not there is exit 2", async () => {
    const { code, error } = await mlx(plainFolder(), "model scan nothing.pt --json");
    expect(code).toBe(2);
    expect(error).toMatchObject({
      code: "MLX_NO_SUCH_FILE",
      message: "nothing.pt does not exist, and is not tracked",
    });
  });

  test("links in a folder are followed to files, and not to folders", async () => {
    const place = plainFolder({ "blobs/1234": evil(), "snapshot/config.json": "{}" });
    symlinkSync("../blobs/1234", join(place.root, "snapshot", "model.bin"));
    symlinkSync("../blobs", join(place.root, "snapshot", "folder"));
    const { json } = await mlx(place, "model scan snapshot --json");
    expect(json["files"]).toMatchObject([
      { path: "snapshot/config.json", verdict: "ok" },
      { path: "snapshot/folder", verdict: "unknown" },
      { path: "snapshot/model.bin", verdict: "suspicious" },
    ]);
  });
});

describe("tracked files", () => {
  const tracked = async () => {
    const place = gitRepo({ "models/a.pt": evil(), "models/b.pt": good(), "single.pt": evil() });
    expect((await mlx(place, "data add models single.pt")).code).toBe(0);
    place.remove("models");
    place.remove("single.pt");
    return place;
  };

  test("that are not checked out are read from the cache, by path, pointer or folder", async () => {
    const place = await tracked();
    for (const path of ["single.pt", "single.pt.mlx", "models/a.pt"]) {
      const { code, json } = await mlx(place, ["model", "scan", path, "--json"]);
      expect([path, code]).toEqual([path, 1]);
      expect(json["files"]).toMatchObject([{ path: path.replace(/\.mlx$/, ""), format: "pytorch" }]);
    }
    const { json } = await mlx(place, "model scan models --json");
    expect(json["files"]).toMatchObject([
      { path: "models/a.pt", verdict: "suspicious" },
      { path: "models/b.pt", verdict: "ok" },
    ]);
  });

  test("whose bytes are nowhere are unknown", async () => {
    const place = await tracked();
    rmSync(place.path(".mlx/cache/objects"), { recursive: true });
    const { code, stdout } = await mlx(place, "model scan models/b.pt");
    expect(code).toBe(5);
    expect(stdout).toContain("its bytes are neither checked out nor in the cache");
  });
});

describe("formats of the report", () => {
  const place = () => plainFolder({ "a.pt": good(), "b|c.pt": evil(), "d.pkl": strange() });

  test("SARIF names each rule that found something", async () => {
    const { code, stdout } = await mlx(place(), "model scan . --format sarif");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          automationDetails: { id: "mlx/model-scan/" },
          tool: { driver: { rules: [{ id: "dangerous-import" }, { id: "unknown-import" }] } },
          results: [
            { ruleId: "dangerous-import", level: "error" },
            { ruleId: "unknown-import", level: "warning" },
          ],
        },
      ],
    });
  });

  test("JUnit has a suite a file; what is suspicious fails, with --strict what is unknown too", async () => {
    const { stdout } = await mlx(place(), "model scan . --format junit");
    expect(stdout).toContain('<testsuites name="mlx model scan" tests="3" failures="1">');
    expect((await mlx(place(), "model scan . --format junit --strict")).stdout).toContain('failures="2"');
  });

  test("Markdown has a table with the worst first, in which names are not mark-up", async () => {
    const { stdout, stderr } = await mlx(place(), "model scan . --format markdown");
    expect(stdout).toContain("## Model scan: suspicious: 3 files, 1 suspicious, 1 unknown, 1 ok");
    expect(stdout).toContain(
      "| `b\\|c.pt` | `pytorch` | **suspicious** |\n| `d.pkl` | `pickle` | **unknown** |\n| `a.pt`",
    );
    expect(stdout).toContain(
      "at `archive/data.pkl: byte 14`: `imports os.system, which can run programs or code`",
    );
    expect(stderr).toContain("suspicious: 3 files");
  });

  test("--json and another format contradict each other", async () => {
    const { code, error } = await mlx(place(), "model scan . --format sarif --json");
    expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  });
});
