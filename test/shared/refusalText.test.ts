import { describe, expect, it } from "vitest";
import type { Refusal } from "../../src/shared/contract/stats";
import { hexDump, refusalText } from "../../src/shared/refusalText";

function aRefusal(payload: Buffer, given: Partial<Refusal> = {}): Refusal {
  return {
    time: "2026-01-01T00:00:00.000Z",
    receiver: "gelf",
    reason: "not-json",
    sizeBytes: payload.length,
    sample: payload.toString(),
    isText: true,
    base64: payload.toString("base64"),
    ...given,
  };
}

describe("a refused payload as a document", () => {
  it("is its text under when it came and how large it was", () => {
    const text = refusalText("GELF", "not-json", [aRefusal(Buffer.from('{"a":\n'))]);

    expect(text).toBe(
      'GELF: payloads refused as "not-json"\n' +
        "The last one that the collector keeps, newest first; of each the first KiB at most.\n" +
        "\n── 2026-01-01T00:00:00.000Z · 6 bytes ──\n" +
        '{"a":\n\n',
    );
  });

  it("is bytes beside their characters where it is no text", () => {
    const payload = Buffer.from([
      0,
      0x1e,
      ...Buffer.from("GELF"),
      0xff,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
    ]);

    expect(hexDump(payload)).toEqual([
      "00000000  00 1e 47 45 4c 46 ff 01  02 03 04 05 06 07 08 09  |..GELF..........|",
      "00000010  0a                                                |.|",
    ]);
    expect(
      refusalText("GELF", "bad", [aRefusal(payload, { isText: false, sizeBytes: 2000 })]),
    ).toContain("2000 bytes, the first 17 shown ──\n00000000  00 1e");
  });

  it("shows control characters and overrides of direction instead of obeying them", () => {
    const text = refusalText("GELF", "bad", [aRefusal(Buffer.from("a\x1b[31m\u202eb\r\nc\x7f"))]);

    expect(text).toContain("a␛[31m�b␍\nc␡");
  });

  it("says when none is kept", () => {
    expect(refusalText("GELF", "bad", [])).toContain("None is kept.");
  });
});
