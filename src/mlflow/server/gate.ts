import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "./service-error.js";

/** Lets in whoever has the token and speaks to this server by its own name. */
export class Gate {
  readonly #token: Buffer;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor(token: string, port: number) {
    this.#token = digest(token);
    const hosts = ["127.0.0.1", "localhost"].flatMap((name) => [
      `${name}:${port}`,
      ...(port === 80 ? [name] : []),
    ]);
    this.#hosts = new Set(hosts);
    this.#origins = new Set(hosts.map((host) => `http://${host}`));
  }

  /**
   * @throws {ServiceError} PERMISSION_DENIED for another host's name (a page that had its name point here) or a foreign
   * page's request, UNAUTHENTICATED without the token.
   */
  check(headers: IncomingHttpHeaders): void {
    if (!this.#hosts.has(headers.host?.toLowerCase() ?? "")) {
      throw new ServiceError("PERMISSION_DENIED", "this server answers to 127.0.0.1 and localhost alone");
    }
    const origin = headers.origin?.toLowerCase();
    if (origin !== undefined && !this.#origins.has(origin)) {
      throw new ServiceError("PERMISSION_DENIED", "this server answers no pages of other origins");
    }
    if (!this.#holdsToken(headers.authorization ?? "")) {
      throw new ServiceError(
        "UNAUTHENTICATED",
        "the token is missing or wrong: MLFLOW_TRACKING_TOKEN must be the one that mlx gave out with this address",
      );
    }
  }

  /** The client sends Bearer, or Basic where the person keeps a user name for MLflow; then the token is the password. */
  #holdsToken(authorization: string): boolean {
    const [scheme = "", value = ""] = authorization.split(" ");
    const basic = scheme.toLowerCase() === "basic";
    if (!basic && scheme.toLowerCase() !== "bearer") return false;
    const token = basic ? passwordOf(value) : value;
    return timingSafeEqual(digest(token), this.#token);
  }
}

function passwordOf(credentials: string): string {
  const text = Buffer.from(credentials, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}

/** Of equal length, whatever the text's: comparing takes the same time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
