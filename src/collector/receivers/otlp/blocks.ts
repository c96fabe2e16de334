// Who sent a block of records (Resource) and what in it (InstrumentationScope). Exporters repeat both byte
// for byte in every request, so the bytes are the key of a small cache.

import type { Intake } from "../../pipeline/intake";
import type { Resource } from "../../../shared/record";
import type { AttributeWriter } from "./attributes";
import { maxIdentityBytes, maxNameBytes } from "./limits";
import { readText } from "./readText";
import type { WireReader } from "../../pipeline/wireReader";

/** What a scope says of its records. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  /** Members of a JSON object, `"otel.scope.k":1,…`, or "". */
  readonly members: string;
}
export const noScope: Scope = { name: "", version: "", members: "" };

/** Apps on one machine are a handful; a cache past this is of a sender that changes its resource always. */
const maxCached = 512;
const maxCachedBytes = 16 * 1024;

const attributesTag = 0x0a;
const scopeNameTag = 0x0a;
const scopeVersionTag = 0x12;
const scopeAttributesTag = 0x1a;

export class Blocks {
  private readonly resources = new Map<string, Resource>();
  private unknown: Resource | undefined;
  private readonly scopes = new Map<string, Scope>();

  constructor(
    private readonly intake: Intake,
    private readonly writer: AttributeWriter,
  ) {}

  /** Of a block that does not say whose it is. */
  noResource(): Resource {
    this.unknown ??= this.intake.resource({ service: "", attributes: "{}", run: "" });
    return this.unknown;
  }

  /** The Resource in `[reader.pos, end)`. */
  resource(reader: WireReader, end: number): Resource {
    return cached(this.resources, reader, end, () => this.readResource(reader, end));
  }

  /** The InstrumentationScope in `[reader.pos, end)`. */
  scope(reader: WireReader, end: number): Scope {
    return cached(this.scopes, reader, end, () => this.readScope(reader, end));
  }

  private readResource(reader: WireReader, end: number): Resource {
    const { writer } = this;
    writer.begin("", maxIdentityBytes);
    while (reader.pos < end) {
      const tag = reader.varint();
      if (tag === attributesTag) writer.read(reader, reader.frame(end));
      else reader.skip(tag, end);
    }
    reader.endOf(end);
    const { service, run } = writer.found;
    return this.intake.resource({ service, run, attributes: writer.finishSorted() });
  }

  private readScope(reader: WireReader, end: number): Scope {
    const { writer } = this;
    let name = "";
    let version = "";
    writer.begin("otel.scope.", maxIdentityBytes);
    while (reader.pos < end) {
      const tag = reader.varint();
      switch (tag) {
        case scopeNameTag:
          name = readText(reader, end, writer.losses, maxNameBytes);
          break;
        case scopeVersionTag:
          version = readText(reader, end, writer.losses, maxNameBytes);
          break;
        case scopeAttributesTag:
          writer.read(reader, reader.frame(end));
          break;
        default:
          reader.skip(tag, end);
      }
    }
    reader.endOf(end);
    return { name, version, members: writer.finishSorted().slice(1, -1) };
  }
}

function cached<T>(cache: Map<string, T>, reader: WireReader, end: number, read: () => T): T {
  const { bytes, pos } = reader;
  const isCacheable = end - pos <= maxCachedBytes;
  const key = isCacheable ? bytes.toString("latin1", pos, end) : "";
  const known = cache.get(key);
  if (known !== undefined && isCacheable) {
    reader.pos = end;
    return known;
  }
  const value = read();
  if (isCacheable) {
    if (cache.size >= maxCached) cache.clear();
    cache.set(key, value);
  }
  return value;
}
