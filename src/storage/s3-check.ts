import { sha256Of } from "../core/sha256.js";
import type { AccessCheck } from "../ports.js";
import { explainFault, type S3Action, type S3Place } from "./s3-explain.js";
import { S3Fault } from "./s3-fault.js";
import type { S3Requests } from "./s3-requests.js";
import { signalOption } from "./signal-option.js";
import { descriptorKey } from "./store-descriptor.js";

/** S3 refuses requests whose time is off by more than 15 minutes; the SDK corrects smaller differences. */
const tolerableSkew = 60;
/** A server tells its time in whole seconds, and before the answer has travelled. */
const clockResolution = 2;
const probeName = "mlx-check.txt";
const probeText = "mlx remote check writes and removes this file\n";

/** Tries reading, writing, listing and deleting below the store's prefix, and compares the clocks. */
export async function checkAccess(
  requests: S3Requests,
  prefix: string,
  place: S3Place,
  signal?: AbortSignal,
): Promise<AccessCheck[]> {
  const key = prefix + probeName;
  const probe = Buffer.from(probeText);
  const tryOut = (action: S3Action, attempt: () => Promise<unknown>) =>
    outcome(requests, place, action, attempt, signal);

  const reach = await tryOut("read", async () =>
    (await requests.get(prefix + descriptorKey, signal)).body.destroy(),
  );
  const reached = reachCheck(reach, place);
  if (!reached.ok) return [reached];
  const write = await tryOut("write", () => requests.put(key, probe, sha256Of(probe), false, signal));
  const read =
    write.fault === undefined ? await tryOut("read", () => readBack(requests, key, signal)) : reach;
  const list = await tryOut("list", () => requests.list(prefix, undefined, signal));
  const remove =
    write.fault === undefined ? await tryOut("delete", () => requests.remove(key, signal)) : undefined;
  const checks = [
    reached,
    readCheck(read),
    accessCheck("write", write, "objects can be written", false),
    accessCheck("list", list, "objects can be listed", true),
  ];
  if (remove !== undefined) {
    const check = accessCheck(
      "delete",
      remove,
      "objects can be deleted, which only `mlx data gc` needs",
      true,
    );
    checks.push(check.ok ? check : { ...check, detail: `${check.detail}; ${probeName} stays behind` });
  }
  checks.push(clockCheck(place.clockOffset()));
  return checks;
}

interface Outcome {
  readonly fault?: S3Fault;
  readonly message?: string;
  readonly hint?: string | undefined;
}

async function outcome(
  requests: S3Requests,
  place: S3Place,
  action: S3Action,
  attempt: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    await requests.run(attempt, signalOption(signal), { ...requests.policy, attempts: 2 });
    return {};
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    const { message, hint } = explainFault(error, action, place);
    return { fault: error, message, hint };
  }
}

async function readBack(requests: S3Requests, key: string, signal: AbortSignal | undefined): Promise<void> {
  const answer = await requests.get(key, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) if (chunk instanceof Uint8Array) chunks.push(chunk);
  if (Buffer.concat(chunks).toString() !== probeText) {
    throw new S3Fault("refused", "OtherBytes", "other bytes came back than were written");
  }
}

function failed(name: AccessCheck["name"], outcome: Outcome, optional: boolean): AccessCheck {
  return {
    name,
    ok: false,
    optional,
    detail: outcome.message ?? "",
    ...(outcome.hint === undefined ? {} : { hint: outcome.hint }),
  };
}

function reachCheck(outcome: Outcome, place: S3Place): AccessCheck {
  const answered = ["missing", "denied", undefined].includes(outcome.fault?.kind);
  if (!answered) return failed("reach", outcome, false);
  return {
    name: "reach",
    ok: true,
    optional: false,
    detail: `${place.location} answers, and knows the credentials`,
  };
}

/** An object that is absent can be asked for: that is enough where nothing may be written. */
function readCheck(outcome: Outcome): AccessCheck {
  if (outcome.fault === undefined || outcome.fault.kind === "missing") {
    return { name: "read", ok: true, optional: false, detail: "objects can be read" };
  }
  return failed("read", outcome, false);
}

function accessCheck(
  name: "write" | "list" | "delete",
  outcome: Outcome,
  good: string,
  optional: boolean,
): AccessCheck {
  if (outcome.fault === undefined) return { name, ok: true, optional, detail: good };
  const check = failed(name, outcome, optional);
  return name === "list"
    ? { ...check, detail: `${check.detail}; mlx then asks for each object, which takes longer` }
    : check;
}

function clockCheck(offset: number | undefined): AccessCheck {
  const name = "clock";
  if (offset === undefined)
    return { name, ok: true, optional: true, detail: "the store does not tell its time" };
  const seconds = Math.round(offset);
  const differ = `this machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} the store's`;
  if (Math.abs(seconds) <= tolerableSkew) {
    return {
      name,
      ok: true,
      optional: true,
      detail: Math.abs(seconds) <= clockResolution ? "the clocks agree" : differ,
    };
  }
  return {
    name,
    ok: false,
    optional: true,
    detail: differ,
    hint: "set this machine's clock: S3 refuses requests that are 15 minutes off",
  };
}
