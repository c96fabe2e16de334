// What the HTTP Event Collector answers: a text and a code, by which clients decide.

import type { HttpRefusal, HttpReply } from "../../pipeline/httpRoute";

/** Splunk's codes with their status and text ("Possible error codes" of its HEC documentation). */
const answers = {
  0: { status: 200, text: "Success" },
  5: { status: 400, text: "No data" },
  6: { status: 400, text: "Invalid data format" },
  8: { status: 500, text: "Internal server error" },
  9: { status: 503, text: "Server is busy" },
  10: { status: 400, text: "Data channel is missing" },
  11: { status: 400, text: "Invalid data channel" },
  12: { status: 400, text: "Event field is required" },
  13: { status: 400, text: "Event field cannot be blank" },
  15: { status: 400, text: "Error in handling indexed fields" },
  17: { status: 200, text: "HEC is healthy" },
  18: { status: 503, text: "HEC is unhealthy, queues are full" },
  27: { status: 413, text: "Request entity too large" },
} as const;
export type HecCode = keyof typeof answers;

const headers = { "Content-Type": "application/json; charset=UTF-8" };

/** `more`: members behind the code. `detail` goes behind the text, where a person reads it. */
export function hecReply(
  code: HecCode,
  more: Readonly<Record<string, unknown>> = {},
  detail = "",
): HttpReply {
  const { status, text } = answers[code];
  const whole = detail === "" ? text : `${text}: ${detail}`;
  return { status, headers, body: JSON.stringify({ text: whole, code, ...more }) };
}

export function hecRefusal({ status, message, retryAfterSeconds }: HttpRefusal): HttpReply {
  if (status === 405) {
    return { status, headers, body: JSON.stringify({ text: "Method Not Allowed", code: 405 }) };
  }
  const reply = hecReply(codeOf(status), {}, message);
  if (retryAfterSeconds === undefined) return { ...reply, status };
  return { ...reply, status, headers: { ...headers, "Retry-After": String(retryAfterSeconds) } };
}

function codeOf(status: HttpRefusal["status"]): HecCode {
  switch (status) {
    case 413:
      return 27;
    case 429:
    case 503:
      return 9;
    case 500:
      return 8;
    default:
      return 6;
  }
}
