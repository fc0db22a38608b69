import { expect, test } from "vitest";
import { remoteOf, withoutCredentials } from "../../../../src/runs/capture/remote-url.js";

test.each([
  ["https://me:pass@example.com/a.git", "https://example.com/a.git"],
  ["https://x-access-token@example.com/a.git", "https://example.com/a.git"],
  ["ssh://git:pw@example.com:22/a.git", "ssh://git@example.com:22/a.git"],
  ["git@example.com:a/b.git", "git@example.com:a/b.git"],
  ["/srv/git/a@b.git", "/srv/git/a@b.git"],
  ["https://example.com/a@b.git", "https://example.com/a@b.git"],
  ["https://example.com/a.git?access_token=abcdef", "https://example.com/a.git?access_token=[redacted]"],
])("%s is told as %s", (url, told) => {
  expect(withoutCredentials(url)).toBe(told);
});

test("the remote is the branch's, else origin, else the only one", () => {
  const up = ["remote.up.url", "https://u/x"] as const;
  const origin = ["remote.origin.url", "https://o/x"] as const;
  expect(remoteOf(new Map([up, origin, ["branch.main.remote", "up"]]), "main")).toBe("https://u/x");
  expect(remoteOf(new Map([up, origin]), "main")).toBe("https://o/x");
  expect(remoteOf(new Map([up]), undefined)).toBe("https://u/x");
  expect(remoteOf(new Map([up, ["remote.b.url", "y"]]), undefined)).toBeUndefined();
});
