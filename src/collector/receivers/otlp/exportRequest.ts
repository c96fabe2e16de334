// One Export request, whichever way it came: room, decode, count, store. Resolves when it is stored.

import { OverloadedError, type Intake } from "../../pipeline/intake";
import type { Batch } from "../../pipeline/batch";
import type { Decoder } from "./decoder";
import { minRecordBytes } from "./limits";
import type { Losses } from "./losses";
import type { ExportResult } from "./replies";
import { signalNames, type OtlpSignal } from "./signals";

export const receiverId = "otlp";

export type ExportOutcome =
  | { readonly kind: "done"; readonly result: ExportResult }
  | { readonly kind: "malformed"; readonly message: string };

export interface Exporter {
  readonly intake: Intake;
  readonly decoder: Decoder;
  now(): bigint;
}

/** Rejects with OverloadedError or StoreFailedError, after which the sender may try again. */
export async function exportRequest(
  exporter: Exporter,
  signal: OtlpSignal,
  body: Uint8Array,
  form: "protobuf" | "json",
): Promise<ExportOutcome> {
  const { intake, decoder } = exporter;
  const { counters } = intake;
  if (!intake.hasRoom(body.byteLength)) {
    counters.refused(receiverId, "queue-full");
    throw new OverloadedError();
  }
  const decoded =
    form === "json"
      ? decoder.decodeJson(signal, body, exporter.now())
      : decoder.decode(signal, body, exporter.now());
  if (decoded.kind === "malformed") {
    counters.refused(receiverId, `bad-${form}`, 1, body);
    return {
      kind: "malformed",
      message: `The body is no OTLP ${signalNames[signal].records}: ${decoded.message}.`,
    };
  }
  const { records, rejected, losses, undo } = decoded;
  const count = countOf(records);
  const accepted = intake.accept(receiverId, records, weightOf(records, body));
  // In a function of its own: this one's variables would keep the records until they are stored.
  return outcome(accepted, undo, () => {
    losses.reportTo(counters, receiverId);
    if (count + rejected === 0 && losses.isEmpty) counters.leftOut(receiverId, "empty-request");
    return { kind: "done", result: { rejected, message: explain(signal, rejected, losses) } };
  });
}

async function outcome(
  accepted: Promise<void>,
  undo: () => void,
  done: () => ExportOutcome,
): Promise<ExportOutcome> {
  try {
    await accepted;
  } catch (error) {
    undo();
    throw error;
  }
  return done();
}

function weightOf(records: Partial<Batch>, body: Uint8Array): number {
  return Math.max(body.byteLength, countOf(records) * minRecordBytes);
}

const countOf = ({ logs = [], spans = [], points = [] }: Partial<Batch>) =>
  logs.length + spans.length + points.length;

function explain(signal: OtlpSignal, rejected: number, losses: Losses): string {
  if (rejected === 0) return "";
  const { records } = signalNames[signal];
  if (signal === "profiles") return "Sidelight does not keep profiles.";
  return `${rejected} ${records} were not kept: ${losses.summary()}.`;
}
