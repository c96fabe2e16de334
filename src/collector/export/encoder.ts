// A format of files as bytes that follow each other: rows in, bytes out, an end. One file a format.

import type { AnyRecordJson } from "../../shared/contract/json";

export interface Encoder {
  /** What can be written now; an encoder may gather. */
  rows(rows: readonly AnyRecordJson[]): Uint8Array | string;
  /** The rest of the file. */
  end(): Uint8Array | string;
}
