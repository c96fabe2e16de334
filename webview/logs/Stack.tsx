// A stack trace whose frames lead to their source; the developer's own stand out from the libraries'.

import { type Frame, readFrames } from "../../src/shared/frames";
import { seen } from "../lib/unseen";
import type { LogsModel } from "./model";

export function Stack({ text, model }: { readonly text: string; readonly model: LogsModel }) {
  return (
    <pre class="stack code" tabIndex={0} aria-label="Stack trace">
      {linesOf(text).map((line, index) => (
        <div key={index} class={line.frame !== undefined && !line.frame.isOwn ? "foreign" : ""}>
          {line.frame === undefined || !model.canOpenSource.value ? (
            seen(line.text)
          ) : (
            <FrameLine
              line={{ text: line.text, start: line.start, frame: line.frame }}
              model={model}
            />
          )}
        </div>
      ))}
    </pre>
  );
}

interface Line {
  readonly text: string;
  /** Of the line in the whole text. */
  readonly start: number;
  readonly frame: Frame | undefined;
}

function FrameLine(props: {
  readonly line: Line & { readonly frame: Frame };
  readonly model: LogsModel;
}) {
  const { text, start, frame } = props.line;
  const [from, to] = [frame.start - start, frame.end - start];
  return (
    <>
      {seen(text.slice(0, from))}
      <button
        type="button"
        class="link"
        onClick={() =>
          props.model.outside.openSource({
            file: frame.file,
            line: frame.line,
            ...(frame.column > 0 ? { column: frame.column } : {}),
            ...(frame.function === "" ? {} : { function: frame.function }),
          })
        }
      >
        {seen(text.slice(from, to))}
      </button>
      {seen(text.slice(to))}
    </>
  );
}

function linesOf(text: string): Line[] {
  const frames = readFrames(text);
  let start = 0;
  return text.split("\n").map((line) => {
    const end = start + line.length;
    const frame = frames.find((each) => each.start >= start && each.start < end + 1);
    const found = { text: line, start, frame };
    start = end + 1;
    return found;
  });
}
