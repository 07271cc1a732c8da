import { type Disposable, extensions, workspace } from "vscode";

/** Extensions that start another language server for Nix while they are installed and enabled, and the setting that says so. */
const others = [{ id: "jnoortheen.nix-ide", setting: "nix.enableLanguageServer" }];

/** Whether another extension answers about plain Nix, too. */
export function hasOtherNixServer(): boolean {
  return others.some(({ id, setting }) => {
    const dot = setting.lastIndexOf(".");
    const enabled = workspace.getConfiguration(setting.slice(0, dot)).get(setting.slice(dot + 1), false);
    return extensions.getExtension(id) !== undefined && enabled;
  });
}

/** Calls back whenever that may have changed. */
export function watchCompanions(changed: () => void): Disposable[] {
  return [
    extensions.onDidChange(changed),
    workspace.onDidChangeConfiguration(
      (event) => others.some(({ setting }) => event.affectsConfiguration(setting)) && changed(),
    ),
  ];
}
