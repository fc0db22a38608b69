import type { RunEnvironment } from "../environment.js";

/** What a process can see of the container it runs in. Absent: there is no such file. */
export interface ContainerTraces {
  /** Of `/proc/self/mountinfo`, which names the container where control groups (version 2) do not. */
  readonly mountinfo?: string | undefined;
  /** Of `/proc/1/cgroup`. */
  readonly cgroup?: string | undefined;
  /** Whether `/.dockerenv` exists. */
  readonly dockerenv: boolean;
  /** Of `/run/.containerenv`, where Podman tells image and id. */
  readonly containerenv?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Names under which images are told: GitLab, Singularity, Apptainer, SageMaker, and by habit. */
const imageNames = [
  ...["CI_JOB_IMAGE", "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER", "CONTAINER_IMAGE", "DOCKER_IMAGE"],
  ...["IMAGE_NAME", "IMAGE_DIGEST"],
];
const identifier = /(?:^|[/:-])([0-9a-f]{64})(?:[./\s]|$)/m;

/** The container; `undefined` outside of any. An empty object: there is one, and nothing is known of it. */
export function containerOf(traces: ContainerTraces): NonNullable<RunEnvironment["container"]> | undefined {
  const { env, cgroup, mountinfo, containerenv } = traces;
  const image = imageNames.map((name) => env[name]).find((value) => value) ?? quoted(containerenv, "image");
  const id =
    quoted(containerenv, "id") ??
    identifier.exec(cgroup ?? "")?.[1] ??
    /\/(?:containers|sandboxes)\/([0-9a-f]{64})\//.exec(mountinfo ?? "")?.[1];
  const inside =
    traces.dockerenv ||
    containerenv !== undefined ||
    Boolean(env["KUBERNETES_SERVICE_HOST"] ?? env["container"]);
  if (!inside && image === undefined && id === undefined) return undefined;
  return { ...(image !== undefined && { image }), ...(id !== undefined && { id }) };
}

function quoted(text: string | undefined, key: string): string | undefined {
  return new RegExp(`^${key}="([^"]+)"`, "m").exec(text ?? "")?.[1];
}
