/** Most characters of JSON that one result may have. */
const longest = 10 * 1024 * 1024;

/** A result that JSON cannot hold. */
export class NotJson extends Error {}

/** A script's result as JSON. @throws {NotJson} for what JSON cannot hold: nothing at all, NaN, a function, a circle. */
export function resultText(value: unknown): string {
  if (value === true) return "true";
  if (value === false) return "false";
  if (value === undefined) throw new NotJson("it returned nothing (undefined)");
  let text: string | undefined;
  try {
    text = JSON.stringify(value, check);
  } catch (error) {
    if (error instanceof RangeError) throw new NotJson("it returned a value that is nested too deeply");
    if (error instanceof TypeError && /circular|cyclic/i.test(error.message)) {
      throw new NotJson("it returned a value that contains itself");
    }
    throw error;
  }
  if (text === undefined) throw new NotJson(`it returned a ${typeof value}, which JSON cannot hold`);
  if (text.length > longest) {
    throw new NotJson(`it returned ${(text.length / 1024 / 1024).toFixed(1)} MB of JSON; 10 MB is the most`);
  }
  return text;
}

function check(key: string, value: unknown): unknown {
  const where = key === "" ? "" : ` as ${JSON.stringify(key)}`;
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new NotJson(`it returned ${value}${where}, which JSON cannot hold`);
  }
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function") {
    throw new NotJson(`it returned a ${typeof value}${where}, which JSON cannot hold`);
  }
  return value;
}
