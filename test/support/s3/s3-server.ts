import type { S3Client } from "@aws-sdk/client-s3";
import { connectS3 } from "../../../src/storage/s3-client.js";

/** An S3 server on loopback with one bucket. */
export interface S3Server {
  /** For titles. */
  readonly name: string;
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** The environment in which the AWS chain finds a server's credentials, and nothing of the developer's. */
export function credentialsOf(
  server: Pick<S3Server, "accessKeyId" | "secretAccessKey">,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
  };
}

/** Lets this process use a server. */
export function useCredentials(server: Pick<S3Server, "accessKeyId" | "secretAccessKey">): void {
  Object.assign(process.env, credentialsOf(server));
}

/** Calls `use` with a client of the server; the server's credentials must be in use. */
export async function withClient<T>(
  server: Pick<S3Server, "endpoint">,
  use: (client: S3Client) => Promise<T>,
): Promise<T> {
  const remote = { url: "s3://unused", endpoint: server.endpoint, region: "us-east-1" };
  const connection = await connectS3(remote, { maxSockets: 4, stallTimeout: 30_000 });
  try {
    return await use(connection.client);
  } finally {
    connection.close();
  }
}
