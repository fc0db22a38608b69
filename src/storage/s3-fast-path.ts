import { hash } from "node:crypto";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { S3Answer } from "./s3-answer.js";
import { faultOfAnswer } from "./s3-fault.js";
import {
  percentEncode,
  type RawResponse,
  type S3HttpHandler,
  type SignedRequest,
} from "./s3-http-handler.js";

const emptyDigest = hash("sha256", "", "hex");

/**
 * Whole-object PUT and GET without the SDK's command machinery, which takes more time than a small object's journey. The SDK
 * still resolves the address and the credentials, and signs.
 */
export class S3FastPath {
  #signer: ReturnType<S3Client["config"]["signer"]> | undefined;

  private constructor(
    readonly client: S3Client,
    readonly handler: S3HttpHandler,
    readonly address: URL,
  ) {}

  /** `undefined` for a bucket that wants more than an ordinary signature. */
  static async prepare(
    client: S3Client,
    handler: S3HttpHandler,
    bucket: string,
    endpoint: string | undefined,
  ): Promise<S3FastPath | undefined> {
    const { config } = client;
    const resolved = config.endpointProvider({
      Bucket: bucket,
      Region: await config.region(),
      ForcePathStyle: config.forcePathStyle === true,
      UseFIPS: await config.useFipsEndpoint(),
      UseDualStack: await config.useDualstackEndpoint(),
      Accelerate: false,
      UseGlobalEndpoint: false,
      DisableMultiRegionAccessPoints: false,
      ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
    });
    const schemes: unknown = resolved.properties?.["authSchemes"];
    const plain =
      Array.isArray(schemes) &&
      schemes.length === 1 &&
      schemes[0]?.name === "sigv4" &&
      schemes[0]?.signingName === "s3";
    return plain ? new S3FastPath(client, handler, resolved.url) : undefined;
  }

  /** @param sha256 of the body, in hexadecimal. @throws S3Fault for an answer that is not a success, and what the handler throws. */
  async put(
    key: string,
    body: Uint8Array,
    sha256: string,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void> {
    const sized = {
      ...headers,
      "content-length": String(body.byteLength),
      "content-type": "application/octet-stream",
    };
    const answer = await this.#send("PUT", key, sha256, sized, body, signal);
    answer.body.resume();
  }

  /** Failures as in `put`. */
  async get(key: string, signal?: AbortSignal): Promise<S3Answer> {
    const { body, headers, statusCode } = await this.#send("GET", key, emptyDigest, {}, undefined, signal);
    const length = headers["content-length"];
    return {
      body,
      length: length === undefined ? undefined : Number(length),
      contentRange: undefined,
      etag: headers["etag"],
      status: statusCode,
    };
  }

  async #send(
    method: string,
    key: string,
    sha256: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array | undefined,
    signal: AbortSignal | undefined,
  ): Promise<RawResponse> {
    const { protocol, hostname, port, pathname } = this.address;
    const path = `${pathname.replace(/\/$/, "")}/${key.split("/").map(percentEncode).join("/")}`;
    const request: SignedRequest = {
      method,
      protocol,
      hostname,
      path,
      query: {},
      ...(port === "" ? {} : { port: Number(port) }),
      headers: { ...headers, host: this.address.host, "x-amz-content-sha256": sha256 },
      ...(body === undefined ? {} : { body }),
    };
    this.#signer ??= this.client.config.signer();
    const signingDate = new Date(Date.now() + this.client.config.systemClockOffset);
    const signed = await (await this.#signer).sign({ ...request, query: {} }, { signingDate });
    const { response } = await this.handler.handle(
      { ...request, headers: signed.headers },
      { abortSignal: signal },
    );
    if (response.statusCode === 200) return response;
    throw faultOfAnswer(
      response.statusCode,
      await textOf(response.body),
      response.headers["x-amz-bucket-region"],
    );
  }
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
