import { randomBytes } from "node:crypto";
import { timestamp } from "../../core/format-time.js";
import { sealEvent } from "../../registry/event.js";
import { nextEventId } from "../../registry/event-id.js";
import { intactEvents } from "../../registry/heads.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { RegistryEvent } from "../../registry/types.js";
import type { App } from "../app.js";

/** An event of now, with an id after all that the item has. */
export function newEvent(
  app: App,
  item: RegistryItem,
  fields: Omit<RegistryEvent, "mlx" | "id" | "noun" | "name" | "time" | "digest">,
): RegistryEvent {
  const now = app.now();
  const latest = intactEvents(item).at(-1)?.id;
  const { noun, name } = item;
  return sealEvent({
    id: nextEventId(now, randomBytes(10), latest),
    noun,
    name,
    time: timestamp(now),
    ...fields,
  });
}
