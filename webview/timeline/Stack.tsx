// A stack trace: the developer's own frames as links, the rest folded to their number.

import { useState } from "preact/hooks";
import { type Frame, readFrames } from "../../src/shared/frames";
import type { TimelineNode } from "../../src/shared/timeline/model";
import type { Connection } from "../lib/connection";
import { seen } from "../lib/unseen";

export interface StackProps {
  readonly text: string;
  readonly node: TimelineNode | undefined;
  readonly connection: Connection;
}

export function Stack({ text, node, connection }: StackProps) {
  const [isOpen, setOpen] = useState(false);
  const frames = readFrames(text);
  const title = text.trimStart().split("\n", 1)[0] ?? "";
  if (frames.length === 0) {
    return (
      <div class="field-group">
        <h3 class="section-title">Text</h3>
        <pre class="stack-text">{seen(text)}</pre>
      </div>
    );
  }
  const open = ({ file, line, column, function: name }: Frame) =>
    void connection.host.openSource({
      file,
      line,
      ...(column > 0 ? { column } : {}),
      ...(name === "" ? {} : { function: name }),
      ...(node === undefined || node.service === "" ? {} : { service: node.service }),
    });
  const foreign = frames.filter((frame) => !frame.isOwn).length;
  const hasOwn = foreign < frames.length;
  return (
    <div class="field-group">
      <h3 class="section-title of-data">{seen(title)}</h3>
      {frames
        .filter((frame) => frame.isOwn || isOpen || !hasOwn)
        .map((frame, index) => (
          <p key={index} class="frame">
            <button
              type="button"
              class={frame.isOwn ? "link code" : "bare plain-value code dim"}
              onClick={() => open(frame)}
            >
              {seen(`${frame.function} (${frame.file}:${frame.line})`)}
            </button>
          </p>
        ))}
      {foreign > 0 && hasOwn && (
        <button type="button" class="bare plain-value dim" onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide" : "Show"} {foreign} library {foreign === 1 ? "frame" : "frames"}
        </button>
      )}
    </div>
  );
}
