// What can be done with a card.

import type { Connection } from "../lib/connection";
import type { MenuEntry } from "../lib/menu";
import { clauseFor } from "../lib/valueActions";
import { labelsOf, type MetricCard } from "./cards";
import type { MetricsPanelModel } from "./model";
import { splitMenu } from "./splitMenu";

export function cardMenu(
  model: MetricsPanelModel,
  card: MetricCard,
  { host }: Connection,
): readonly MenuEntry[] {
  const headline = model.headline(card);
  const isExpanded = model.expanded.peek() === card.key;
  const isPinned = model.pinned.peek().includes(card.key);
  const copy = (text: string) => void host.copy({ text });
  return [
    {
      label: isExpanded ? "Close" : "Show Series",
      icon: "list-unordered",
      run: () => model.toggleExpanded(card.key),
    },
    {
      label: isPinned ? "Unpin" : "Pin",
      icon: isPinned ? "star-full" : "star-empty",
      run: () => model.togglePin(card.key),
    },
    {
      label: "Show Logs of the Time Shown",
      icon: "list-flat",
      run: () => {
        const chart = model.chartOf(card.key).peek();
        if (chart === undefined) return;
        const middleMs = (chart.fromMs + chart.toMs) / 2;
        void model.openLogsAt(card, middleMs, (chart.toMs - chart.fromMs) / 2);
      },
    },
    {
      label: "Only This Metric",
      icon: "filter",
      run: () => model.setQuery(clauseFor("name", card.name)),
    },
    "separator",
    ...splitMenu({
      tags: card.tags,
      current: model.splitOf(card),
      onChoose: (split) => model.setSplit(card, split),
    }),
    "separator",
    {
      label: "Copy Value",
      icon: "copy",
      run: () => copy(`${headline.number} ${headline.unit}`.trim()),
    },
    { label: "Copy Name", icon: "copy", run: () => copy(card.name) },
    {
      label: "Open as Text Document",
      icon: "file-text",
      run: () => void host.openText({ text: textOf(card), language: "plaintext" }),
    },
  ];
}

/** All series with their tags and latest point, one a line. */
function textOf(card: MetricCard): string {
  const lines = card.series.map((one) => {
    const tags = labelsOf(one)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ");
    const { value, total, count, quantiles, time } = one.last;
    const numbers = { value, total, count, ...quantiles };
    const said = Object.entries(numbers).filter(([, number]) => number !== undefined);
    return `${time}  ${said.map(([name, number]) => `${name}=${String(number)}`).join(" ")}  ${tags}`;
  });
  const head = [card.name, card.type, card.unit, card.description].filter(Boolean).join(" · ");
  return [head, "", ...lines, ""].join("\n");
}
