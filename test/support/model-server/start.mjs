// Starts the model server by itself: `node start.mjs [--port N] [--rules rules.mjs]`. Prints its address, runs until stdin
// closes or a signal ends it. A file of rules has a list of them as its default export.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startModelServer } from "./server.mjs";

const options = new Map();
for (let index = 2; index < process.argv.length; index += 2) {
  options.set(process.argv[index], process.argv[index + 1]);
}
const file = options.get("--rules");
const rules = file === undefined ? [] : (await import(pathToFileURL(resolve(file)).href)).default;
const server = await startModelServer({ port: Number(options.get("--port") ?? 0), rules });
process.stdout.write(`${server.url}\n`);
const stop = () => server.close().then(() => process.exit(0));
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
if (options.get("--stdin") === "watch") process.stdin.once("end", stop).resume();
