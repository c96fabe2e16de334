// In the toolbar: patterns in place of the rows, and back.

import { Button } from "../lib/controls";
import type { LogsModel } from "./model";

export const PatternsButton = ({ model }: { readonly model: LogsModel }) => (
  <Button
    class="patterns-button"
    tip="What messages are cases of, in place of the rows (P)"
    isPressed={model.patterns.isOn.value && !model.grouping.isOn.value}
    onClick={() => model.togglePatterns()}
  >
    Patterns
  </Button>
);
