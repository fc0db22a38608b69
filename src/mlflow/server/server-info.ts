import { ServiceError } from "./service-error.js";

/** What clients ask of a server before they use it: everything goes through the plain ways. */
export function serverInfo(): object {
  return {
    store_type: "SqlStore",
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false,
  };
}

/** The beginning of the message is what makes the client send the file in one piece. */
export function noMultipart(): never {
  throw new ServiceError(
    "NOT_IMPLEMENTED",
    "Multipart upload is not supported for the current artifact repository: send the file in one piece",
  );
}

export function noPresigned(): never {
  throw new ServiceError(
    "NOT_IMPLEMENTED",
    "Presigned download is not supported for the current artifact repository: files come from this server itself",
  );
}
