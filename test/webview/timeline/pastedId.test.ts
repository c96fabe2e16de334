import { expect, it } from "vitest";
import { pastedId } from "../../../webview/timeline/pastedId";

const uuid = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

it.each([
  [uuid, uuid],
  [`UUID('${uuid.toUpperCase()}')`, uuid],
  [`  request_id=${uuid} took_ms=3`, uuid],
  [`{"traceId": "${trace}", "level": "info"}`, trace],
  [`traceparent: 00-${trace}-00f067aa0ba902b7-01`, trace],
  [`X-Amzn-Trace-Id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7`, trace],
  [`uber-trace-id: ${trace}:00f067aa0ba902b7:0:1`, trace],
  [`b3: ${trace}-00f067aa0ba902b7-1`, trace],
  [`X-Cloud-Trace-Context: ${trace}/17213210219539181940;o=1`, trace],
  ["dd.trace_id=15161849952847513100 dd.span_id=1", "15161849952847513100"],
  ["req-42", "req-42"],
  ["request_id=req-42 url=/", "req-42"],
  ["", ""],
])("finds the id in %s", (text, id) => {
  expect(pastedId(text)).toBe(id);
});
