import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

function tickets(words: readonly string[], rows = 300): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const some = [0, 1, 2, 3, 4, 5].map((offset) => words[(at * 7 + offset * offset) % words.length]);
    return JSON.stringify({ text: `please help with ${some.join(" ")} thank you`, at });
  });
  return `${lines.join("\n")}\n`;
}

const shop = ["order", "refund", "parcel", "invoice", "delivery", "address", "voucher", "return"];

test("texts about the same are ok, and texts about something else drift", async () => {
  const repo = gitRepo({
    "base.jsonl": tickets(shop),
    "fair.jsonl": tickets(shop, 280),
    "other.jsonl": tickets(["login", "password", "error", "screen", "update", "crash", "phone", "install"]),
  });
  await mlx(repo, "drift baseline tickets --data base.jsonl --kind text=text");
  expect((await mlx(repo, "drift check tickets --data fair.jsonl")).code).toBe(0);
  const { code, stdout } = await mlx(repo, "drift check tickets --data other.jsonl");
  expect(code).toBe(1);
  expect(stdout).toContain("✗ text: its texts have changed");
});
