// Paths of the HTTP Event Collector, in any case and with or without the version at their end.

export type Endpoint = "event" | "raw" | "health" | "ack";

const pattern = /^\/services\/collector(?:\/(event|raw|health|ack)(?:\/1\.0)?|\/1\.0)?$/i;

export function endpointOf(path: string): Endpoint | undefined {
  const match = pattern.exec(path);
  if (match === null) return undefined;
  switch (match[1]?.toLowerCase()) {
    case "raw":
      return "raw";
    case "health":
      return "health";
    case "ack":
      return "ack";
    default:
      return "event";
  }
}
