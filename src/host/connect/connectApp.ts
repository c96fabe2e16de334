// "Connect an App…": a list of languages and systems, the snippet with the collector's real address, and word
// of the first record that comes by it.

import {
  commands,
  env,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  SnippetString,
  window,
  workspace,
} from "vscode";
import { type Addresses, addressesOf } from "../../shared/connect/addresses";
import { type Connection, textOf } from "../../shared/connect/connection";
import { connectionsFor, missingListener } from "../../shared/connect/connections";
import { systemOf } from "../../shared/connect/systems";
import type { CollectorConnection } from "../collector/collectorConnection";
import type { CollectorControl } from "../collector/collectorControl";
import { listenerOff, notConnected, reasonOf, requestFailed } from "../errors";
import { Disposable } from "../lifetime";
import { plainMessage } from "../plainMessage";
import { showFailure } from "../showFailure";
import { type Delivery, deliveryItems, type WayItem, wayItem } from "./choices";
import { arrivalText, meanwhileText, openCommand } from "./connectTexts";
import { firstRecord } from "./firstRecord";
import { newTerminalWith } from "./newTerminal";

export interface ConnectPlaces {
  readonly connection: CollectorConnection;
  readonly control: CollectorControl;
  /** How the command line is called here. */
  readonly program: string;
}

export class ConnectApp extends Disposable {
  private waiting: AbortController | undefined;

  constructor(private readonly places: ConnectPlaces) {
    super();
  }

  /** `id` names a way, and leaves out the first list. */
  async run(id?: string): Promise<void> {
    const found = await this.collector();
    if (found === undefined) return;
    const { at, ways } = found;
    const way = ways.find((one) => one.id === id) ?? (await pickWay(ways, at));
    if (way === undefined) return;
    const listener = missingListener(way, at);
    if (listener !== "") return showFailure(listenerOff(listener));
    const delivery = await pickDelivery(way);
    if (delivery === undefined) return;
    await deliver(way, delivery, at);
    await this.wait(way, at);
  }

  override dispose(): void {
    this.waiting?.abort();
    super.dispose();
  }

  private async collector() {
    const { connection, control, program } = this.places;
    if (connection.state.kind !== "connected" && !(await control.start())) return undefined;
    const { client, state } = connection;
    if (client === undefined || state.kind !== "connected") {
      showFailure(notConnected());
      return undefined;
    }
    try {
      const { receivers } = await client.stats();
      const ways = connectionsFor(new Set(receivers.map(({ receiver }) => receiver)));
      return { ways, at: addressesOf(state.endpoints, program) };
    } catch (error) {
      showFailure(requestFailed("ask the collector what it receives", reasonOf(error)));
      return undefined;
    }
  }

  /** One wait at a time: a second one takes the place of the first. */
  private async wait(way: Connection, at: Addresses): Promise<void> {
    this.waiting?.abort();
    const abort = new AbortController();
    this.waiting = abort;
    const { connection } = this.places;
    const { receiver, ...system } = systemOf(way.system);
    const address = system.address(at).replaceAll("`", "");
    const arrival = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `Waiting for the first record of ${way.title}${address === "-" ? "" : ` at ${address}`}`,
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const places = {
          client: () => connection.client,
          onDidReceiveStats: connection.onDidReceiveStats,
        };
        return firstRecord(places, receiver, abort.signal, (meanwhile) => {
          progress.report({ message: meanwhileText(meanwhile) });
          if (meanwhile.kind === "refused") tellRefused(receiver, system.title, meanwhile.reason);
        });
      },
    );
    if (arrival === undefined) return;
    const [title, command, view] = openCommand(arrival);
    const answer = await window.showInformationMessage(arrivalText(arrival), title);
    if (answer === title) await commands.executeCommand(command, view);
  }
}

async function pickWay(
  ways: readonly Connection[],
  at: Addresses,
): Promise<Connection | undefined> {
  const items: (QuickPickItem | WayItem)[] = ways.flatMap((way, index) => {
    const item = wayItem(way, at);
    const isFirst = ways[index - 1]?.language !== way.language;
    return isFirst ? [{ label: way.language, kind: QuickPickItemKind.Separator }, item] : [item];
  });
  const picked = await window.showQuickPick(items, {
    title: "Connect an App",
    placeHolder: "A language and a logger, client or SDK; or a program that forwards",
    matchOnDescription: true,
  });
  return picked !== undefined && "way" in picked ? picked.way : undefined;
}

async function pickDelivery(way: Connection): Promise<Delivery | undefined> {
  const picked = await window.showQuickPick(
    [...deliveryItems(way, window.activeTextEditor !== undefined)],
    {
      title: `${way.language}: ${way.title}`,
      placeHolder: way.install ?? "With the collector's address in it",
    },
  );
  return picked?.delivery;
}

async function deliver(way: Connection, delivery: Delivery, at: Addresses): Promise<void> {
  const text = textOf(way, at);
  switch (delivery) {
    case "insert": {
      const snippet = new SnippetString().appendText(text);
      await window.activeTextEditor?.insertSnippet(snippet);
      return;
    }
    case "copy":
      await env.clipboard.writeText(text);
      window.setStatusBarMessage(`$(check) Copied ${way.title}`, 5_000);
      return;
    case "open": {
      const language = "languageId" in way ? way.languageId : "plaintext";
      await window.showTextDocument(await workspace.openTextDocument({ language, content: text }));
      return;
    }
    case "terminal": {
      const variables = way.kind === "environment" ? way.variables(at) : {};
      window.createTerminal({ name: "Sidelight: app", env: { ...variables } }).show();
      return;
    }
    case "type": {
      // The user completes it, and presses Enter.
      const begun = way.kind === "command" ? (way.begins?.(at) ?? text) : text;
      const terminal = window.activeTerminal;
      if (terminal === undefined) return newTerminalWith(begun);
      // At once, also into a shell that is still starting: the user may be typing into it in a moment.
      terminal.sendText(begun, false);
      terminal.show();
      return;
    }
  }
}

function tellRefused(receiver: string, title: string, reason: string): void {
  const show = "Show Payload";
  void window
    .showWarningMessage(
      plainMessage(`Something came for ${title} that could not be read: ${reason}.`),
      show,
    )
    .then((answer) => {
      if (answer !== show) return;
      void commands.executeCommand("sidelight.showRefused", { receiver, title, reason });
    });
}
