import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from "vscode-languageserver/node";

/**
 * Serves one of our own requests. Its parameters may be left out, be null, a table or a list: JSON-RPC hands the parts of a list to a
 * handler one by one and the token last, so that nothing but the last argument may be taken for the token.
 */
export function onOwnRequest<Answer>(
  connection: Connection,
  method: string,
  answer: (params: unknown, token: CancellationToken) => Answer | Promise<Answer>,
): void {
  connection.onRequest<unknown, unknown>(method, (...given: unknown[]) => {
    const token = given.pop();
    if (!isToken(token)) throw new ResponseError(ErrorCodes.InternalError, `${method} came without a token`);
    return answer(given[0], token);
  });
}

function isToken(given: unknown): given is CancellationToken {
  return typeof given === "object" && given !== null && "onCancellationRequested" in given;
}
