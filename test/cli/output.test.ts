import { afterEach, describe, expect, it, vi } from "vitest";
import { printJson, printLine, recordLine } from "../../src/cli/output";
import type { LogJson } from "../../src/shared/contract/json";

const aLog = (body: string): LogJson => ({
  time: "2026-01-01T00:00:00Z",
  body,
  attributes: { "\u001b[2J": "\u009b31m" },
  resource: {},
  receiver: "lines",
  seq: 1,
});
/** Title of the window, clipboard, clear, 8-bit controls, backspace, carriage return, text written backwards. */
const hostile =
  "\u001b]0;x\u0007\u001b]52;c;eA==\u0007\u001b[2J\u009b31m\u0090q\u009c\b\r\u202eevil";
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let written = "";
vi.spyOn(process.stdout, "write").mockImplementation((text) => {
  written += String(text);
  return true;
});
afterEach(() => (written = ""));

describe("what the command line prints of an app's text", () => {
  it("is shown, not obeyed by the terminal", async () => {
    await printLine(recordLine(aLog(hostile)));

    expect(written).not.toMatch(obeyed);
    expect(written).toContain("\\x1b[2J\\x9b31m");
    expect(written).toContain("\\u202eevil");
  });

  it("is the same JSON for a program, and nothing that a terminal obeys", async () => {
    await printJson(aLog(hostile));

    expect(written).not.toMatch(obeyed);
    expect(JSON.parse(written)).toEqual(aLog(hostile));
  });

  it("has no line that looks like a record of its own", () => {
    const [, forged, last] = recordLine(
      aLog("first\n00:00:00.000 ERROR shop  forged\n\nend"),
    ).split("\n");

    expect(forged).toBe("    00:00:00.000 ERROR shop  forged");
    expect(last).toBe("");
  });
});
