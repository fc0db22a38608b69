import { expect, test } from "vitest";
import { parseConfig, readRepositoryConfig } from "../../../src/git/read-config.js";
import { gitRepo } from "../../support/repo.js";

test("a repository's settings are read as git writes them", () => {
  const repo = gitRepo();
  repo.git("remote", "add", "origin", "https://example.com/a b.git");
  repo.git("remote", "add", 'odd"name', "C:\\x;y#z");
  repo.git("config", "branch.Feat/X.remote", "origin");
  const settings = readRepositoryConfig(repo.path(".git"));
  expect(settings.get("remote.origin.url")).toBe("https://example.com/a b.git");
  expect(settings.get('remote.odd"name.url')).toBe("C:\\x;y#z");
  expect(settings.get("branch.Feat/X.remote")).toBe("origin");
});

test("comments, continued lines and repeated keys", () => {
  const settings = parseConfig('[Remote "o"]\n\turl = one ; why\n\tURL = two\n[core]\n  a = x\\\ny # z\n');
  expect(Object.fromEntries(settings)).toEqual({ "remote.o.url": "one", "core.a": "xy" });
});

test("no configuration, no settings", () => {
  expect(readRepositoryConfig("/nowhere").size).toBe(0);
});
