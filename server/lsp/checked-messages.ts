import {
  type Connection,
  ErrorCodes,
  type Message,
  type MessageStrategy,
  ResponseError,
} from "vscode-languageserver/node";

/** What is asked instead of a request whose parameters are none. */
const REFUSED_REQUEST = "dendritic/refused";

/**
 * Looks at what every message about a document has in common before anybody takes it apart. A request without it is answered with
 * `InvalidParams`, a notification is left out.
 */
export const checkedMessages: MessageStrategy = {
  handleMessage: (message, next) => {
    const fault = faultIn(message);
    if (fault === undefined) return next(message);
    if ("id" in message) return next({ ...message, method: REFUSED_REQUEST, params: { fault } } as Message);
  },
};

/** Serves the other half of `checkedMessages`. */
export function serveRefusals(connection: Connection): void {
  connection.onRequest(REFUSED_REQUEST, (params: { readonly fault?: unknown } | null) => {
    throw new ResponseError(ErrorCodes.InvalidParams, String(params?.fault ?? "no parameters"));
  });
}

function faultIn(message: Message): string | undefined {
  const { method, params } = message as Message & { readonly method?: unknown; readonly params?: unknown };
  if (typeof method !== "string" || !method.startsWith("textDocument/")) return undefined;
  const { textDocument, position } = tableOf(params);
  const { uri, text } = tableOf(textDocument);
  if (typeof uri !== "string") return "`textDocument.uri` must be a string";
  if (method === "textDocument/didOpen" && typeof text !== "string") return "`textDocument.text` must be a string";
  return position === undefined ? undefined : positionFault(tableOf(position));
}

function positionFault({ line, character }: Readonly<Record<string, unknown>>): string | undefined {
  const isCount = (given: unknown) => typeof given === "number" && Number.isInteger(given) && given >= 0;
  if (!isCount(line)) return "`position.line` must be a number from 0";
  return isCount(character) ? undefined : "`position.character` must be a number from 0";
}

function tableOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
}
