import { defineConfig } from "vitest/config";

/** `npm run test:peers`: other tools' own clients against the built mlx. They need more than Node. */
export default defineConfig({
  test: {
    name: "peers",
    include: ["test/peers/**/*.test.ts"],
    globalSetup: ["test/support/build-once.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
