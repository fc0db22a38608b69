/** What a new prompt can start from: `templates/prompts/<kind>.md`. */
export const promptTemplates = ["chat", "extraction", "classification", "rag", "judge", "agent"] as const;
export type PromptTemplate = (typeof promptTemplates)[number];
