// What is odd about what is shown, in a panel's foot.

import "./notices.css";
import { useState } from "preact/hooks";
import { Icon } from "./controls";
import { seen } from "./unseen";

/** One line, and all of them for whom it is too short. */
export function Notices({ notices }: { readonly notices: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <button
      type="button"
      class={`bare notices ${isOpen ? "is-open" : "ellipsis"}`}
      aria-expanded={isOpen}
      data-tip={isOpen ? undefined : notices.join("\n")}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? (
        notices.map((notice) => (
          <span key={notice} class="notice-line">
            <Icon name="info" /> {seen(notice)}
          </span>
        ))
      ) : (
        <>
          <Icon name="info" /> {seen(notices.join(" · "))}
        </>
      )}
    </button>
  );
}
