import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

/**
 * What reading pointers takes of the YAML library. Loaded lazily, through this module: once bundled, the package itself
 * has no named exports when it is imported dynamically.
 */
export const yaml = { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit };

export type Yaml = typeof yaml;
