import type { Connection, Hover, Location, LocationLink } from "vscode-languageserver/node";
import type { Session } from "./session.ts";

export function serveDefinition(connection: Connection, session: Session): void {
  connection.onDefinition(async ({ textDocument, position }, token): Promise<Location[] | LocationLink[] | null> => {
    const answer = await session.ask("definition", { uri: textDocument.uri, position }, token);
    if (answer?.kind !== "definition") return null;
    if (!session.linksDefinitions)
      return answer.targets.map(({ file, range }) => ({ uri: session.uriFor(file), range }));
    return answer.targets.map(({ file, range }) => ({
      originSelectionRange: answer.range,
      targetUri: session.uriFor(file),
      targetRange: range,
      targetSelectionRange: range,
    }));
  });
}

export function serveHover(connection: Connection, session: Session): void {
  connection.onHover(async ({ textDocument, position }, token): Promise<Hover | null> => {
    const answer = await session.ask("hover", { uri: textDocument.uri, position }, token);
    return answer?.kind === "hover"
      ? { range: answer.range, contents: { kind: "markdown", value: answer.markdown } }
      : null;
  });
}
