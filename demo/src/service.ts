// How the services talk: JSON over HTTP on loopback, with trace context and request id in the headers.

import { context, propagation } from "@opentelemetry/api";
import http from "node:http";

export const ports = { site: 0, broker: 1, fetcher: 2, tester: 3, writer: 4 } as const;
export type ServiceName = keyof typeof ports;

/** Ports count up from DEMO_PORT. */
const portOf = (name: ServiceName) => Number(process.env.DEMO_PORT ?? 4700) + ports[name];

// A service ends with the one who started it.
process.once("disconnect", () => process.exit(0));

class ServiceError extends Error {}

/** Answers POSTs with what `handle` gives; an error becomes a 500 with its message. */
export function listen<Input, Output>(
  name: ServiceName,
  handle: (input: Input) => Promise<Output>,
): void {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const parent = propagation.extract(context.active(), request.headers);
      const input = JSON.parse(Buffer.concat(chunks).toString() || "null") as Input;
      context.with(parent, () => {
        handle(input).then(
          (output) => reply(response, 200, output),
          (error: Error) => reply(response, 500, { error: error.message }),
        );
      });
    });
  });
  server.listen(portOf(name), "127.0.0.1", () => process.send?.("listening"));
}

function reply(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

export async function call<Output>(name: ServiceName, input: unknown): Promise<Output> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  propagation.inject(context.active(), headers);
  const response = await fetch(`http://127.0.0.1:${portOf(name)}/`, {
    method: "POST",
    headers,
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Output & { error?: string };
  if (!response.ok) throw new ServiceError(body.error ?? `${name} answered ${response.status}`);
  return body;
}

export const pageUrl = (page: number) => `http://127.0.0.1:${portOf("site")}/p/${page}`;
