// A list of any length that draws only what is seen: rows of one height, absolutely placed, one tab stop,
// moved by the wheel and the keys in rows. What a row shows is the caller's.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useDocumentEvent } from "./documentEvents";
import type { ListScroll } from "./listScroll";
import { isMapped, rowHeightPx, scrollTopAt, spacerPx, topRowAt } from "./rowWindow";

/** How a gesture selects: this row alone, all up to it, or it as well. */
export type SelectMode = "only" | "range" | "toggle";

export interface VirtualListProps {
  readonly scroll: ListScroll;
  /** Name for screen readers. */
  readonly label: string;
  /** -1 when none. */
  readonly selectedRank: number;
  readonly onSelect: (rank: number, mode: SelectMode) => void;
  /** A key moved to this row; `onSelect` where it is not given. */
  readonly onMove?: (rank: number, mode: SelectMode) => void;
  /** Rows selected besides; where it is given, several can be. */
  readonly isSelected?: (rank: number) => boolean;
  readonly onSelectAll?: () => void;
  /** Copies what is selected. */
  readonly onCopy?: () => void;
  /** Enter or a double click. */
  readonly onOpen?: (rank: number) => void;
  /** The cells of a row. */
  readonly renderRow: (rank: number) => ComponentChildren;
  readonly rowClass?: (rank: number) => string;
  /** Keeps one DOM row for one record while ranks move. */
  readonly rowKey?: (rank: number) => string | number;
  /** The row that is pointed at; -1 for none. */
  readonly onHover?: (rank: number) => void;
  readonly onContextMenu?: (rank: number, event: MouseEvent) => void;
}

/** Id of a drawn row's element: for `aria-activedescendant` and for anchoring a menu. */
export const rowElementId = (rank: number) => `row-${rank}`;

export function VirtualList(props: VirtualListProps) {
  const { scroll } = props;
  const element = useRef<HTMLDivElement>(null);
  const placedPx = useRef(0);
  const { first, end } = scroll.drawn.value;
  const space = scroll.space();
  // Rows of an unmapped list stand still in the spacer; only a mapped one is placed anew on each move.
  const topRow = isMapped(space.total) ? scroll.topRow.value : 0;
  const originPx = isMapped(space.total) ? scrollTopAt(topRow, space) : 0;

  const selected = useRef(-1);
  selected.current = props.selectedRank;
  useLayoutEffect(
    () => observeHeight(element.current, (px) => scroll.setHeight(px, selected.current)),
    [scroll],
  );
  useLayoutEffect(() => {
    const place = () => {
      const list = element.current;
      if (list === null) return;
      const wantedPx = scrollTopAt(scroll.topRow.value, scroll.space());
      if (Math.abs(list.scrollTop - wantedPx) > 0.5) list.scrollTop = wantedPx;
      placedPx.current = list.scrollTop;
    };
    place();
    return scroll.topRow.subscribe(place);
  });
  useLayoutEffect(() => {
    const list = element.current;
    const onWheel = (event: WheelEvent) => {
      if (!isMapped(scroll.total.peek()) || event.ctrlKey) return; // the browser's own is smoother
      event.preventDefault();
      scroll.scrollTo(scroll.topRow.peek() + wheelRows(event, scroll.pageRows()));
    };
    list?.addEventListener("wheel", onWheel, { passive: false });
    return () => list?.removeEventListener("wheel", onWheel);
  }, [scroll]);

  // A panel that was just opened, or whose control is gone, has the focus nowhere: keys of a list are meant for it.
  useDocumentEvent(
    "keydown",
    (event) => {
      const { key, shiftKey } = event;
      const isFree = document.activeElement === document.body && !event.defaultPrevented;
      if (!isFree || event.ctrlKey || event.metaKey || event.altKey) return;
      if (targetOf(key, 0, 0, 0) === undefined) return;
      event.preventDefault();
      element.current?.focus({ preventScroll: true });
      element.current?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey }));
    },
    scroll,
  );

  const onScroll = () => {
    const list = element.current;
    if (list === null) return;
    // A list that got higher is scrolled by the browser before its new height is observed.
    if (list.clientHeight !== scroll.heightPx.peek()) {
      scroll.setHeight(list.clientHeight, selected.current);
      if (scroll.isFollowing.peek()) return;
    }
    const atPx = list.scrollTop;
    if (Math.abs(atPx - placedPx.current) <= 0.5) return; // our own move
    placedPx.current = atPx;
    scroll.scrollTo(topRowAt(atPx, scroll.space()));
  };
  const ranks = Array.from({ length: end - first }, (_, offset) => first + offset);
  const active = props.selectedRank >= first && props.selectedRank < end;
  return (
    <div
      ref={element}
      class="list"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={space.total}
      aria-multiselectable={props.isSelected === undefined ? undefined : true}
      aria-activedescendant={active ? rowElementId(props.selectedRank) : undefined}
      onScroll={onScroll}
      onPointerMove={() => scroll.hold()}
      onPointerLeave={() => {
        scroll.release();
        props.onHover?.(-1);
      }}
      onKeyDown={(event) => onKey(event, props)}
      onContextMenu={(event) => {
        // By key: the list has the focus, and its selected row is meant.
        if (event.target === event.currentTarget && active) {
          props.onContextMenu?.(props.selectedRank, event);
        }
      }}
    >
      <div class="list-spacer" role="presentation" style={{ height: `${spacerPx(space.total)}px` }}>
        {ranks.map((rank) => (
          <div
            key={props.rowKey?.(rank) ?? rank}
            id={rowElementId(rank)}
            class={`list-row ${props.rowClass?.(rank) ?? ""}`}
            role="row"
            aria-rowindex={rank + 1}
            aria-selected={rank === props.selectedRank || props.isSelected?.(rank) === true}
            style={{
              transform: `translateY(${originPx + Math.round((rank - topRow) * rowHeightPx)}px)`,
            }}
            onMouseDown={(event) => {
              if (event.shiftKey) event.preventDefault(); // else the text between is selected as well
              if (event.shiftKey) element.current?.focus();
            }}
            onClick={(event) => props.onSelect(rank, modeOf(event))}
            onDblClick={() => props.onOpen?.(rank)}
            onPointerEnter={() => props.onHover?.(rank)}
            onContextMenu={(event) => props.onContextMenu?.(rank, event)}
          >
            {props.renderRow(rank)}
          </div>
        ))}
      </div>
    </div>
  );
}

