// A receiver in the tree: where it listens, what comes by it, when the last record came, and what was refused
// or lost and why. What was refused can be looked at; what was left out on purpose is told and alarms nobody.

import type { ReceiverStats, TargetStats } from "../../shared/contract/stats";
import { countOf, shortCount, sumOf } from "../figures";
import type { OverviewNode } from "./overviewNode";

export function receiverNode(receiver: ReceiverStats): OverviewNode {
  const lost = sumOf(receiver.dropped);
  const refused = sumOf(receiver.refused);
  const isFailed = receiver.problem !== undefined;
  // A receiver may have several (HTTP and gRPC): the first is the usual one.
  const [address = ""] = addressesOf(receiver);
  const children = detailsOf(receiver);
  return {
    id: `receiver.${receiver.receiver}`,
    label: receiver.title,
    // A narrow side bar cuts the end off: what needs a look comes first.
    description: [
      ...(lost === 0 ? [] : [`${shortCount(lost)} lost`]),
      ...(refused === 0 ? [] : [`${shortCount(refused)} refused`]),
      // The problem has a row of its own below; where it listens after all is what to send to.
      address === "" ? (receiver.problem ?? "") : withoutScheme(address),
      ...(receiver.recordsPerSecond === 0 ? [] : [`${shortCount(receiver.recordsPerSecond)}/s`]),
      ...(receiver.received === 0 ? [] : [countOf(receiver.received, "record")]),
    ]
      .filter((part) => part !== "")
      .join(" · "),
    tooltip: [
      receiver.problem ?? receiver.address,
      `${receiver.received} received, ${receiver.stored} stored`,
      ...reasons("lost", receiver.dropped),
      ...reasons("refused", receiver.refused),
      ...reasons("left out", receiver.leftOut),
      ...(receiver.lastTime === undefined ? [] : [`last at ${receiver.lastTime}`]),
    ].join("\n"),
    icon: isFailed || lost > 0 ? "warning" : "broadcast",
    isFailed,
    context: address === "" ? "receiver" : "receiver.address",
    ...(address === "" ? {} : { address }),
    ...(children.length === 0 ? {} : { children, isCollapsed: !isFailed }),
  };
}

function detailsOf(receiver: ReceiverStats): readonly OverviewNode[] {
  const id = `receiver.${receiver.receiver}`;
  const { problem } = receiver;
  return [
    ...(problem === undefined ? [] : [problemNode(problem, id)]),
    ...addressesOf(receiver).map((address) => ({
      id: `${id}.at.${address}`,
      label: address,
      icon: "link",
      context: "receiver.address",
      address,
    })),
    ...(receiver.targets ?? []).map((target) => targetNode(target, id)),
    lastNode(receiver, id),
    ...Object.entries(receiver.refused).map(([reason, count]) =>
      refusedNode(receiver, `${id}.refused.${reason}`, reason, count),
    ),
    ...Object.entries(receiver.dropped).map(([reason, count]) => ({
      id: `${id}.lost.${reason}`,
      label: `${countOf(count, "record")} lost`,
      description: inWords(reason),
      icon: "warning",
      context: "lost",
    })),
    ...Object.entries(receiver.leftOut).map(([reason, count]) => ({
      id: `${id}.leftOut.${reason}`,
      label: `${shortCount(count)} left out`,
      description: inWords(reason),
      tooltip: `${count} not kept on purpose: ${inWords(reason)}`,
      icon: "eye-closed",
      context: "leftOut",
    })),
  ];
}

const problemNode = (problem: string, id: string): OverviewNode => ({
  id: `${id}.problem`,
  label: problem,
  tooltip: problem,
  icon: "warning",
  isFailed: true,
  context: "problem",
});

/** That an app is not running is no failure of the receiver: the target alone says so. */
function targetNode(target: TargetStats, id: string): OverviewNode {
  const { name, address, isUp, samples, lastTime, lastError } = target;
  const state = isUp ? `up, ${countOf(samples, "sample")}` : "down";
  return {
    id: `${id}.target.${name}.${address}`,
    label: name === "" ? address : name,
    description: [
      isUp ? (lastError ?? state) : (lastError ?? "not asked yet"),
      withoutScheme(address),
    ].join(" · "),
    tooltip: [
      `${address} is ${state}`,
      ...(lastError === undefined ? [] : [`It ${lastError}`]),
      ...(lastTime === undefined ? [] : [`asked at ${clockTime(lastTime)}`]),
    ].join("\n"),
    icon: isUp ? "pulse" : "debug-disconnect",
    context: "target",
  };
}

function lastNode({ lastTime, received, stored }: ReceiverStats, id: string): OverviewNode {
  return {
    id: `${id}.last`,
    label: lastTime === undefined ? "No record yet" : `Last record at ${clockTime(lastTime)}`,
    ...(received === 0 ? {} : { description: `${received} received, ${stored} stored` }),
    icon: "history",
    context: "last",
  };
}

function refusedNode(
  { receiver, title }: ReceiverStats,
  id: string,
  reason: string,
  count: number,
): OverviewNode {
  return {
    id,
    label: `${shortCount(count)} refused`,
    description: inWords(reason),
    tooltip: `${count} refused or shortened: ${inWords(reason)}\nA click shows the last payloads that are kept.`,
    icon: "circle-slash",
    context: "refused",
    command: ["sidelight.showRefused", { receiver, title, reason }],
  };
}

const addressesOf = ({ address }: ReceiverStats) =>
  address.split(", ").filter((part) => part !== "");

const withoutScheme = (address: string) => address.replace(/^http:\/\//, "");

const inWords = (reason: string) => reason.replaceAll("-", " ");

const reasons = (what: string, counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([reason, count]) => `${count} ${what}: ${reason}`);

/** In the reader's zone, to the second: 09:05:07. */
function clockTime(time: string): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
