import { expect, test } from "vitest";
import { serverSentEvents } from "../../../../src/providers/http/server-sent-events.js";

async function eventsOf(pieces: readonly Buffer[]): Promise<unknown[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* pieces;
  }
  const events: unknown[] = [];
  for await (const event of serverSentEvents(chunks())) events.push(event);
  return events;
}

const text = 'event: a\r\ndata: {"x":"é😀"}\r\n\r\n: a comment\ndata:one\ndata: two\n\nid: 3\n\ndata: cut';
const expected = [{ event: "a", data: '{"x":"é😀"}' }, { data: "one\ntwo" }];

test("events are read whatever ends their lines; comments and what was cut off are left out", async () => {
  expect(await eventsOf([Buffer.from(text)])).toEqual(expected);
});

test("events are the same however the bytes are cut, in a letter or between the halves of a line's end", async () => {
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 7]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_none, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    expect(await eventsOf(pieces)).toEqual(expected);
  }
});
