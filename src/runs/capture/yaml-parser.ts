import { isScalar, LineCounter, parseDocument, visit } from "yaml";

/** What reading parameter files takes of the YAML library; see data/yaml-library.ts for why it is a module. */
export const yaml = { isScalar, LineCounter, parseDocument, visit };
