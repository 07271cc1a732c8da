import { type Event, extensions, Uri, window } from "vscode";

/** The part that we need of what VS Code's own git extension offers to others. */
interface GitExtension {
  readonly getAPI: (version: 1) => Git;
}

interface Git {
  /** `uninitialized` while it looks for the workspace's repositories. */
  readonly state: "uninitialized" | "initialized";
  readonly onDidChangeState: Event<Git["state"]>;
  readonly getRepository: (uri: Uri) => Repository | null;
  /** The repository around a folder that it does not know yet. */
  readonly openRepository: (root: Uri) => Promise<Repository | null>;
}

interface Repository {
  readonly rootUri: Uri;
  readonly add: (paths: string[]) => Promise<void>;
}

/** Adds a file to the index of the repository around it; resolves to that index. Says so when there is none, or git refuses. */
export async function addToGit(file: Uri): Promise<Uri | undefined> {
  try {
    const git = (await extensions.getExtension<GitExtension>("vscode.git")?.activate())?.getAPI(1);
    if (git) await ready(git);
    const repository = git?.getRepository(file) ?? (await git?.openRepository(Uri.joinPath(file, "..")));
    if (!repository) throw new Error("VS Code's git extension knows no repository around it");
    await repository.add([file.fsPath]);
    return Uri.joinPath(repository.rootUri, ".git", "index");
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    await window.showWarningMessage(`${file.fsPath} could not be added to git: ${reason}`);
    return undefined;
  }
}

/** Resolves once the extension has looked for repositories. */
function ready(git: Git): Promise<void> {
  if (git.state === "initialized") return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = git.onDidChangeState((state) => {
      if (state !== "initialized") return;
      subscription.dispose();
      resolve();
    });
  });
}
