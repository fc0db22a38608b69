// The floor of a status: lstat of every file that a list names, one a line.
import { lstatSync, readFileSync } from "node:fs";

for (const path of readFileSync(process.argv[2], "utf8").split("\n")) lstatSync(path);
