// One menu at a time, beside the element that opened it: arrows move, Enter chooses, Esc goes back to where
// the focus was. Panels draw <MenuHost/> once and call `openMenu`.

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./controls";
import { seen } from "./unseen";

export interface MenuItem {
  readonly label: string;
  readonly icon?: string;
  /** A key, or a count, at the right. */
  readonly hint?: string;
  /** Given on items of which some are on. */
  readonly isChecked?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}
export type MenuEntry = MenuItem | "separator";

interface OpenMenu {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly leftPx: number;
  readonly topPx: number;
  /** A menu that does not fit below opens above this. */
  readonly aboveTopPx: number;
  readonly returnFocus: Element | null;
}
const current = signal<OpenMenu | undefined>(undefined);

/** `at`: the element to open below, or the pointer's event. */
export function openMenu(
  at: Element | MouseEvent,
  label: string,
  entries: readonly MenuEntry[],
): void {
  const place =
    at instanceof Element
      ? below(at.getBoundingClientRect())
      : { leftPx: at.clientX, topPx: at.clientY, aboveTopPx: at.clientY };
  current.value = { label, entries, ...place, returnFocus: document.activeElement };
}

export function closeMenu(): void {
  const menu = current.peek();
  current.value = undefined;
  if (menu?.returnFocus instanceof HTMLElement) menu.returnFocus.focus({ preventScroll: true });
}

const below = (box: DOMRect) => ({
  leftPx: box.left,
  topPx: box.bottom + 2,
  aboveTopPx: box.top - 2,
});

export function MenuHost() {
  const menu = current.value;
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const list = element.current;
    if (menu === undefined || list === null) return;
    const { offsetWidth, offsetHeight } = list;
    const leftPx = Math.max(4, Math.min(menu.leftPx, innerWidth - offsetWidth - 4));
    const fits = menu.topPx + offsetHeight <= innerHeight - 4;
    const topPx = fits ? menu.topPx : Math.max(4, menu.aboveTopPx - offsetHeight);
    list.style.transform = `translate(${leftPx}px, ${topPx}px)`;
    focusItem(list, 0);
  }, [menu]);
  if (menu === undefined) return null;
  return (
    <div class="menu-screen" onPointerDown={closeMenu} onContextMenu={(e) => e.preventDefault()}>
      <div
        ref={element}
        class="menu"
        role="menu"
        aria-label={menu.label}
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => onKey(event, element.current)}
      >
        {menu.entries.map((entry, index) =>
          entry === "separator" ? (
            <div key={index} class="menu-separator" role="separator" />
          ) : (
            <Item key={index} item={entry} />
          ),
        )}
      </div>
    </div>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  const isCheckable = item.isChecked !== undefined;
  const icon = item.isChecked === true ? "check" : item.icon;
  return (
    <button
      type="button"
      class="menu-item"
      role={isCheckable ? "menuitemcheckbox" : "menuitem"}
      aria-checked={item.isChecked}
      disabled={item.isDisabled}
      onClick={() => {
        closeMenu();
        item.run();
      }}
    >
      {icon === undefined ? <span class="menu-gap" /> : <Icon name={icon} />}
      <span class="menu-label">{seen(item.label)}</span>
      {item.hint !== undefined && <span class="menu-hint">{item.hint}</span>}
    </button>
  );
}

function onKey(event: KeyboardEvent, list: HTMLElement | null): void {
  if (list === null) return;
  const items = enabledItems(list);
  const at = items.findIndex((item) => item === document.activeElement);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: -1,
  };
  const to = moves[event.key];
  if (to !== undefined) focusItem(list, to);
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const enabledItems = (list: HTMLElement) => [
  ...list.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)"),
];

function focusItem(list: HTMLElement, index: number): void {
  const items = enabledItems(list);
  items.at(items.length === 0 ? 0 : index % items.length)?.focus();
}
