import manifest from "../../package.json" with { type: "json" };

/** The version of mlx, as in package.json. */
export const mlxVersion: string = manifest.version;
