// The text of a pattern, its placeholders told from its words.

import { partsOf } from "../../src/shared/patterns/values";
import { seen } from "../lib/unseen";

export const PatternText = (props: { readonly text: string; readonly class?: string }) => (
  <span class={`pattern-text code ${props.class ?? ""}`} data-tip={props.text}>
    {props.text === "" ? (
      <span class="dim">(no message)</span>
    ) : (
      partsOf(props.text).map(({ text, value }, at) =>
        value === undefined ? (
          seen(text)
        ) : (
          <span key={at} class="pattern-placeholder">
            {text}
          </span>
        ),
      )
    )}
  </span>
);
