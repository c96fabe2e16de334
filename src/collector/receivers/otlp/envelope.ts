// The envelope that all signals share: request → resource blocks → scope blocks → items. A broken item is
// left out and counted where its frame is whole; a broken frame fails the request.

import type { Resource } from "../../../shared/record";
import { noScope, type Blocks, type Scope } from "./blocks";
import { maxBlocks, maxRecords } from "./limits";
import type { Losses } from "./losses";
import { MalformedError, type WireReader } from "../../pipeline/wireReader";

/** Field 1: the blocks of a request, and in a block its resource or scope. Field 2: what it holds. */
const blockTag = 0x0a;
const headTag = 0x0a;
const itemTag = 0x12;

export interface Envelope {
  readonly reader: WireReader;
  readonly blocks: Blocks;
  readonly losses: Losses;
  /** Reads the item in `[reader.pos, end)`; how many records it held. */
  readItem(resource: Resource, scope: Scope, end: number): number;
}

/** Walks a whole request; the number of records that were not kept. Throws MalformedError. */
export function readEnvelope(envelope: Envelope): number {
  const { reader } = envelope;
  const end = reader.bytes.length;
  const walk = new Walk(envelope);
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === blockTag) {
      const blockEnd = reader.frame(end);
      walk.resourceBlock(blockEnd);
      reader.pos = blockEnd;
    } else {
      reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  return walk.rejected;
}

class Walk {
  rejected = 0;
  private kept = 0;
  private blocks = 0;

  constructor(private readonly envelope: Envelope) {}

  resourceBlock(end: number): void {
    const { reader, blocks } = this.envelope;
    if (this.isPastBlocks()) return;
    const start = reader.pos;
    let resource: Resource | undefined;
    // The resource may stand behind its records: it is looked for first.
    eachField(reader, start, end, headTag, (fieldEnd) => {
      resource = blocks.resource(reader, fieldEnd);
    });
    const owner = resource ?? blocks.noResource();
    eachField(reader, start, end, itemTag, (fieldEnd) => this.scopeBlock(owner, fieldEnd));
  }

  private scopeBlock(resource: Resource, end: number): void {
    const { reader, blocks } = this.envelope;
    if (this.isPastBlocks()) return;
    const start = reader.pos;
    let scope = noScope;
    eachField(reader, start, end, headTag, (fieldEnd) => {
      scope = blocks.scope(reader, fieldEnd);
    });
    eachField(reader, start, end, itemTag, (fieldEnd) => this.item(resource, scope, fieldEnd));
  }

  private isPastBlocks(): boolean {
    if (++this.blocks <= maxBlocks) return false;
    this.envelope.losses.add("too-many-blocks");
    this.rejected++;
    return true;
  }

  private item(resource: Resource, scope: Scope, end: number): void {
    const { losses } = this.envelope;
    if (this.kept >= maxRecords) {
      losses.add("too-many-records");
      this.rejected++;
      return;
    }
    try {
      this.kept += this.envelope.readItem(resource, scope, end);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      losses.add("bad-record");
      this.rejected++;
    }
  }
}

/** Calls `use` with the reader at the start of each field `wanted`; afterwards the reader is at `end`. */
function eachField(
  reader: WireReader,
  start: number,
  end: number,
  wanted: number,
  use: (fieldEnd: number) => void,
): void {
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === wanted) {
      const fieldEnd = reader.frame(end);
      use(fieldEnd);
      reader.pos = fieldEnd;
    } else {
      reader.skip(tag, end);
    }
  }
  reader.endOf(end);
}
