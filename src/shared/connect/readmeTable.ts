// README's table of what can be connected, made of the same data as the command's list.

import { addressesOf, customaryEndpoints } from "./addresses";
import { type System, systems } from "./systems";

/** A Markdown table; `receivers` are the ids of those that the collector has. */
export function readmeTable(receivers: ReadonlySet<string>): string {
  const at = addressesOf(customaryEndpoints);
  const rows = Object.values<System>(systems)
    .filter(({ receiver }) => receivers.has(receiver))
    .map((system) => [system.title, system.address(at), `\`${system.example(at)}\``]);
  return [["your app uses", "send to", "for example"], ["---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}
