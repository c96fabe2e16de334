// Answers of the routes, as Prometheus and the Pushgateway give them: a status, and text for a person.

import type { HttpRefusal, HttpReply } from "../../pipeline/httpRoute";

export const empty = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers: { "content-length": "0", ...headers },
});

export const text = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): HttpReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body: `${message}\n`,
});

/** Senders try again after 5xx; after 429 only if they are told to. */
export const overloaded = () =>
  text(503, "The queue is full. Send it again.", { "retry-after": "1" });

export const refuse = ({ status, message, retryAfterSeconds }: HttpRefusal): HttpReply =>
  text(
    // The senders of these protocols drop what is answered with 4xx.
    status === 429 ? 503 : status,
    message,
    retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  );
