// A document → log records. A document of a logger says all itself; in one of a shipper (Filebeat, Fluent
// Bit) what the app wrote is the text of `message` or `log`, and is read as a line is.

import type { LogRecord, Resource } from "../../../shared/record";
import { FieldReader } from "../../pipeline/fromFields";
import type { Intake } from "../../pipeline/intake";
import type { Roles } from "../../pipeline/roles";
import { WrappedText } from "../../pipeline/text/wrappedText";
import type { Action } from "./bulkBody";
import { flattened, serviceOf, serviceOfIndex, type Document } from "./documentShape";

/** Index names with more than a date in them must not fill the store's resources. */
const maxResources = 1000;

export class DocumentReader {
  private readonly reader: FieldReader;
  private readonly texts: WrappedText;
  private readonly resources = new Map<string, Resource>();

  constructor(
    private readonly receiver: string,
    roles: Roles,
    private readonly intake: Intake,
  ) {
    this.reader = new FieldReader(roles);
    this.texts = new WrappedText(roles);
  }

  read(
    document: Document,
    action: Pick<Action, "operation" | "index" | "id">,
    observedTimeUnixNano: bigint,
    into: LogRecord[],
  ): void {
    const { operation, index, id } = action;
    const from = into.length;
    const known = this.resource(index);
    const resource = known ?? this.intake.resource({ service: "", attributes: "{}", run: "" });
    const origin = { receiver: this.receiver, resource, observedTimeUnixNano };
    const facts = {
      ...(known === undefined && { "elasticsearch.index": index }),
      ...(id !== "" && { "elasticsearch.id": id }),
      ...(operation === "update" && { "elasticsearch.operation": operation }),
    };
    const fields = flattened(document);
    const record = this.reader.read(fields, { ...origin, around: { attributes: facts } });
    const text = record.severityNumber === 0 ? textOf(fields) : undefined;
    if (text === undefined) into.push(record);
    else {
      const rest = { ...fields, ...facts, [text.name]: undefined };
      this.texts.read(text.value, this.texts.envelope(rest, origin), origin, into);
    }
    const service = serviceOf(document);
    for (let i = from; i < into.length; i++) {
      const one = into[i];
      if (one !== undefined && service !== "" && one.service === origin.resource.service) {
        one.service = service;
      }
    }
  }

  /** Undefined past the bound: then the index is an attribute. */
  private resource(index: string): Resource | undefined {
    const known = this.resources.get(index);
    if (known !== undefined) return known;
    if (this.resources.size >= maxResources) return undefined;
    const resource = this.intake.resource({
      service: serviceOfIndex(index),
      attributes: index === "" ? "{}" : JSON.stringify({ "elasticsearch.index": index }),
      run: "",
    });
    this.resources.set(index, resource);
    return resource;
  }
}

/** The text that a shipper found. */
function textOf(fields: Document): { name: string; value: string } | undefined {
  for (const name of ["message", "log", "event.original", "msg"]) {
    const value = fields[name];
    if (typeof value === "string" && value.trim() !== "") return { name, value };
  }
  return undefined;
}
