import { expect, test } from "vitest";
import { Adwin } from "../../../../src/stats/drift/adwin.js";
import { Ddm } from "../../../../src/stats/drift/ddm.js";
import { PageHinkley, type PageHinkleyOptions } from "../../../../src/stats/drift/page-hinkley.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { expectClose } from "../../../support/stats-fixture.js";

interface Stream {
  readonly name: string;
  readonly stream: readonly number[];
  readonly adwin: readonly number[];
  readonly adwinStrict: readonly number[];
  readonly width: number;
  readonly mean: number;
  readonly pageHinkley: readonly number[];
  readonly pageHinkleySensitive: readonly number[];
  readonly ddm?: readonly [alarms: readonly number[], warnings: readonly number[]];
}
const streams = driftFixture<readonly Stream[]>("streams");
const named = streams.map((stream) => [stream.name, stream] as const);

function placesWhere(stream: readonly number[], add: (value: number) => boolean): number[] {
  return stream.flatMap((value, place) => (add(value) ? [place] : []));
}

test.each(named)("ADWIN raises its alarms where river's does in %s", (_, { stream, ...expected }) => {
  const adwin = new Adwin();
  expect(placesWhere(stream, (value) => adwin.add(value))).toEqual(expected.adwin);
  expect(adwin.width).toBe(expected.width);
  expectClose(adwin.mean, expected.mean);
  const strict = new Adwin(1e-7);
  expect(placesWhere(stream, (value) => strict.add(value))).toEqual(expected.adwinStrict);
});

test.each(named)(
  "Page and Hinkley raise their alarms where river's do in %s",
  (_, { stream, ...expected }) => {
    const alarms = (options?: PageHinkleyOptions): number[] => {
      const detector = new PageHinkley(options);
      return placesWhere(stream, (value) => detector.add(value));
    };
    expect(alarms()).toEqual(expected.pageHinkley);
    expect(alarms({ warmUp: 10, delta: 0.01, threshold: 8, alpha: 0.99 })).toEqual(
      expected.pageHinkleySensitive,
    );
  },
);

test.each(named.filter(([, { ddm }]) => ddm !== undefined))(
  "DDM warns and raises its alarms where river's does in %s",
  (_, { stream, ddm }) => {
    const detector = new Ddm();
    const said = stream.map((wrong) => detector.add(wrong === 1));
    const places = (what: string): number[] => said.flatMap((word, place) => (word === what ? [place] : []));
    expect([places("drift"), places("warning")]).toEqual(ddm);
  },
);

test("an empty window has the mean 0, and a chance of false alarms is a chance", () => {
  expect([new Adwin().mean, new Adwin().width]).toEqual([0, 0]);
  expect(() => new Adwin(0)).toThrow(RangeError);
  expect(() => new Adwin(1)).toThrow(RangeError);
});
