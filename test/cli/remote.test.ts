import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

describe("add", () => {
  test("the first remote is written to mlx.yaml as given and becomes the default", async () => {
    const repo = gitRepo();
    const { code, stdout } = await mlx(repo, "remote add origin ../store");
    expect(code).toBe(0);
    expect(stdout).toContain("wrote the remote origin (../store) to mlx.yaml");
    expect(stdout).toContain("origin is now the default: it is the first remote");
    expect(repo.read("mlx.yaml")).toBe("remotes:\n  origin:\n    url: ../store\ndefaultRemote: origin\n");
  });

  test("a second one does not, unless --default says so", async () => {
    const repo = gitRepo();
    await mlx(repo, "remote add a /srv/a");
    await mlx(repo, "remote add b /srv/b");
    expect((await mlx(repo, "remote default")).stdout).toBe("a\n");
    await mlx(repo, "remote add c /srv/c --default");
    expect((await mlx(repo, "remote default")).stdout).toBe("c\n");
  });

  test("every setting of S3 is kept", async () => {
    const repo = gitRepo();
    const flags =
      "--endpoint http://127.0.0.1:9000 --region eu-west-1 --profile lab --no-path-style --checksums when_supported --encryption aws:kms --kms-key-id k1";
    expect((await mlx(repo, `remote add o s3://bucket/pre ${flags}`)).code).toBe(0);
    expect((await mlx(repo, "remote list --json")).json).toMatchObject({
      remotes: [
        {
          name: "o",
          url: "s3://bucket/pre",
          endpoint: "http://127.0.0.1:9000",
          region: "eu-west-1",
          profile: "lab",
          pathStyle: false,
          checksums: "when_supported",
          encryption: "aws:kms",
          kmsKeyId: "k1",
          default: true,
          source: "mlx.yaml",
        },
      ],
      defaultRemote: "o",
    });
  });

  test("--local writes to this computer's file, which git ignores", async () => {
    const repo = gitRepo();
    await mlx(repo, "remote add nas /mnt/nas --local");
    expect(repo.read(".mlx/config.local.yaml")).toContain("nas:");
    expect(repo.exists("mlx.yaml")).toBe(false);
    expect(repo.git("status", "--short")).toBe("");
  });

  test("the comments of mlx.yaml stay", async () => {
    const repo = gitRepo();
    await mlx(repo, "init");
    const before = repo.read("mlx.yaml");
    await mlx(repo, "remote add origin ../store");
    for (const line of before.split("\n")) expect(repo.read("mlx.yaml").split("\n")).toContain(line);
  });

  test("adding the same again changes nothing; another under that name needs --force", async () => {
    const repo = gitRepo();
    await mlx(repo, "remote add origin /srv/a");
    const before = repo.read("mlx.yaml");
    expect((await mlx(repo, "remote add origin /srv/a")).stdout).toContain("is set up like this already");
    const refused = await mlx(repo, "remote add origin /srv/b --json");
    expect([refused.code, refused.error.code]).toEqual([2, "MLX_REMOTE_EXISTS"]);
    expect(repo.read("mlx.yaml")).toBe(before);
    expect((await mlx(repo, "remote add origin /srv/b --force")).code).toBe(0);
    expect(repo.read("mlx.yaml")).toContain("/srv/b");
  });

  test("a path typed in a sub-folder means the same place from the top", async () => {
    const repo = gitRepo({ "sub/x": "" });
    await mlx(repo, "remote add origin ../../store", { cwd: "sub" });
    expect(repo.read("mlx.yaml")).toContain("url: ../store\n");
  });

  test("--dry-run writes nothing", async () => {
    const repo = gitRepo();
    expect((await mlx(repo, "remote add origin ../store -n")).stdout).toContain("would write");
    expect(repo.exists("mlx.yaml")).toBe(false);
  });

  test("a store inside the repository is warned about", async () => {
    const { code, stderr } = await mlx(gitRepo(), "remote add origin ./store");
    expect(code).toBe(0);
    expect(stderr).toContain("warning: the store ./store lies inside the repository");
  });

  test.each([
    ["a b /x", "no name for a remote"],
    ["-- -x /x", "no name for a remote"],
    ["o gs://bucket", "gs:// is not supported"],
    ["o https://host/bucket", "is a web address, not a store"],
    ["o s3://", "the bucket's name is missing"],
    ["o s3://me:hunter2@bucket", "the URL carries credentials"],
    ["o /srv/x --region eu", "--region is for s3:// remotes"],
    ["o s3://bucket --endpoint minio", "is no web address"],
    ["o s3://bucket --kms-key-id k", "--kms-key-id needs --encryption aws:kms"],
  ])("mlx remote add %s is refused", async (line, message) => {
    const repo = gitRepo();
    const words = line.startsWith("a b ") ? ["remote", "add", "a b", "/x"] : `remote add ${line}`;
    const { code, stderr } = await mlx(repo, words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("hunter2");
    expect(repo.exists("mlx.yaml")).toBe(false);
  });
});

describe("list", () => {
  test("names, addresses, the default and the defining file", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {a: {url: s3://aaa}, b: {url: ../b}}\ndefaultRemote: b\n" });
    const { stdout } = await mlx(repo, "remote list --quiet");
    expect(stdout).toBe(
      "NAME  URL                FILE\na     s3://aaa           mlx.yaml\nb     ../b      default  mlx.yaml\n",
    );
  });

  test("none is said on stderr", async () => {
    const { code, stdout, stderr } = await mlx(gitRepo(), "remote list");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("mlx remote add");
  });
});

describe("remove", () => {
  test("takes the remote and its being the default out of mlx.yaml, and keeps the rest", async () => {
    const repo = gitRepo({
      "mlx.yaml": "# ours\nremotes:\n  a:\n    url: /a\n  b:\n    url: /b   # second\ndefaultRemote: a\n",
    });
    const { stdout } = await mlx(repo, "remote remove a");
    expect(stdout).toContain("removed the remote a from mlx.yaml");
    expect(stdout).toContain("mlx remote default b");
    expect(repo.read("mlx.yaml")).toBe("# ours\nremotes:\n  b:\n    url: /b   # second\n");
  });

  test("an unknown name is answered with the one that was probably meant", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: /a}}\n" });
    const { code, error } = await mlx(repo, "remote remove orgin --json");
    expect([code, error.code, error.hint]).toEqual([2, "MLX_UNKNOWN_REMOTE", "did you mean origin?"]);
  });

  test("--dry-run writes nothing", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: /a}}\n" });
    expect((await mlx(repo, "remote rm origin --dry-run")).stdout).toContain("would remove");
    expect(repo.read("mlx.yaml")).toBe("remotes: {origin: {url: /a}}\n");
  });
});

