import { spawnSync } from "node:child_process";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** A Chromium: `$MLX_TEST_CHROMIUM`, else one on PATH; undefined where there is none. */
export function findChromium() {
  const given = process.env["MLX_TEST_CHROMIUM"];
  return (given ? [given] : names).find((name) => !spawnSync(name, ["--version"]).error);
}
