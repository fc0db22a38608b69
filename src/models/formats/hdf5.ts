import type { ByteSource } from "../byte-source.js";
import type { ModelFacts } from "../model-facts.js";
import { atByte, type ModelFinding } from "../verdict.js";
import type { FormatReport } from "./format-report.js";
import { parsedJson } from "./json-keys.js";
import { isKerasConfig, kerasFacts, kerasFindings } from "./keras-config.js";

const piece = 1 << 20;
const longestConfig = 1 << 24;
const mostStarts = 20_000;
/** Bytes that are read in search of the ends of configurations, all together. */
const mostSearched = 1 << 27;

export function isHdf5(head: Uint8Array): boolean {
  return [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, index) => head[index] === byte);
}

/**
 * An HDF5 file. Keras keeps a model's configuration in an attribute, as JSON, which the format does not compress: it is
 * looked for in all of the file. The arrays are numbers, and not looked at.
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export function readHdf5(source: ByteSource): FormatReport {
  const { starts, named } = searchConfigs(source);
  const findings: ModelFinding[] = [];
  let facts: ModelFacts | undefined;
  let [end, searched] = [0, 0];
  for (const start of starts) {
    // Layers of a configuration begin like the whole: only beginnings outside of others are of interest.
    if (start < end) continue;
    const { text, read } = jsonAt(source, start);
    searched += read;
    const config = text === undefined ? undefined : parsedJson(text);
    if (text !== undefined && isKerasConfig(config)) {
      end = start + text.length;
      facts ??= kerasFacts(config);
      findings.push(...kerasFindings(config, atByte(start)));
    }
    if (searched < mostSearched) continue;
    findings.push({
      rule: "limit",
      level: "unknown",
      what: "it has more configurations than mlx reads",
      where: atByte(start),
    });
    break;
  }
  if (named && facts === undefined) {
    const what = "the configuration of the model cannot be read";
    findings.push({ rule: "unread", level: "unknown", what, where: "model_config" });
  }
  return { format: facts === undefined ? "hdf5" : "keras-hdf5", findings, facts: facts ?? {} };
}

/** Places at which a configuration may begin, in order, and whether the file has an attribute for one. */
function searchConfigs(source: ByteSource): { starts: number[]; named: boolean } {
  const starts: number[] = [];
  let named = false;
  const overlap = 32;
  for (let from = 0; from < source.size; from += piece) {
    const part = source.read(from, piece + overlap);
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    named ||= bytes.includes("model_config");
    for (const key of ['{"class_name"', '{"module"']) {
      let at = bytes.indexOf(key);
      for (; at !== -1 && at < piece && starts.length < mostStarts; at = bytes.indexOf(key, at + 1))
        starts.push(from + at);
    }
  }
  return { starts: starts.sort((a, b) => a - b), named };
}

/** The JSON object that begins at a place, if it ends, in Latin-1, so that its length is that of the bytes; and how far was read. */
function jsonAt(source: ByteSource, start: number): { text?: string; read: number } {
  let [depth, inText, escaped] = [0, false, false];
  const stop = Math.min(source.size, start + longestConfig);
  for (let from = start; from < stop; from += piece) {
    for (const [index, byte] of source.read(from, piece).entries()) {
      const read = from + index + 1 - start;
      if (escaped) escaped = false;
      else if (inText && byte === 0x5c) escaped = true;
      else if (byte === 0x22) inText = !inText;
      else if (!inText && byte === 0x7b) depth++;
      else if (!inText && byte === 0x7d && --depth === 0)
        return { text: Buffer.from(source.read(start, read)).toString("latin1"), read };
      else if (byte === 0) return { read };
    }
  }
  return { read: stop - start };
}