describe("default", () => {
  test("chooses one, for everyone or for this computer", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {a: {url: /a}, b: {url: /b}}\n" });
    expect((await mlx(repo, "remote default a")).code).toBe(0);
    expect((await mlx(repo, "remote default b --local")).code).toBe(0);
    expect(repo.read("mlx.yaml")).toContain("defaultRemote: a");
    expect((await mlx(repo, "remote default --json")).json).toEqual({ schemaVersion: 1, defaultRemote: "b" });
  });

  test("without one it says how to choose, exit 2", async () => {
    const { code, stderr } = await mlx(gitRepo(), "remote default");
    expect(code).toBe(2);
    expect(stderr).toContain("mlx remote default NAME");
  });
});

describe("check", () => {
  test("a folder that can be used is reported in plain words, exit 0", async () => {
    const repo = gitRepo({ "../store/.keep": "" });
    await mlx(repo, "remote add origin ../store");
    const { code, stdout } = await mlx(repo, "remote check");
    expect([code, stdout.trim().split("\n").at(-1)]).toEqual([0, "origin is ready"]);
    const { json } = await mlx(repo, "remote check origin --json");
    expect(json).toMatchObject({ remote: "origin", ok: true });
  });

  test("a folder that is not there exits 3", async () => {
    const repo = gitRepo();
    await mlx(repo, "remote add origin /nowhere/at/all");
    const { code, stdout } = await mlx(repo, "remote check");
    expect(code).toBe(3);
    expect(stdout).toContain("FAIL");
    expect(stdout).toContain("hint:");
  });

  test("without remotes, or with several and no default, it says what to do", async () => {
    const none = await mlx(gitRepo(), "remote check --json");
    expect([none.code, none.error.code]).toEqual([2, "MLX_NO_REMOTE"]);
    const several = await mlx(
      gitRepo({ "mlx.yaml": "remotes: {a: {url: /a}, b: {url: /b}}\n" }),
      "remote check --json",
    );
    expect(several.error.hint).toContain("mlx remote default a");
  });
});

describe("in linked worktrees and bare repositories", () => {
  test("a relative path means the same store from every worktree", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {o: {url: ../store}}\n" });
    repo.commit();
    const linked = repo.at(repo.path("../deep/down/linked"));
    repo.git("worktree", "add", "--quiet", linked.root);
    const [here, there] = [await mlx(repo, "remote list --json"), await mlx(linked, "remote list --json")];
    expect(there.json["remotes"]).toEqual(here.json["remotes"]);
  });

  test("a bare clone takes mlx.yaml from its branch", async () => {
    const repo = gitRepo({ "mlx.yaml": "remotes: {o: {url: s3://bucket}}\n" });
    repo.commit();
    const bare = repo.clone("--bare");
    expect((await mlx(bare, "remote list --json")).json["remotes"]).toMatchObject([
      { name: "o", source: "HEAD:mlx.yaml" },
    ]);
    expect((await mlx(bare, "remote add x /x --json")).error.code).toBe("MLX_BARE_REPOSITORY");
  });
});
