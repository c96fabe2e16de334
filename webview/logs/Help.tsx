// Keys and the query language: the whole language by example, from the table that the tests ask. An example
// goes into the query bar by a click.

import "./help.css";
import { useSignal } from "@preact/signals";
import { describeRecords, findsText, helpPage } from "../../src/shared/query/helpPage";
import { type Chapter, chapters } from "../../src/shared/query/specification";
import { Button } from "../lib/controls";
import { Dialog } from "./Dialog";
import type { LogsModel } from "./model";

const keys = [
  ["/", "to the query; Esc back to the rows"],
  ["f", "follow new rows, or pause"],
  ["↑ ↓ PgUp PgDn Home End", "move"],
  ["Enter", "go to source"],
  ["p", "patterns: what messages are cases of; p again: the rows"],
  ["r", "collapse repeats, or show every row"],
  ["c", "context: the rows around the selected one, in the list; c again: more"],
  ["Shift+↑ ↓, Ctrl+click", "select several rows"],
  ["Ctrl+A, Ctrl+C", "select the loaded rows; copy what is selected"],
  ["Esc", "close the context, then the record"],
  ["Ctrl+Space", "complete; ↓ in the query: history"],
  ["Alt+click on a chip", "only this level or service"],
  ["drag over the histogram", "zoom; double click: all time"],
  ["?", "this help"],
] as const;

export function Help({
  model,
  onClose,
}: {
  readonly model: LogsModel;
  readonly onClose: () => void;
}) {
  const wanted = useSignal("");
  const found = chapters
    .map((chapter) => ({ ...chapter, examples: chapter.examples.filter(isLike(wanted.value)) }))
    .filter(({ examples }) => examples.length > 0);
  return (
    <Dialog class="help" label="Keys and query language" onClose={onClose}>
      <Button class="help-close" kind="quiet" icon="close" tip="Close" onClick={onClose} />
      <section class="help-keys">
        <h2 class="section-title">Keys</h2>
        <dl>
          {keys.map(([term, meaning]) => (
            <div key={term}>
              <dt class="code">{term}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section class="help-language">
        <div class="help-title">
          <h2 class="section-title grow">Query language by example</h2>
          <Button
            kind="quiet"
            icon="go-to-file"
            tip="Open as text document"
            onClick={() => model.outside.openText(helpPage(), "markdown")}
          />
        </div>
        <p class="dim">
          Terms side by side are AND. Each example says which of the records below it finds; a click
          puts it into the query bar.
        </p>
        <input
          class="help-find"
          type="text"
          aria-label="Find in the examples"
          placeholder="Find in the examples"
          value={wanted.value}
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
        {found.map((chapter) => (
          <Examples
            key={chapter.title}
            chapter={chapter}
            onTry={(query) => {
              model.search(query);
              onClose();
            }}
          />
        ))}
        {found.length === 0 && <p class="dim">No example has that.</p>}
        <Records title="Records: logs" signal="logs" />
        <Records title="Records: spans" signal="spans" />
      </section>
    </Dialog>
  );
}

const isLike = (wanted: string) => (example: Chapter["examples"][number]) =>
  `${example.query} ${example.says ?? ""}`.toLowerCase().includes(wanted.trim().toLowerCase());

const Examples = (props: {
  readonly chapter: Chapter;
  readonly onTry: (query: string) => void;
}) => (
  <table class="help-examples">
    <caption class="section-title">{props.chapter.title}</caption>
    <tbody>
      {props.chapter.examples.map(({ query, finds, says }) => (
        <tr key={query}>
          <td class="code">
            {props.chapter.signal === "logs" ? (
              <button type="button" class="link" onClick={() => props.onTry(query)}>
                {query === "" ? "(empty)" : query}
              </button>
            ) : (
              query
            )}
          </td>
          <td>
            {says !== undefined && <span>{says} </span>}
            <span class="dim">→ {findsText(finds)}</span>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Records = (props: { readonly title: string; readonly signal: "logs" | "spans" }) => (
  <>
    <h3 class="section-title help-records">{props.title}</h3>
    <dl>
      {describeRecords(props.signal).map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="code help-record">{text}</dd>
        </div>
      ))}
    </dl>
  </>
);
