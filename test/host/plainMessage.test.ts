import { describe, expect, it } from "vitest";
import { arrivalText, meanwhileText } from "../../src/host/connect/connectTexts";
import { requestFailed, sourceNotFound } from "../../src/host/errors";
import type { LogJson } from "../../src/shared/contract/json";

/** What the editor's messages take for a link (vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const hostile = "[Click here](command:workbench.action.terminal.new)\u202e";
const record: LogJson = {
  time: "2026-01-01T00:00:00Z",
  body: hostile,
  service: hostile,
  attributes: {},
  resource: {},
  receiver: "lines",
  seq: 1,
};

describe("a message of the editor", () => {
  it.each([
    ["that the first record came", arrivalText({ signal: "logs", record })],
    ["that an app known before sends", meanwhileText({ kind: "known", service: hostile })],
    ["that something was refused", meanwhileText({ kind: "refused", reason: hostile })],
    ["that a source is not found", sourceNotFound(hostile).message],
    ["that a request failed", requestFailed("ask", hostile).message],
  ])("%s makes no link of an app's text", (_name, message) => {
    expect(link.test(hostile)).toBe(true);

    expect(message).not.toMatch(link);
    expect(message).not.toContain("\u202e");
    expect(message).toContain("[Click here] (command:");
  });
});
