import { mountPanel } from "../lib/mount";
import { panelStorage, persist } from "../lib/state";
import { keptState } from "./keptState";
import { LogsModel } from "./model";
import { Panel } from "./Panel";
import "./panel.css";

const restore = (model: LogsModel) => void persist(panelStorage("logs"), 1, keptState(model));

mountPanel("logs", (connection) => <Panel model={new LogsModel(connection, restore)} />);
