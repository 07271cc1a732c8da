import { type Disposable, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { ScanState, StateParams } from "../server/protocol.ts";

/** The one status-bar item: how the flake is, and how fresh that knowledge is. Hidden where there is no flake. */
export interface Status extends Disposable {
  readonly show: (change: StateParams) => void;
  /** Says in the tooltip why what is shown is out of date; undefined: it is not. */
  readonly explain: (staleness: string | undefined) => void;
}

/** A click on it leads to the Hosts view, or to the log when the server failed. */
export function createStatus(): Status {
  const item = window.createStatusBarItem("dendritic.status", StatusBarAlignment.Left, 1);
  item.name = "Dendritic Nix";
  let said = "";
  return {
    show({ state, summary }) {
      const { icon, otherwise, tooltip } = looks[state];
      item.text = `$(${icon}) ${summary || otherwise}`;
      said = `Dendritic Nix: ${tooltip}`;
      item.tooltip = said;
      item.command = state === "failed" ? "dendritic.showLog" : "dendritic.hosts.focus";
      item.backgroundColor = state === "failed" ? new ThemeColor("statusBarItem.errorBackground") : undefined;
      if (state === "none") item.hide();
      else item.show();
    },
    explain(staleness) {
      item.tooltip = staleness === undefined ? said : `${said}\n${staleness}`;
    },
    dispose: () => item.dispose(),
  };
}

interface Look {
  readonly icon: string;
  /** The text while there is no summary. */
  readonly otherwise: string;
  readonly tooltip: string;
}

const looks: Record<ScanState, Look> = {
  none: { icon: "type-hierarchy", otherwise: "Dendritic", tooltip: "no flake in this workspace" },
  scanning: { icon: "sync~spin", otherwise: "Dendritic", tooltip: "reading the flake…" },
  ready: { icon: "type-hierarchy", otherwise: "Dendritic", tooltip: "up to date" },
  updating: { icon: "sync~spin", otherwise: "Dendritic", tooltip: "updating…" },
  stale: { icon: "warning", otherwise: "Dendritic", tooltip: "the flake is broken; this is the last good result" },
  failed: { icon: "error", otherwise: "Dendritic", tooltip: "the server is not running; see the log" },
};
