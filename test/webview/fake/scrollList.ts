// Scrolls the list of a panel, as its scroll bar does.

import type { Page } from "playwright-core";

/**
 * To this share of its length; resolves when it is drawn. The list is told at once: by itself a browser tells with the
 * next frame, and a list that is drawn for another reason before that goes back to where it was.
 */
export const scrollList = (page: Page, share: number): Promise<void> =>
  page.evaluate(async (at) => {
    const list = document.querySelector(".list");
    if (list === null) throw new Error("There is no list.");
    list.scrollTop = at * (list.scrollHeight - list.clientHeight);
    list.dispatchEvent(new Event("scroll"));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }, share);