function observeHeight(list: HTMLDivElement | null, onHeight: (px: number) => void) {
  if (list === null) return undefined;
  const observer = new ResizeObserver(() => onHeight(list.clientHeight));
  observer.observe(list);
  onHeight(list.clientHeight);
  return () => observer.disconnect();
}

function wheelRows(event: WheelEvent, pageRows: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_PAGE) return event.deltaY * pageRows;
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return event.deltaY;
  return event.deltaY / rowHeightPx;
}

function onKey(event: KeyboardEvent, props: VirtualListProps): void {
  if (event.altKey || event.target !== event.currentTarget) return;
  if (event.ctrlKey || event.metaKey) {
    onCommandKey(event, props);
    return;
  }
  const { scroll, selectedRank } = props;
  const last = scroll.total.peek() - 1;
  if (last < 0) return;
  const from = selectedRank >= 0 ? selectedRank : Math.floor(scroll.topRow.peek()) - 1;
  const target = targetOf(event.key, from, last, scroll.pageRows());
  if (target !== undefined) {
    event.preventDefault();
    const rank = Math.min(last, Math.max(0, target));
    scroll.reveal(rank);
    (props.onMove ?? props.onSelect)(rank, modeOf(event));
  } else if (event.key === "Enter" && selectedRank >= 0) {
    event.preventDefault();
    props.onOpen?.(selectedRank);
  }
}

function onCommandKey(event: KeyboardEvent, props: VirtualListProps): void {
  const key = event.key.toLowerCase();
  const isText = getSelection()?.isCollapsed === false;
  if (key === "a" && props.onSelectAll !== undefined) props.onSelectAll();
  else if (key === "c" && props.onCopy !== undefined && !isText) props.onCopy();
  else return;
  event.preventDefault();
  // The editor is given the keys of a panel, too: it would select all text of the page, and a copy would be of that.
  event.stopPropagation();
}

function modeOf(event: MouseEvent | KeyboardEvent): SelectMode {
  return event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "only";
}

function targetOf(key: string, from: number, last: number, page: number): number | undefined {
  if (key === "ArrowDown") return from + 1;
  if (key === "ArrowUp") return from - 1;
  if (key === "PageDown") return from + page;
  if (key === "PageUp") return from - page;
  if (key === "Home") return 0;
  return key === "End" ? last : undefined;
}
