export const gateFormats = ["human", "json", "markdown", "junit", "github"] as const;
export type GateFormat = (typeof gateFormats)[number];
