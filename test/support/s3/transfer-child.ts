import { isSha256 } from "../../../src/core/sha256.js";
import { MultipartUploads } from "../../../src/ledger/multipart-uploads.js";
import { openLedger } from "../../../src/ledger/open-ledger.js";
import { S3Store } from "../../../src/storage/s3-store.js";

// A process that the tests kill: put|get URL ENDPOINT LEDGER SHA256 PATH SIZE
const [verb, url = "", endpoint = "", ledger = "", sha256 = "", path = "", size = ""] = process.argv.slice(2);
if (!isSha256(sha256)) throw new Error(`not a digest: ${sha256}`);
const journal = async () => new MultipartUploads(await openLedger(ledger));
const store = await S3Store.connect({ url, endpoint }, { stallTimeout: 60, journal });
if (verb === "put") await store.put(sha256, path, Number(size));
else await store.get(sha256, path, { size: Number(size) });
