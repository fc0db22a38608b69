import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Sha256 } from "../core/sha256.js";
import { declarePayloadDigest } from "./s3-client.js";
import { S3Fault } from "./s3-fault.js";
import { type S3Requests, sending } from "./s3-requests.js";

/** The requests of a multipart upload. Keys are whole keys, prefix included. */
export class S3MultipartRequests {
  constructor(readonly requests: S3Requests) {}

  /** @returns the upload's id. */
  async createUpload(key: string, signal?: AbortSignal): Promise<string> {
    const output = await this.requests.client.send(
      new CreateMultipartUploadCommand({
        Bucket: this.requests.bucket,
        Key: key,
        ...this.requests.encryption,
      }),
      sending(signal),
    );
    if (output.UploadId === undefined)
      throw new S3Fault("refused", "NoUploadId", "the server gave no upload id");
    return output.UploadId;
  }

  /** @returns the part's ETag. */
  async uploadPart(
    key: string,
    uploadId: string,
    part: { readonly number: number; readonly body: Uint8Array; readonly sha256: Sha256 },
    signal?: AbortSignal,
  ): Promise<string> {
    const input = {
      Bucket: this.requests.bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: part.number,
      Body: part.body,
      ContentLength: part.body.byteLength,
    };
    declarePayloadDigest(input, part.sha256);
    const output = await this.requests.client.send(new UploadPartCommand(input), sending(signal));
    if (output.ETag === undefined)
      throw new S3Fault("refused", "NoETag", "the server gave no ETag for a part");
    return output.ETag;
  }

  /** The ETag of each part that the server holds. */
  async listParts(key: string, uploadId: string, signal?: AbortSignal): Promise<Map<number, string>> {
    const parts = new Map<number, string>();
    for (let after: string | undefined; ; ) {
      const output = await this.requests.client.send(
        new ListPartsCommand({
          Bucket: this.requests.bucket,
          Key: key,
          UploadId: uploadId,
          ...(after === undefined ? {} : { PartNumberMarker: after }),
        }),
        sending(signal),
      );
      for (const { PartNumber: number, ETag: etag } of output.Parts ?? []) {
        if (number !== undefined && etag !== undefined) parts.set(number, etag);
      }
      if (!output.IsTruncated || output.NextPartNumberMarker === undefined) return parts;
      after = output.NextPartNumberMarker;
    }
  }

  /** May take minutes: the server puts the parts together. */
  async completeUpload(
    key: string,
    uploadId: string,
    parts: readonly CompletedPart[],
    signal?: AbortSignal,
  ): Promise<void> {
    await this.requests.connection.patientClient.send(
      new CompleteMultipartUploadCommand({
        Bucket: this.requests.bucket,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts: [...parts] },
      }),
      sending(signal),
    );
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    await this.requests.client.send(
      new AbortMultipartUploadCommand({ Bucket: this.requests.bucket, Key: key, UploadId: uploadId }),
    );
  }
}
