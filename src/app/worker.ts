import { insertJob } from "../cache/insert-job.js";
import { placeJob } from "../cache/place-job.js";
import { settleJob } from "../cache/settle-job.js";
import { verifyJob } from "../cache/verify-job.js";
import { copyJob, hashBehindJob } from "../files/copy-jobs.js";
import { hashJob } from "../files/hash-job.js";
import { serveJobs } from "../files/worker.js";
import { compareJob } from "../workspace/compare-job.js";

// The entry of a worker thread: `dist/worker.js`.
serveJobs([compareJob, copyJob, hashBehindJob, hashJob, insertJob, placeJob, settleJob, verifyJob]);
