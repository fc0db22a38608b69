// An s3rver in a process of its own, over the folder that is its argument; prints its port.
import S3rver from "s3rver";

const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory: process.argv[2],
  vhostBuckets: false,
  configureBuckets: [{ name: "bench" }],
});
const { port } = await server.run();
process.stdout.write(`${port}\n`);
