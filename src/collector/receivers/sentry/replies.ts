// What Sentry's SDKs read of an answer: the status, and two headers by which they fall silent
// ("Rate Limiting"). Those are sent only when the queue is really full.

import type { HttpReply } from "../../pipeline/httpRoute";

const common = {
  "content-type": "application/json",
  "access-control-expose-headers": "x-sentry-error, x-sentry-rate-limits, retry-after",
};

export function accepted(eventId: string): HttpReply {
  return {
    status: 200,
    headers: common,
    body: JSON.stringify(eventId === "" ? {} : { id: eventId }),
  };
}

export function failed(status: number, detail: string, retryAfterSeconds?: number): HttpReply {
  const reason = detail.replace(/[^\x20-\x7e]/g, "?");
  return {
    status,
    headers: {
      ...common,
      "x-sentry-error": reason,
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
    body: JSON.stringify({ detail }),
  };
}
