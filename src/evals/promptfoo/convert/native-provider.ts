import type { Json } from "../../../prompts/types.js";
import type { ProviderSpec } from "../../types.js";
import type { Conversion } from "./conversion.js";

/** A provider as a suite of mlx has it. @param folder absolute: where its files were found from. */
export function nativeProvider(conversion: Conversion, spec: ProviderSpec, folder: string): Json {
  const id = conversion.providerId(spec.id, folder);
  const { apiKey, ...config } = spec.config;
  if (apiKey !== undefined) {
    conversion.drop("apiKey", "keys do not belong into a suite: name a variable with apiKeyEnvar", spec.at);
  }
  if (spec.delayMs !== undefined)
    conversion.drop("delay", "mlx slows down when a provider asks it to", spec.at);
  const said: Record<string, Json> = {
    ...(spec.label !== spec.id && { label: spec.label }),
    ...(Object.keys(config).length > 0 && { config }),
    ...(spec.prompts && { prompts: spec.prompts }),
    ...(spec.transform && { transform: conversion.code(spec.transform) }),
    ...(Object.keys(spec.env).length > 0 && { env: spec.env }),
  };
  return Object.keys(said).length === 0 ? id : { id, ...said };
}
