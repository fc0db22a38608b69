import { env } from "node:process";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { RemoteConfig } from "../core/settings.js";
import { S3HttpHandler } from "./s3-http-handler.js";

export interface S3ClientOptions {
  readonly maxSockets: number;
  /** Milliseconds. */
  readonly stallTimeout: number;
}

export interface S3Connection {
  readonly client: S3Client;
  /** For requests that a server may answer only after minutes of work. */
  readonly patientClient: S3Client;
  readonly handler: S3HttpHandler;
  readonly region: string;
  close(): void;
}

const connectTimeout = 10_000;
const patience = 600_000;

/** Builds a client from a remote's settings; credentials come from the AWS chain alone. No request is made. */
export async function connectS3(remote: RemoteConfig, options: S3ClientOptions): Promise<S3Connection> {
  const handler = new S3HttpHandler({ ...options, connectTimeout });
  const patientHandler = new S3HttpHandler({
    ...options,
    stallTimeout: Math.max(patience, options.stallTimeout),
    connectTimeout,
  });
  const config = clientConfig(remote);
  const region = await regionOf(config, remote);
  const complete = region === undefined ? config : { ...config, region };
  const client = quietly(() => new S3Client({ ...complete, requestHandler: handler }));
  const patientClient = new S3Client({
    ...complete,
    credentials: client.config.credentials,
    requestHandler: patientHandler,
  });
  for (const one of [client, patientClient]) addPayloadDigests(one);
  return {
    client,
    patientClient,
    handler,
    region: region ?? "",
    close() {
      client.destroy();
      patientClient.destroy();
    },
  };
}

function clientConfig(remote: RemoteConfig): S3ClientConfig {
  const checksums = remote.checksums === "when_supported" ? "WHEN_SUPPORTED" : "WHEN_REQUIRED";
  return {
    ...(remote.endpoint === undefined ? {} : { endpoint: remote.endpoint }),
    ...(remote.profile === undefined ? {} : { profile: remote.profile }),
    forcePathStyle: remote.pathStyle ?? remote.endpoint !== undefined,
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    expectContinueHeader: false,
    maxAttempts: 1,
    logger: silentLogger,
  };
}

/** The remote's own region, else what the AWS chain says, else `us-east-1`: S3-compatible servers ask for some region. */
async function regionOf(config: S3ClientConfig, remote: RemoteConfig): Promise<string | undefined> {
  if (remote.region !== undefined) return remote.region;
  const probe = quietly(() => new S3Client(config));
  try {
    return await probe.config.region();
  } catch {
    return "us-east-1";
  } finally {
    probe.destroy();
  }
}

const ignore = (): void => {};
const silentLogger = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The SDK's constructor warns about coming Node versions on the terminal unless this variable says no. */
function quietly<T>(construct: () => T): T {
  const name = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";
  const before = env[name];
  env[name] = "true";
  try {
    return construct();
  } finally {
    if (before === undefined) delete env[name];
    else env[name] = before;
  }
}

const payloadDigests = new WeakMap<object, string>();

/** Lets the server check a request's body against a digest that is known already, so that it is not hashed again to sign it. */
export function declarePayloadDigest(input: object, sha256: string): void {
  payloadDigests.set(input, sha256);
}

function addPayloadDigests(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const digest = payloadDigests.get(args.input);
      const { request } = args;
      if (digest !== undefined && typeof request === "object" && request !== null && "headers" in request) {
        const { headers } = request;
        if (typeof headers === "object" && headers !== null) {
          Object.assign(headers, { "x-amz-content-sha256": digest });
        }
      }
      return next(args);
    },
    { step: "build", name: "mlxPayloadDigest", priority: "low" },
  );
}
