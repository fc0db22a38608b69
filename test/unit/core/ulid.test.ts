import { describe, expect, test } from "vitest";
import { asUlid, isUlid, ulid } from "../../../src/core/ulid.js";

const zeros = new Uint8Array(10);
const ones = new Uint8Array(10).fill(255);

describe("a ULID", () => {
  test("is the time and the random bytes in Crockford's base 32", () => {
    expect(ulid(0, zeros)).toBe("00000000000000000000000000");
    expect(ulid(2 ** 48 - 1, ones)).toBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    // The time of the specification's own example.
    expect(ulid(1_469_918_176_385, zeros).slice(0, 10)).toBe("01ARYZ6S41");
  });

  test("sorts as text like its time, then like its bytes", () => {
    const later = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const made = [ulid(5, zeros), ulid(5, later), ulid(5, ones), ulid(6, zeros), ulid(4000, zeros)];
    expect([...made].sort()).toEqual(made);
  });

  test.each([-1, 0.5, 2 ** 48, Number.NaN])("has no time %d", (time) => {
    expect(() => ulid(time, zeros)).toThrow(RangeError);
  });

  test("takes exactly ten random bytes", () => {
    expect(() => ulid(0, new Uint8Array(9))).toThrow("10 random bytes, not 9");
  });

  test.each([
    ["too short", "0123456789ABCDEFGHJKMNPQR"],
    ["lower case", "01aryz6s41tsv4rrffq69g5fav"],
    ["with a letter that is left out", "01ARYZ6S41TSV4RRFFQ69G5FAU"],
    ["beyond 128 bits", "80000000000000000000000000"],
    ["with something behind it", "00000000000000000000000000\n"],
  ])("is not a text that is %s", (_, text) => {
    expect(isUlid(text)).toBe(false);
    expect(() => asUlid(text)).toThrow(RangeError);
  });
});
