import { beforeEach, describe, expect, test } from "vitest";
import { ListScroll } from "../../../webview/lib/listScroll";

describe("a list's scroll", () => {
  let scroll: ListScroll;
  beforeEach(() => {
    scroll = new ListScroll();
    scroll.setHeight(220); // ten rows
    scroll.setTotal(100);
  });

  test("while following, the end stays in view as rows arrive", () => {
    scroll.follow();

    scroll.setTotal(150);

    expect(scroll.topRow.value).toBe(140);
  });

  test("while reading, nothing moves as rows arrive", () => {
    scroll.scrollTo(30);

    scroll.setTotal(1_000_000);

    expect(scroll.topRow.value).toBe(30);
  });

  test("scrolling up stops following, scrolling to the end follows again", () => {
    scroll.follow();

    scroll.scrollTo(80);
    expect(scroll.isFollowing.value).toBe(false);

    scroll.scrollTo(90);
    expect(scroll.isFollowing.value).toBe(true);
  });

  test("rows that retention takes from the start do not move what is read", () => {
    scroll.scrollTo(30);

    scroll.place(80, 10);

    expect(scroll.topRow.value).toBe(10);
    expect(scroll.total.value).toBe(80);
  });

  test("a shorter list shows its end", () => {
    scroll.scrollTo(70);

    scroll.setTotal(20);

    expect(scroll.topRow.value).toBe(10);
  });

  test("the drawn range is one object until it changes", () => {
    const before = scroll.drawn.value;
    scroll.scrollTo(0.2);
    scroll.scrollTo(0.4);

    expect(before).toEqual({ first: 0, end: 20 });
    expect(scroll.drawn.value).not.toBe(before);
    const after = scroll.drawn.value;
    scroll.scrollTo(0.6);
    expect(scroll.drawn.value).toBe(after);
  });
});
