// What one does where nothing has come yet. The browser page has no editor that could do it.

import type { HostApi } from "../../src/shared/contract/hostApi";
import type { Client } from "../../src/shared/contract/rpc";
import { Button } from "./controls";
import { vscodeApi } from "./vscodeApi";

export const isInEditor = () => vscodeApi() !== undefined;

export function FirstSteps({ host }: { readonly host: Client<HostApi> }) {
  if (!isInEditor()) return null;
  return (
    <div class="empty-actions">
      <Button kind="primary" onClick={() => void host.connectApp()}>
        Connect an App…
      </Button>
      <Button onClick={() => void host.runDemo()}>Run the Demo</Button>
    </div>
  );
}
