import { expect, test } from "vitest";
import { blockwise } from "../../../src/files/blockwise.js";

/** Reads 4 MiB of zeros at these places. @returns how often the file was read, and how many bytes of it. */
function readsOf(places: readonly number[], length: number): { times: number; bytes: number } {
  const size = 1 << 22;
  const done = { times: 0, bytes: 0 };
  const count = (bytes: number) => {
    done.times++;
    done.bytes += bytes;
    return bytes;
  };
  const read = blockwise(
    size,
    (_, wanted) => new Uint8Array(count(wanted)),
    (target, offset) => count(Math.min(target.length, size - offset)),
  );
  for (const place of places) expect(read(place, length)).toHaveLength(Math.min(length, size - place));
  return done;
}

/** Places that lie so far from one another. */
function strides(stride: number): number[] {
  return Array.from({ length: (1 << 22) / stride }, (_, index) => index * stride);
}

test("who reads on and on has blocks read", () => {
  const { times, bytes } = readsOf(strides(256), 256);
  expect(times).toBeLessThan(40);
  expect(bytes).toBeLessThanOrEqual(1 << 22);
});

test("small gaps are read over", () => {
  expect(readsOf(strides(1024), 256).times).toBeLessThan(40);
});

test.each([1 << 13, 1 << 16, 1 << 18, (1 << 18) + 256])(
  "who jumps by %i bytes each time has no more read than was asked for",
  (stride) => {
    const places = strides(stride);
    expect(readsOf(places, 256)).toEqual({ times: places.length, bytes: 256 * places.length });
  },
);

test("who reads on a little before each jump has little read in vain", () => {
  const places = strides(1 << 16).flatMap((place) => [place, place + 256, place + 512]);
  expect(readsOf(places, 256).bytes).toBeLessThanOrEqual(4 * 256 * places.length);
});
