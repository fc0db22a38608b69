import { defineConfig } from "vitest/config";
import { textAssets } from "./scripts/text-assets.mjs";

const shared = { pool: "forks", testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: "architecture", include: ["test/architecture/**/*.test.ts"] } },
      {
        plugins: [textAssets()],
        test: {
          ...shared,
          name: "product",
          include: ["test/{unit,contract,cli,e2e}/**/*.test.ts"],
          globalSetup: ["test/support/build-once.ts"],
        },
      },
    ],
  },
});
