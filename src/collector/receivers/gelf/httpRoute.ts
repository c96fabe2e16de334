// `POST /gelf`: one message, several behind each other, or an array. Graylog answers 202 before it has read
// the body; here 202 says that the messages are stored, and what cannot be read is a 400 with the reason.

import type { LogRecord } from "../../../shared/record";
import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import type { ReceiverContext } from "../../pipeline/receiver";
import { readMessages, type GelfMessage } from "./message";
import { unpack } from "./payload";

const receiver = "gelf";

export function createGelfRoute(
  { intake }: ReceiverContext,
  toRecords: (messages: readonly GelfMessage[]) => LogRecord[],
): HttpRoute {
  const handle = async ({ body }: HttpRequest): Promise<HttpReply> => {
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      return overloaded();
    }
    const unpacked = unpack(body);
    const refuse = (reason: string) => {
      intake.counters.refused(receiver, reason, 1, body);
      return reply(400, `The body holds no GELF message: ${reason}.`);
    };
    if (unpacked.reason !== undefined) return refuse(unpacked.reason);
    const messages = readMessages(unpacked.text) ?? [];
    if (messages.length === 0) return refuse("not-json");
    const sizeBytes = Math.max(body.length, unpacked.sizeBytes);
    try {
      await intake.accept(receiver, { logs: toRecords(messages) }, sizeBytes);
    } catch (error) {
      if (error instanceof OverloadedError) return overloaded();
      return reply(503, error instanceof Error ? error.message : String(error));
    }
    return { status: 202, headers: { "content-length": "0" } };
  };
  return {
    methods: ["POST"],
    matches: (path) => path === "/gelf",
    handle,
    refuse: ({ status, message, retryAfterSeconds }) =>
      reply(
        status,
        message,
        retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
      ),
    isOpenToLocalPages: true,
  };
}

const overloaded = () => reply(429, "The queue is full. Send it again.", { "retry-after": "1" });

function reply(status: number, message: string, headers: Record<string, string> = {}): HttpReply {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
    body: `${message}\n`,
  };
}
