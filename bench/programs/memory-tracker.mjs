// The floor of a metric over HTTP: a bare Node server that parses each request and keeps it in memory.
import { createServer } from "node:http";

const kept = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  kept.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  response.setHeader("Content-Type", "application/json");
  response.end("{}");
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
