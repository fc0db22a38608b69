import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fits, runCommands, shownCommands } from "../support/console-blocks.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, commands: shownCommands(readFileSync(join(root, path), "utf8")) }))
  .filter(({ commands }) => commands.length > 0);

describe.each(documents)("$path", ({ path, commands }) => {
  test("every command that it shows runs, and prints what it shows", async () => {
    const ran = await runCommands(commands);
    const wrong = ran.filter(({ shown, printed, exit, exited }) => exit !== exited || !fits(shown, printed));
    expect(
      wrong.map(
        ({ line, command, printed, exited }) => `${path}:${line}: ${command} (exit ${exited})\n${printed}`,
      ),
    ).toEqual([]);
  });
});

test("the documents do show commands", () => {
  expect(documents.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["README.md", "docs/data.md", "docs/ci.md"]),
  );
});
