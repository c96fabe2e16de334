// Tooltips of every element with `data-tip`, on hover and on focus, Esc hides: one element, placed where it
// fits. The native `title` shows neither by keyboard nor soon enough.

import { seenText } from "./unseen";

const delayMs = 450;

export function showTooltips(root: Document = document): void {
  const tip = root.createElement("div");
  tip.className = "tooltip";
  tip.setAttribute("role", "tooltip");
  tip.id = "tooltip";
  tip.hidden = true;
  root.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let owner: Element | undefined;

  const hide = () => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = undefined;
    tip.hidden = true;
  };
  const show = (element: Element) => {
    const text = element.getAttribute("data-tip") ?? "";
    if (text === "" || !element.isConnected || isReadAlready(element, seenText(text))) return;
    owner = element;
    tip.textContent = seenText(text);
    tip.hidden = false;
    if (element.getAttribute("aria-label") !== text) {
      element.setAttribute("aria-describedby", tip.id);
    }
    place(tip, element.getBoundingClientRect());
  };
  const plan = (event: Event, waitMs: number) => {
    const element =
      (event.target instanceof Element ? event.target.closest("[data-tip]") : null) ?? undefined;
    if (element !== undefined && element === owner) return;
    hide();
    if (element !== undefined) timer = setTimeout(() => show(element), waitMs);
  };
  root.addEventListener("pointerover", (event) => plan(event, delayMs));
  root.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible"))
      plan(event, delayMs);
  });
  root.addEventListener("focusout", hide);
  root.addEventListener("pointerdown", hide);
  root.addEventListener("scroll", hide, true);
  root.addEventListener("keydown", hide, true);
}

/** It stands there in full: a tooltip would say it again, over what lies below. */
function isReadAlready(element: Element, text: string): boolean {
  if (element.textContent !== text) return false;
  return [element, ...element.querySelectorAll("*")].every(
    ({ scrollWidth, clientWidth }) => clientWidth === 0 || scrollWidth <= clientWidth,
  );
}

function place(tip: HTMLElement, box: DOMRect): void {
  const leftPx = Math.max(4, Math.min(box.left, innerWidth - tip.offsetWidth - 4));
  const isBelow = box.bottom + tip.offsetHeight + 8 < innerHeight;
  const topPx = isBelow ? box.bottom + 4 : box.top - tip.offsetHeight - 4;
  tip.style.transform = `translate(${Math.round(leftPx)}px, ${Math.round(topPx)}px)`;
}
