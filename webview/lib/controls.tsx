// The few controls of all panels. Each has a name, shows focus and works by keyboard; a tooltip is the
// `data-tip` of any element (tooltip.ts).

import type { ComponentChildren } from "preact";

export interface ButtonProps {
  readonly onClick: (event: MouseEvent) => void;
  /** Codicon name: "debug-pause". */
  readonly icon?: string;
  /** What is read and shown on hover; needed where there is no text. */
  readonly tip?: string;
  readonly kind?: "plain" | "primary" | "quiet";
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly hasMenu?: boolean;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const isIconOnly = props.children === undefined;
  return (
    <button
      type="button"
      class={`button ${props.kind ?? "plain"} ${isIconOnly ? "icon-only" : ""} ${props.class ?? ""}`}
      aria-label={isIconOnly ? props.tip : undefined}
      aria-pressed={props.isPressed}
      aria-haspopup={props.hasMenu === true ? "menu" : undefined}
      disabled={props.isDisabled}
      data-tip={props.tip}
      onClick={props.onClick}
    >
      {props.icon !== undefined && <Icon name={props.icon} />}
      {!isIconOnly && <span class="button-text">{props.children}</span>}
      {props.hasMenu === true && !isIconOnly && <Icon name="chevron-down" />}
    </button>
  );
}

export const Icon = ({ name }: { readonly name: string }) => (
  <i class={`codicon codicon-${name}`} aria-hidden="true" />
);

export interface ChipProps {
  /** What is left in when on. */
  readonly name: string;
  readonly isOn: boolean;
  readonly onToggle: (event: MouseEvent) => void;
  readonly tip: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A toggle with a count: a level, a service. */
export function Chip(props: ChipProps) {
  return (
    <button
      type="button"
      class={`chip ${props.isOn ? "on" : "off"} ${props.class ?? ""}`}
      aria-pressed={props.isOn}
      data-tip={props.tip}
      onClick={props.onToggle}
    >
      <span class="visually-hidden">{props.name}</span>
      <span class="chip-shown" aria-hidden="true">
        {props.children}
      </span>
    </button>
  );
}

/** Says what there is to do where there is nothing to show. */
export function EmptyState(props: {
  readonly icon: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty" role="status">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

/** An address or a command to copy, with its button. */
export function Copyable(props: {
  readonly text: string;
  readonly onCopy: (text: string) => void;
}) {
  return (
    <span class="copyable">
      <code>{props.text}</code>
      <Button
        icon="copy"
        kind="quiet"
        tip={`Copy ${props.text}`}
        onClick={() => props.onCopy(props.text)}
      />
    </span>
  );
}
