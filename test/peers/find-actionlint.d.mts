export const actionlintVersion: string;
export function findActionlint(): string | undefined;
export function canHaveActionlint(): boolean;
export function requireActionlint(): string;
