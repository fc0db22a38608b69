import { randomBytes } from "node:crypto";
import { timestamp } from "../../core/format-time.js";
import { ulid } from "../../core/ulid.js";
import { damaged } from "../../registry/damaged.js";
import { sealEvent } from "../../registry/events/event.js";
import { nextEventId } from "../../registry/events/event-id.js";
import { intactEvents } from "../../registry/events/heads.js";
import { eventFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { RegistryEvent } from "../../registry/types.js";
import type { App } from "../app.js";

/** The first id of the last millisecond that an id can tell; no clock is that far ahead. */
const lastId = ulid(2 ** 48 - 1, new Uint8Array(10));

/** An event of now, with an id after all that the item has. @throws {MlxError} `MLX_REGISTRY_DAMAGED`. */
export function newEvent(
  app: App,
  item: RegistryItem,
  fields: Omit<RegistryEvent, "mlx" | "id" | "noun" | "name" | "time" | "digest">,
): RegistryEvent {
  const now = app.now();
  const latest = intactEvents(item).at(-1)?.id;
  if (latest !== undefined && latest >= lastId) {
    const at = { file: eventFile(item.noun, item.name, latest), line: 1, column: 1 };
    throw damaged(at, "has an id after which there is no other: mlx did not write it");
  }
  const { noun, name } = item;
  return sealEvent({
    id: nextEventId(now, randomBytes(10), latest),
    noun,
    name,
    time: timestamp(now),
    ...fields,
  });
}
