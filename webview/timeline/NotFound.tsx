// Nothing is known of an id (yet), or the question failed: what to do now.

import { Button, EmptyState } from "../lib/controls";
import type { TimelinePanelModel } from "./model";

export function NotFound({ model }: { readonly model: TimelinePanelModel }) {
  if (model.failure.value !== "") {
    return (
      <EmptyState icon="warning" title="The timeline could not be read">
        <p>{model.failure.value}</p>
        <Button kind="primary" onClick={() => model.refresh()}>
          Try Again
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="search" title="No record carries this id">
      <p>
        <code>{model.id.value}</code>
      </p>
      <p>
        It may not have arrived yet: this page keeps looking. A request id, a trace id or a span id
        is found; old records may have been deleted to keep to the size and age that are set.
      </p>
      <p>
        An app that sends no traces gets a timeline too, when each of its log lines carries the
        request's id in a field such as <code>request_id</code>.
      </p>
      <Button kind="primary" onClick={() => model.openRequest("")}>
        Show Recent Requests
      </Button>
    </EmptyState>
  );
}
