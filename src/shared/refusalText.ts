// What a receiver could not read, as a document for people: why, when, how much, and the bytes themselves.

import type { Refusal } from "./contract/stats";

const bytesPerLine = 16;

/** Newest first, as the collector lists them; `title` names the receiver. */
export function refusalText(title: string, reason: string, refusals: readonly Refusal[]): string {
  const head = [
    `${title}: payloads refused as "${reason}"`,
    refusals.length === 0
      ? "None is kept. The collector keeps the last of each kind while it runs, where there was one."
      : `${refusals.length === 1 ? "The last one" : `The last ${refusals.length}`} that the collector keeps, newest first; of each the first KiB at most.`,
  ];
  return `${[...head, ...refusals.flatMap(entry)].join("\n")}\n`;
}

function entry({ time, sizeBytes, sample, isText, base64 }: Refusal): string[] {
  const bytes = bytesOf(base64);
  const shown = bytes.length < sizeBytes ? `, the first ${bytes.length} shown` : "";
  return [
    "",
    `── ${time} · ${sizeBytes} ${sizeBytes === 1 ? "byte" : "bytes"}${shown} ──`,
    ...(isText ? [visible(sample)] : hexDump(bytes)),
  ];
}

/** `00000010  7b 22 61 …  |{"a…|`, as `hexdump -C` prints it. */
export function hexDump(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const row = [...bytes.subarray(at, at + bytesPerLine)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0"));
    const columns = `${hex.slice(0, 8).join(" ").padEnd(23)}  ${hex.slice(8).join(" ").padEnd(23)}`;
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "."));
    lines.push(`${at.toString(16).padStart(8, "0")}  ${columns}  |${text.join("")}|`);
  }
  return lines;
}

/** Control characters as their pictures: a payload must not move the reader's cursor or hide a part of itself. */
function visible(text: string): string {
  return text
    .replace(/\r\n/g, "␍\n")
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, (char) =>
      char === "\x7f" ? "␡" : String.fromCharCode(0x2400 + char.charCodeAt(0)),
    )
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "�");
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
