import { asSha256, type Sha256 } from "../core/sha256.js";
import type { PendingUpload, UploadedPart, UploadJournal } from "../ports.js";
import type { Ledger } from "./open-ledger.js";

interface UploadRow {
  readonly upload_id: string;
  readonly part_size: number;
}

interface PartRow {
  readonly number: number;
  readonly etag: string;
  readonly part_sha256: string;
}

/** Keeps multipart uploads in the ledger, so that a cut one goes on in a later process. */
export class MultipartUploads implements UploadJournal {
  constructor(readonly ledger: Ledger) {}

  find(store: string, sha256: Sha256): PendingUpload | undefined {
    const { database } = this.ledger;
    const upload = database
      .prepare<[string, string], UploadRow>(
        "SELECT upload_id, part_size FROM multipart_uploads WHERE store = ? AND sha256 = ?",
      )
      .get(store, sha256);
    if (upload === undefined) return undefined;
    const parts = database
      .prepare<[string, string], PartRow>(
        "SELECT number, etag, part_sha256 FROM multipart_parts WHERE store = ? AND sha256 = ? ORDER BY number",
      )
      .all(store, sha256)
      .map(({ number, etag, part_sha256 }) => ({ number, etag, sha256: asSha256(part_sha256) }));
    return { uploadId: upload.upload_id, partSize: upload.part_size, parts };
  }

  begin(store: string, sha256: Sha256, upload: Omit<PendingUpload, "parts">): void {
    const { database } = this.ledger;
    database.transaction(() => {
      this.forget(store, sha256);
      database
        .prepare("INSERT INTO multipart_uploads (store, sha256, upload_id, part_size) VALUES (?, ?, ?, ?)")
        .run(store, sha256, upload.uploadId, upload.partSize);
    })();
  }

  /** A part of an upload that another process has replaced or finished meanwhile is not recorded. */
  addPart(store: string, sha256: Sha256, uploadId: string, part: UploadedPart): void {
    this.ledger.database
      .prepare(
        `INSERT OR REPLACE INTO multipart_parts (store, sha256, number, etag, part_sha256)
         SELECT store, sha256, ?, ?, ? FROM multipart_uploads WHERE store = ? AND sha256 = ? AND upload_id = ?`,
      )
      .run(part.number, part.etag, part.sha256, store, sha256, uploadId);
  }

  forget(store: string, sha256: Sha256): void {
    this.ledger.database
      .prepare("DELETE FROM multipart_uploads WHERE store = ? AND sha256 = ?")
      .run(store, sha256);
  }
}
