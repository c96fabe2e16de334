// What package.json calls the panels: a test compares it.

import type { PanelKind } from "../../shared/contract/hostApi";

/** Beside the code. The serializer and the panel must name the same type, or the panel is never restored. */
export const viewTypeOf = (kind: PanelKind) => `sidelight.${kind}`;

/** In the side bar. */
export const viewIdOf = (kind: PanelKind) => `sidelight.${kind}View`;
