import { defineConfig } from "vitest/config";

const shared = { pool: "forks", testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: "architecture", include: ["test/architecture/**/*.test.ts"] } },
      {
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
