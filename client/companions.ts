import { type Disposable, extensions, workspace } from "vscode";
import { COMPANIONS, isOtherServerAtWork } from "./other-server.ts";

/** Whether another extension answers about plain Nix, too, here and now. */
export function hasOtherNixServer(): boolean {
  return isOtherServerAtWork({
    has: (id) => extensions.getExtension(id) !== undefined,
    settingOf: (setting) => workspace.getConfiguration().get(setting),
  });
}

/** Calls back whenever that may have changed. */
export function watchCompanions(changed: () => void): Disposable[] {
  return [
    extensions.onDidChange(changed),
    workspace.onDidChangeConfiguration(
      (event) => COMPANIONS.some(({ setting }) => event.affectsConfiguration(setting)) && changed(),
    ),
  ];
}
