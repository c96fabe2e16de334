// A row of the tree in the activity bar, as plain data.

export interface OverviewNode {
  /** Stays the same over refreshes, so that the tree keeps what is open and selected. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A codicon's name; `isFailed` colours it, and the description says why in words. */
  readonly icon?: string;
  readonly isFailed?: boolean;
  /** For menus: "receiver", "request", … */
  readonly context: string;
  readonly command?: readonly [name: string, ...args: unknown[]];
  /** What "Copy Address" copies. */
  readonly address?: string;
  readonly children?: readonly OverviewNode[];
  /** Closed until the user opens it. */
  readonly isCollapsed?: boolean;
}
