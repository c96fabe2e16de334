// A card over the panel. What lies behind it takes neither keys nor clicks meanwhile, and has the focus back after it;
// Esc closes it.

import "./card.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface DialogProps {
  readonly label: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog(props: DialogProps) {
  const screen = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const behind = othersBeside(screen.current);
    for (const element of behind) element.inert = true;
    card.current?.focus();
    return () => {
      for (const element of behind) element.inert = false;
      const hadFocus = before instanceof HTMLElement && before !== document.body;
      const back = hadFocus ? before : document.querySelector<HTMLElement>(".list");
      back?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div ref={screen} class="card-screen" onPointerDown={props.onClose}>
      <div
        ref={card}
        class={`card ${props.class ?? ""}`}
        role="dialog"
        aria-modal="true"
        aria-label={props.label}
        tabIndex={-1}
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          if (event.key === "Escape") props.onClose();
          event.stopPropagation(); // the panel's own keys are of what lies behind
        }}
      >
        {props.children}
      </div>
    </div>
  );
}

const othersBeside = (screen: Element | null) =>
  [...(screen?.parentElement?.children ?? [])].filter(
    (element): element is HTMLElement => element instanceof HTMLElement && element !== screen,
  );
