// One editor with a window for the tests of a file: opened before them, stopped after them, and a picture of the
// window is kept where one fails.

import { afterAll, afterEach, beforeAll } from "vitest";
import { Editor, type Window } from "./editor";

interface Opened {
  readonly editor: Editor;
  readonly window: Window;
}

/** Call it once, outside of any test. `start` may give settings, and fill the workspace. */
export function editorOfTests(
  onOpen: (opened: Opened) => void,
  start = () => Editor.start(),
): void {
  let editor: Editor;
  let window: Window;
  beforeAll(async () => {
    editor = await start();
    window = await editor.openWindow();
    onOpen({ editor, window });
  });
  afterEach((context) =>
    context.task.result?.state === "fail" ? window.shot(`failed ${context.task.name}`) : undefined,
  );
  afterAll(() => editor.stop());
}
