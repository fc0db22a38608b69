import type { RemoteConfig } from "../core/settings.js";

/** How the server encrypts what it stores, as fields of a PUT request. */
export interface Encryption {
  readonly ServerSideEncryption?: "AES256" | "aws:kms";
  readonly SSEKMSKeyId?: string;
}

export function encryptionOf(remote: RemoteConfig): Encryption {
  return {
    ...(remote.encryption === undefined ? {} : { ServerSideEncryption: remote.encryption }),
    ...(remote.kmsKeyId === undefined ? {} : { SSEKMSKeyId: remote.kmsKeyId }),
  };
}

/** The same as headers. */
export function encryptionHeaders(encryption: Encryption): Record<string, string> {
  const { ServerSideEncryption: kind, SSEKMSKeyId: keyId } = encryption;
  return {
    ...(kind === undefined ? {} : { "x-amz-server-side-encryption": kind }),
    ...(keyId === undefined ? {} : { "x-amz-server-side-encryption-aws-kms-key-id": keyId }),
  };
}
