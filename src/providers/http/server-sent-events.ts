import { garbage } from "./http-faults.js";

const longestEvent = 16 * 1024 * 1024;

/** An event, with its name where the stream gives one. */
export interface ServerSentEvent {
  readonly event?: string;
  readonly data: string;
}

/**
 * The events of a `text/event-stream`, as they come. Comments and events without data are left out; what stands behind
 * the last empty line is not an event, as the stream was cut there.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* serverSentEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  let event: string | undefined;
  let data: string[] = [];
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    if (rest.length > longestEvent) throw garbage("sent an event that does not end", rest.slice(0, 1000));
    // A carriage return at the end of a piece may be the first half of a line's end.
    const complete = rest.endsWith("\r") ? rest.length - 1 : rest.length;
    const lines = rest.slice(0, complete).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + rest.slice(complete);
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) yield { data: data.join("\n"), ...(event !== undefined && { event }) };
        event = undefined;
        data = [];
      } else if (line.startsWith("data:")) data.push(fieldValue(line, 5));
      else if (line.startsWith("event:")) event = fieldValue(line, 6);
    }
  }
}

function fieldValue(line: string, start: number): string {
  return line.slice(line[start] === " " ? start + 1 : start);
}
