// What the panel asks of the editor around it. Nobody waits for the answers; what goes wrong is told.

import type { ExportRequest } from "../../src/shared/contract/exports";
import type { HostApi, PanelView, SourceLocation } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import type { Client } from "../../src/shared/contract/rpc";
import { writtenLine } from "../lib/writtenLine";
import { placeOf } from "./placeOf";

export class Outside {
  constructor(
    readonly host: Client<HostApi>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Shows what goes wrong with a call whose answer nobody waits for. */
  tell(call: Promise<unknown>): void {
    call.catch(this.onFailure);
  }

  openSource(location: SourceLocation): void {
    this.tell(this.host.openSource(location));
  }

  /** To the call site, or where the record names none to the statement that writes such a line. */
  openSourceOf(record: LogJson | undefined): void {
    const place = record === undefined ? undefined : placeOf(record);
    if (place !== undefined) this.openSource(place);
    else if (record !== undefined) this.tell(this.host.openStatement(writtenLine(record)));
  }

  openTimeline(id?: string): void {
    this.tell(this.host.openPanel({ panel: "timeline", ...(id === undefined ? {} : { id }) }));
  }

  openMetrics(): void {
    this.tell(this.host.openPanel({ panel: "metrics" }));
  }

  /** "Why do these fail?", of the requests that the view asks about. */
  compare(view: PanelView): void {
    this.tell(this.host.openPanel({ panel: "compare", ...view }));
  }

  copy(text: string): void {
    this.tell(this.host.copy({ text }));
  }

  exportRecords(request: ExportRequest): void {
    this.tell(this.host.exportRecords(request));
  }

  saveFile(name: string, text: string): void {
    this.tell(this.host.saveFile({ name, text }));
  }

  openText(text: string, language: string): void {
    this.tell(this.host.openText({ text, language }));
  }

  startCollector(): void {
    this.tell(this.host.startCollector());
  }
}
