import { describe, expect, it } from "vitest";
import {
  between,
  mergedBars,
  panned,
  placeOf,
  showing,
  wholeOf,
  zoomed,
} from "../../../webview/timeline/viewport";

const whole = wholeOf(1000);

describe("zooming", () => {
  it("keeps what is under the pointer where it is", () => {
    expect(zoomed(whole, 0.5, 250, whole)).toEqual({ fromNanos: 125, toNanos: 625 });
  });

  it("never shows more than the request, nor moves past its ends", () => {
    expect(zoomed({ fromNanos: 200, toNanos: 400 }, 100, 300, whole)).toEqual(whole);
    expect(panned({ fromNanos: 0, toNanos: 200 }, -1, whole)).toEqual({
      fromNanos: 0,
      toNanos: 200,
    });
    expect(panned({ fromNanos: 700, toNanos: 900 }, 1, whole)).toEqual({
      fromNanos: 800,
      toNanos: 1000,
    });
  });

  it("shows what was dragged across, in either direction", () => {
    expect(between(whole, 0.8, 0.2, whole)).toEqual({ fromNanos: 200, toNanos: 800 });
  });

  it("moves as little as it must to show a row", () => {
    const view = { fromNanos: 0, toNanos: 200 };

    expect(showing(view, { startNanos: 50, endNanos: 60 }, whole)).toEqual(view);
    expect(showing(view, { startNanos: 500, endNanos: 510 }, whole)).toEqual({
      fromNanos: 320,
      toNanos: 520,
    });
  });

  it("has something to draw for a request of no length", () => {
    expect(wholeOf(0).toNanos).toBeGreaterThan(0);
  });
});

describe("bars", () => {
  it("cuts a bar at the edges of the view, and leaves out what lies outside", () => {
    const view = { fromNanos: 100, toNanos: 200 };

    expect(placeOf({ startNanos: 50, endNanos: 150 }, view)).toEqual({ left: 0, width: 0.5 });
    expect(placeOf({ startNanos: 10, endNanos: 20 }, view)).toBeUndefined();
  });

  it("draws no more bars than there are pixels", () => {
    const bars = Array.from({ length: 5_000 }, (_, i) => ({
      startNanos: i * 0.2,
      endNanos: i * 0.2 + 0.1,
    }));

    expect(mergedBars(bars, whole, 100).length).toBeLessThanOrEqual(100);
  });
});
