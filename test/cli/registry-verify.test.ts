import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, projectFile, promptText, publishVersion, releasedPrompt } from "../support/released-prompt.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function eventful(): Promise<TestRepo> {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  repo.write({ "mlx.yaml": projectFile("[{approvals: 1}]") });
  await must(repo, "prompt approve answer@1.0.0 -m fine", { env: as("ann") });
  await must(repo, "prompt alias answer stable 1.0.0");
  await must(repo, "prompt alias answer candidate 1.1.0");
  return repo;
}

function registryFiles(repo: TestRepo): string[] {
  return ["versions", "events", "aliases"].flatMap((folder) =>
    readdirSync(repo.path("prompts/answer", folder)).map((name) => `prompts/answer/${folder}/${name}`),
  );
}

test("what is intact is counted, exit 0", async () => {
  const repo = await eventful();
  expect(await must(repo, "registry verify")).toBe("intact: 1 prompt: 2 versions, 5 events, 2 aliases\n");
  expect((await mlx(repo, "registry verify answer --json")).json).toMatchObject({
    ...{ checked: 1, versions: 2, events: 5, aliases: 2, findings: [] },
  });
});

test("a byte that is flipped in any file is found, exit 1, and that file is named", async () => {
  const repo = await eventful();
  for (const file of registryFiles(repo)) {
    const path = repo.path(file);
    const bytes = readFileSync(path);
    for (const at of [0, bytes.length >> 2, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      writeFileSync(path, changed);
      const { code, stdout } = await mlx(repo, "registry verify");
      expect([code, stdout], `${file}, byte ${at}`).toEqual([1, expect.stringContaining(`${file}:`)]);
    }
    writeFileSync(path, bytes);
  }
  await must(repo, "registry verify");
});

test("a file that is deleted or added is found", async () => {
  const repo = await eventful();
  for (const file of registryFiles(repo)) {
    const bytes = readFileSync(repo.path(file));
    repo.remove(file);
    expect((await mlx(repo, "registry verify")).code, file).toBe(1);
    writeFileSync(repo.path(file), bytes);
  }
  repo.write({ "prompts/answer/aliases/stable.orig": "x" });
  const { json } = await mlx(repo, "registry verify --json");
  expect(json["findings"]).toMatchObject([{ file: "prompts/answer/aliases/stable.orig", severity: "error" }]);
});

test("the command that a finding names mends it", async () => {
  const repo = await eventful();
  repo.commit();
  writeFileSync(repo.path("prompts/answer/versions/1.0.0.md"), "user:\nforged\n");
  repo.commit("forge");
  const { stdout } = await mlx(repo, "registry verify");
  const command = /git checkout (\$\(.*\)) -- :\/(\S+)/.exec(stdout);
  const [, , path = ""] = command ?? [];
  const added = repo.git("log", "-1", "--diff-filter=A", "--format=%H", "--", path);
  expect(command?.[1]).toBe(`$(git log -1 --diff-filter=A --format=%H -- :/${path})`);
  repo.git("checkout", added, "--", path);
  await must(repo, "registry verify");
});

test("a shallow clone without tags has all that is needed", async () => {
  const repo = await eventful();
  repo.commit("release");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  const clone = repo.clone("--depth", "1", "--no-tags");
  await must(clone, "registry verify");
  expect(await must(clone, "prompt alias answer stable")).toBe("1.0.0\n");
  expect(await must(clone, "prompt history answer")).toContain("made 1.1.0");
  expect(await must(clone, "registry log")).toContain("approved 1.0.0");
  await publishVersion(clone, "2.0.0");
  await must(clone, ["prompt", "alias", "answer", "candidate", "--rollback", "--override", "x"]).catch(
    () => undefined,
  );
  await must(clone, "registry verify");
});

test("links are not followed: an alias that is one counts as missing", async () => {
  const repo = await eventful();
  const { symlinkSync } = await import("node:fs");
  const line = repo.read("prompts/answer/aliases/stable");
  repo.remove("prompts/answer/aliases/stable");
  writeFileSync(join(repo.root, "elsewhere"), line);
  symlinkSync("../../../elsewhere", repo.path("prompts/answer/aliases/stable"));
  expect((await mlx(repo, "registry verify")).code).toBe(1);
  const { code } = await mlx(repo, "prompt alias answer stable");
  expect(code).not.toBe(0);
});

test("without anything published there is nothing to find fault with", async () => {
  const repo = gitRepo({ "prompts/answer/prompt.md": promptText() });
  expect((await mlx(repo, "registry verify --json")).json).toMatchObject({ checked: 0, findings: [] });
  const { code, error } = await mlx(repo, "registry verify answer --json");
  expect([code, error.code]).toEqual([2, "MLX_NOT_PUBLISHED"]);
});
