import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectTemplate, projectTemplates } from "../../src/commands/init/project-templates.js";
import { mlxVersion } from "../../src/core/version.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";

describe.each(projectTemplates)("--template %s", (template) => {
  test("writes a project, tracks its data, and says what it wrote and what to try", async () => {
    const folder = plainFolder();
    const { code, stdout, stderr } = await mlx(folder, `init --template ${template}`);
    expect(code).toBe(0);
    expect(stdout).toContain(`made a git repository in ${folder.root}`);
    expect(stdout).toMatch(/ran +mlx data add data\//);
    expect(stdout).toContain("CC0 1.0");
    for (const line of projectTemplate(template).next) expect(stderr).toContain(line);
    expect(stdout.split("\n").filter((line) => line.length > 80 && !line.includes(folder.root))).toEqual([]);
    expect(folder.read(".github/workflows/mlx.yml")).toContain(`mlx-cli@${mlxVersion}`);
    expect((await mlx(folder, "data status --check --remote")).code).toBe(0);
    expect(folder.git("status", "--short", "--ignored")).not.toContain("!! store");
  });

  test("explains each of its files, and no others; git keeps the bytes of the store as they are", async () => {
    const folder = plainFolder();
    const { json } = await mlx(folder, `init --template ${template} --json`);
    const files = Object.keys(projectTemplate(template).details).sort();
    expect(json).toMatchObject({ template, dryRun: false, extended: [], present: [], leftOut: [] });
    expect(
      [json["written"]]
        .flat()
        .filter((what) => what !== ".mlx/" && what !== "git merge driver")
        .sort(),
    ).toEqual(files);
    folder.git("add", "--all");
    const [object = ""] = folder.git("ls-files", "store/objects").split("\n");
    expect(folder.git("check-attr", "text", object)).toContain("text: unset");
  });

  test("--dry-run says the same and writes nothing, not even a repository", async () => {
    const folder = plainFolder();
    const { code, json } = await mlx(folder, `init --template ${template} --dry-run --json`);
    expect([code, json]).toMatchObject([0, { dryRun: true, template }]);
    expect([folder.exists(".git"), folder.exists("README.md")]).toEqual([false, false]);
    const { json: real } = await mlx(folder, `init --template ${template} --json`);
    expect([json["written"], json["ran"]]).toEqual([real["written"], real["ran"]]);
  });

  test("a second time there is nothing to do", async () => {
    const folder = plainFolder();
    await mlx(folder, `init --template ${template} --quiet`);
    folder.commit();
    const { code, stdout } = await mlx(folder, `init --template ${template}`);
    expect([code, stdout]).toEqual([0, expect.stringContaining("nothing to do: everything is set up")]);
    expect(folder.git("status", "--short")).toBe("");
  });
});

test("tabular limits latency from the first day: the training measures it, production demands it", async () => {
  const folder = plainFolder();
  await mlx(folder, "init --template tabular --quiet");
  folder.commit();
  const { json: found } = await mlx(folder, "doctor --json");
  expect(JSON.stringify(found)).toContain(
    '"state":"ok","evidence":"production of penguins demands latency_ms"',
  );
  const clone = folder.clone();
  await mlx(clone, "data pull");
  await mlx(clone, "run --quiet --output model.json --output predictions.jsonl -- node train.mjs");
  expect((await mlx(clone, "model register penguins model.json --run last -m First")).code).toBe(0);
  const gateOf = async () => {
    const { stdout } = await mlx(clone, "gate penguins@1 --to production --json");
    const { gates }: { gates: { gate: string }[] } = JSON.parse(stdout);
    return gates.find(({ gate }) => gate.startsWith("metric: latency_ms"));
  };
  expect(await gateOf()).toMatchObject({ passed: true, threshold: 5 });
  const settings = "models/penguins/model.yaml";
  clone.write({ [settings]: clone.read(settings).replace("max: 5}", "max: 0.0000001}") });
  expect(await gateOf()).toMatchObject({ passed: false });
});

test("the owner of the model is whoever git says", async () => {
  const folder = plainFolder();
  await mlx(folder, "init --template tabular --quiet");
  expect(folder.read("models/penguins/model.yaml")).toContain("owners: [test@example.com]");
});

test("what is there stays as it is; lines are added to .gitignore and .gitattributes, each with its line ends", async () => {
  const repo = gitRepo({
    "README.md": "mine\n",
    "mlx.yaml": "version: 1\n",
    ".gitignore": "*.tmp\r\nreports/\r\n",
    ".gitattributes": "*.png binary",
  });
  const { code, json } = await mlx(repo, "init --template tabular --json");
  expect([code, json]).toMatchObject([
    0,
    {
      extended: [".gitattributes", ".gitignore"],
      present: ["README.md", "mlx.yaml"],
      ran: ["mlx data add data/penguins.csv data/holdout.csv", "mlx drift baseline penguins"],
      // Where the bytes go is the person's choice.
      leftOut: ["mlx data push"],
    },
  ]);
  expect([repo.read("README.md"), repo.read("mlx.yaml")]).toEqual(["mine\n", "version: 1\n"]);
  expect(repo.read(".gitignore")).toBe("*.tmp\r\nreports/\r\nmodel.json\r\npredictions.jsonl\r\n");
  expect(repo.read(".gitattributes")).toMatch(/^\*\.png binary\n\*\.mlx /);
  expect(repo.exists("store")).toBe(false);
});

test("data of the same name are the person's own: they are neither replaced nor tracked", async () => {
  const repo = gitRepo({ "data/penguins.csv": "a,b\n1,2\n" });
  const { json } = await mlx(repo, "init --template minimal --json");
  expect(json).toMatchObject({ present: ["data/penguins.csv"], ran: [] });
  expect(repo.read("data/penguins.csv")).toBe("a,b\n1,2\n");
  expect(repo.exists("data/penguins.csv.mlx")).toBe(false);
});

test("in a sub-folder of a repository the top is set up, and paths are as they are typed there", async () => {
  const repo = gitRepo({ "deep/er/file": "" });
  const { code, stdout } = await mlx(repo, "init --template minimal", { cwd: "deep/er" });
  expect([code, stdout]).toEqual([0, expect.stringContaining("written   ../../mlx.yaml")]);
  expect([repo.exists("mlx.yaml"), repo.exists("deep/er/mlx.yaml")]).toEqual([true, false]);
});

describe("refused, with nothing written", () => {
  test("a file where the template has a folder", async () => {
    const folder = plainFolder({ data: "a file\n" });
    const { code, error } = await mlx(folder, "init --template minimal --json");
    expect([code, error.code]).toEqual([2, "MLX_TEMPLATE_IN_THE_WAY"]);
    expect(error.message).toBe("data is no folder, and the template has one there");
    expect([folder.exists(".git"), folder.exists("README.md")]).toEqual([false, false]);
  });

  test("a folder where the template has a file", async () => {
    const repo = gitRepo({ "README.md/a": "" });
    expect((await mlx(repo, "init --template llm --json")).error.message).toBe(
      "README.md is no file, and the template has one there",
    );
    expect(repo.exists("mlx.yaml")).toBe(false);
  });

  test("a link that leads elsewhere", async () => {
    const [repo, elsewhere] = [gitRepo(), plainFolder()];
    symlinkSync(elsewhere.root, repo.path(".github"));
    const { code, error } = await mlx(repo, "init --template minimal --json");
    expect([code, error.code]).toEqual([2, "MLX_THROUGH_SYMLINK"]);
    expect([repo.exists("mlx.yaml"), elsewhere.exists("workflows")]).toEqual([false, false]);
  });

  test("git does not know who writes", async () => {
    const folder = plainFolder();
    const env = { GIT_CONFIG_GLOBAL: "/dev/null", EMAIL: "", GIT_AUTHOR_EMAIL: "" };
    const { code, error } = await mlx(folder, "init --template tabular --json", { env });
    expect([code, error.code]).toEqual([2, "MLX_NO_IDENTITY"]);
    expect(folder.exists(".git")).toBe(false);
  });

  test("a template that there is not", async () => {
    const { code, stderr } = await mlx(plainFolder(), "init --template tabluar");
    expect([code, stderr]).toEqual([2, expect.stringContaining("tabular")]);
  });

  test("a bare repository", async () => {
    const folder = plainFolder();
    folder.git("init", "--quiet", "--bare");
    expect((await mlx(folder, "init --template llm --json")).error.code).toBe("MLX_BARE_REPOSITORY");
  });
});

test("where one of its commands fails the files stay, and the reason is told, exit 3", async () => {
  const repo = gitRepo({ ".gitignore": "*.mlx\n" });
  const { code, error } = await mlx(repo, "init --template minimal --json");
  expect([code, error.code]).toEqual([3, "MLX_TEMPLATE_COMMAND"]);
  expect(error.message).toMatch(/^mlx data add data\/penguins\.csv failed with exit code 2: .*\.gitignore/);
  expect([repo.exists("README.md"), repo.exists("data/penguins.csv")]).toEqual([true, true]);
});
