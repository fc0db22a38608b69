import { describe, expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { parseBucketUrl } from "../../../src/storage/bucket-url.js";

describe("the address of a bucket", () => {
  test.each([
    ["s3://bucket", { bucket: "bucket", prefix: "" }],
    ["s3://bucket/", { bucket: "bucket", prefix: "" }],
    ["s3://my.bucket-1/team/data", { bucket: "my.bucket-1", prefix: "team/data/" }],
    ["s3://bucket//a//b/", { bucket: "bucket", prefix: "a/b/" }],
    ["s3://bucket/ü %20+&?#", { bucket: "bucket", prefix: "ü %20+&?#/" }],
  ])("%s", (url, expected) => {
    expect(parseBucketUrl(url)).toEqual(expected);
  });

  test.each([
    ["s3://", "missing"],
    ["s3:///prefix", "missing"],
    ["s3://ab", "not a bucket's name"],
    ["s3://localhost:9000/bucket", "--endpoint"],
    ["s3://bucket/a/../b", ".."],
    ["https://bucket", "s3://"],
  ])("%s is refused with the reason", (url, reason) => {
    expect(() => parseBucketUrl(url)).toThrow(MlxError);
    expect(() => parseBucketUrl(url)).toThrow(reason);
  });

  test("credentials in it are refused and not repeated", () => {
    expect(() => parseBucketUrl("s3://key:hush@bucket")).toThrow("credentials");
    expect(() => parseBucketUrl("s3://key:hush@bucket")).not.toThrow("hush");
  });
});
