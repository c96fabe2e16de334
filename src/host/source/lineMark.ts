// Marks the line that a record came from, until the reader moves on.

import {
  type DecorationOptions,
  OverviewRulerLane,
  Range,
  type TextEditor,
  ThemeColor,
  window,
} from "vscode";
import { Disposable } from "../lifetime";

export class LineMark extends Disposable {
  private readonly decoration = this.register(
    window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new ThemeColor("editor.findMatchHighlightBackground"),
      overviewRulerColor: new ThemeColor("editorOverviewRuler.findMatchForeground"),
      overviewRulerLane: OverviewRulerLane.Full,
    }),
  );
  private marked: { readonly editor: TextEditor; readonly line: number } | undefined;

  constructor() {
    super();
    this.register(
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const isOnLine = selections.every(({ active }) => active.line === this.marked?.line);
        if (textEditor === this.marked?.editor && !isOnLine) this.clear();
      }),
    );
  }

  /** `line` is 0-based. */
  show(editor: TextEditor, line: number): void {
    this.clear();
    this.marked = { editor, line };
    const here: DecorationOptions = { range: new Range(line, 0, line, 0) };
    editor.setDecorations(this.decoration, [here]);
  }

  private clear(): void {
    this.marked?.editor.setDecorations(this.decoration, []);
    this.marked = undefined;
  }
}
