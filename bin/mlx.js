#!/usr/bin/env node
// Old syntax on purpose: an old Node must get as far as the message.
var node = process.versions.node.split(".").map(Number);
if (node[0] < 20 || (node[0] === 20 && node[1] < 19)) {
  process.stderr.write(
    "error: mlx needs Node.js 20.19 or newer; this is " +
      process.versions.node +
      "\nhint: https://nodejs.org\n",
  );
  process.exit(2);
}

// A reader that stops early (mlx … | head -1) is no error.
process.stdout.on("error", (error) => {
  process.exit(error.code === "EPIPE" ? 0 : 3);
});
process.stderr.on("error", () => {});

import("../dist/main.js").then((mlx) => mlx.main());
