import { extensions, type Uri, window } from "vscode";

/** The part that we need of what VS Code's own git extension offers to others. */
interface GitExtension {
  readonly getAPI: (version: 1) => {
    readonly getRepository: (uri: Uri) => { readonly add: (paths: string[]) => Promise<void> } | null;
  };
}

/** Adds a file to the index of the repository around it. Says so when there is none, or git refuses. */
export async function addToGit(file: Uri): Promise<void> {
  try {
    const git = await extensions.getExtension<GitExtension>("vscode.git")?.activate();
    const repository = git?.getAPI(1).getRepository(file);
    if (!repository) throw new Error("VS Code's git extension knows no repository around it");
    await repository.add([file.fsPath]);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    await window.showWarningMessage(`${file.fsPath} could not be added to git: ${reason}`);
  }
}
