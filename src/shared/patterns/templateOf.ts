// The template of one message by its form alone: what differs by nature is a placeholder.

import { readMessage } from "./readMessage";
import { Segments } from "./segments";

export function templateOf(message: string): string {
  const segments = new Segments();
  readMessage(segments, message);
  return segments.template();
}
