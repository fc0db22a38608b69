// The floor of everything that must know a file's digest: one SHA-256 pass over it.
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

const hash = createHash("sha256");
const buffer = Buffer.allocUnsafeSlow(1 << 20);
const file = openSync(process.argv[2], "r");
for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
  hash.update(buffer.subarray(0, count));
}
closeSync(file);
hash.digest();
