import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { penguinsLineage } from "../support/penguins-lineage.js";
import { ann } from "../support/registry-scene.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

function penguins(): TestRepo {
  const repo = gitRepo();
  for (const [path, content] of penguinsLineage().files) repo.write({ [path]: content });
  return repo;
}

test("a version is a tree: what it was made from, what was found out, what points at it, what is not known", async () => {
  const text = await must(penguins(), "model lineage penguins@production");
  const lines = text.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^penguins@2 {2}onnx, 8 B, registered 2026-03-01 .* by ann@example\.com$/);
  expect(lines[1]).toBe("├─ run more data (00000002): python train.py --more");
  expect(lines).toContain("│  ├─ commit 9a8b7c6d5e4f with changes");
  expect(lines).toContain("├─ tuned from acme/bird-encoder");
  expect(text).toMatch(/├─ drift inflow drift: data\/march\.csv, bill_length_mm, island/);
  expect(text).toMatch(/├─ → production {2}since .* by Bob@Example\.com/);
  expect(lines).toContain("│  └─ OVERRIDDEN: the season has begun");
  expect(lines.at(-1)).toBe("   └─ what was changed beside the commit when it was trained");
});

test("a name alone means the latest version and those that an alias holds", async () => {
  const made = penguinsLineage();
  made.register(3);
  made.register(4);
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const { json } = await mlx(repo, "model lineage penguins --json");
  const versions = json["versions"] as { version: string; aliases: { alias: string }[]; missing: string[] }[];
  expect(versions.map(({ version }) => version)).toEqual(["1", "2", "4"]);
  expect(versions[1]?.aliases).toMatchObject([{ alias: "production", override: "the season has begun" }]);
  expect(versions[1]?.missing).toEqual(["changes"]);
  const graph = json["graph"] as { nodes: unknown[]; edges: unknown[] };
  expect(graph.nodes.length).toBeGreaterThan(10);
});

test("a name alone passes over what is archived, as show does", async () => {
  const made = penguinsLineage();
  made.register(3);
  made.event({ kind: "archive", author: ann, message: "old", parents: [], target: made.ref("3") });
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const { json } = await mlx(repo, "model lineage penguins --json");
  expect(json).toMatchObject({ versions: [{ version: "1" }, { version: "2" }] });
  expect((await mlx(repo, "model show penguins --json")).json).toMatchObject({ version: "2" });
});

test("a page is of one file, without scripts, and names every part of the lineage", async () => {
  const repo = penguins();
  expect(await must(repo, "model lineage penguins --output lineage.html")).toBe("wrote lineage.html\n");
  const page = repo.read("lineage.html");
  expect(page).toContain("<svg");
  for (const part of ["data/train.csv", "more data", "penguins@2", "golden", "inflow", "production"]) {
    expect(page).toContain(part);
  }
  expect(page).not.toMatch(/<script|src=|href=|https?:/);
  expect(page).toContain("Overridden: the season has begun");
  expect(await must(repo, "model lineage penguins --html")).toContain("<!doctype html>");
});

test("names that would be markup are escaped in the page", async () => {
  const made = penguinsLineage();
  const run = { id: "01KJMMDQP00000000000000009", name: "<img src=x onerror=alert(1)>", experiment: "x" };
  made.register(3, { "<b>.txt": "x" }, { run });
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const page = await must(repo, "model lineage penguins@3 --html");
  expect(page).not.toContain("<img");
  expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
});

test("a chart for Markdown is fenced in a .md file and bare elsewhere", async () => {
  const repo = penguins();
  const chart = await must(repo, "model lineage penguins@1 --mermaid");
  expect(chart).toMatch(/^flowchart LR\n/);
  await must(repo, "model lineage penguins@1 --output lineage.md");
  expect(repo.read("lineage.md")).toBe(`\`\`\`mermaid\n${chart}\`\`\`\n`);
  await must(repo, "model lineage penguins@1 --output CHART.MD");
  expect(repo.read("CHART.MD")).toBe(repo.read("lineage.md"));
  await must(repo, "model lineage penguins@1 --output lineage.mmd");
  expect(repo.read("lineage.mmd")).toBe(chart);
  await must(repo, "model lineage penguins@1 --output lineage.json");
  expect(JSON.parse(repo.read("lineage.json"))).toMatchObject({ schemaVersion: 1, name: "penguins" });
});

test("what cannot be told exits 2 with what was meant", async () => {
  const repo = penguins();
  const wrong = async (words: string) => {
    const { code, error } = await mlx(repo, `model lineage ${words} --json`);
    return [code, error.code];
  };
  expect(await wrong("pinguins")).toEqual([2, "MLX_NOT_PUBLISHED"]);
  expect(await wrong("penguins@9")).toEqual([2, "MLX_VERSION_NOT_FOUND"]);
  expect(await wrong("penguins@1@2")).toEqual([2, "MLX_REFERENCE"]);
  expect(await wrong("penguins --html --mermaid")).toEqual([2, "MLX_USAGE"]);
});

test("a version that was changed is not followed", async () => {
  const repo = penguins();
  repo.write({ "models/penguins/versions/2.yaml": "mlx: 1\n" });
  const { code, error } = await mlx(repo, "model lineage penguins@2 --json");
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
});

test("an alias that a rollback set says so, and not that it has no gates", async () => {
  const made = penguinsLineage();
  made.alias("production", "1", { kind: "rollback", message: "worse at night" });
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const said = "restored by a rollback, which asks no gates";
  expect(await must(repo, "model lineage penguins@1")).toContain(said);
  expect(await must(repo, "model lineage penguins@1 --mermaid")).toContain(said);
  const page = await must(repo, "model lineage penguins@1 --html");
  expect(page).toContain(`<p class="soft">${said}</p>`);
  const { json } = await mlx(repo, "model lineage penguins@1 --json");
  expect(json["versions"]).toMatchObject([
    {
      aliases: [
        { alias: "champion", kind: "alias" },
        { alias: "production", kind: "rollback", gates: [] },
      ],
    },
  ]);
});
