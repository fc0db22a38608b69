import { spawnSync } from "node:child_process";
import { configDefaults, defineConfig } from "vitest/config";
import { textAssets } from "./scripts/text-assets.mjs";
import { findChromium } from "./test/peers/browser/find-chromium.mjs";
import { canHaveActionlint } from "./test/peers/find-actionlint.mjs";

const exclude = [...configDefaults.exclude];
if (spawnSync("ruby", ["--version"]).error) {
  exclude.push("test/peers/scripts-ruby.test.ts");
  process.stderr.write("left out: test/peers/scripts-ruby.test.ts needs Ruby, which is not on PATH\n");
}

if (findChromium() === undefined) {
  exclude.push("test/peers/html-report.test.ts");
  process.stderr.write("left out: test/peers/html-report.test.ts needs Chromium, which is not on PATH\n");
}

if (!canHaveActionlint()) {
  exclude.push("test/peers/workflows.test.ts");
  process.stderr.write("left out: test/peers/workflows.test.ts needs actionlint, or Go to install it\n");
}

/** `npm run test:peers`: scripts in other languages, other tools themselves beside mlx, and pages in a browser. They need more than Node. */
export default defineConfig({
  plugins: [textAssets()],
  test: {
    name: "peers",
    include: ["test/peers/**/*.test.ts"],
    exclude,
    globalSetup: ["test/support/build-once.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
