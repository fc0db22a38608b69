// The floor of a transfer: one plain AWS SDK client that puts or gets each object of a list, 64 at a time.
// Input on stdin: {direction, endpoint, region, bucket, prefix, objects: [{key, file}]}. Prints the seconds of the
// transfer alone, without the start of Node and of the SDK.
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const streams = 64;
const { direction, endpoint, region, bucket, prefix, objects } = JSON.parse(await text(process.stdin));
const client = new S3Client({
  endpoint,
  region,
  forcePathStyle: true,
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
  requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: streams } }),
});

async function put({ key, file }) {
  const Body = await readFile(file);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body }));
}

async function get({ key, file }) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }));
  await writeFile(file, await Body.transformToByteArray());
}

const move = direction === "put" ? put : get;
const queue = objects.values();
const started = process.hrtime.bigint();
await Promise.all(
  Array.from({ length: streams }, async () => {
    for (const object of queue) await move(object);
  }),
);
process.stdout.write(String(Number(process.hrtime.bigint() - started) / 1e9));
client.destroy();
