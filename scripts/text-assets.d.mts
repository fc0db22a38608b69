import type { Plugin } from "vitest/config";

export function textAssets(): Plugin;
