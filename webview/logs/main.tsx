import { mountPanel } from "../lib/mount";
import { panelStorage } from "../lib/state";
import { LogsModel } from "./model";
import { Panel } from "./Panel";
import "./panel.css";

mountPanel("logs", (connection) => (
  <Panel model={new LogsModel(connection, panelStorage("logs"))} />
));
