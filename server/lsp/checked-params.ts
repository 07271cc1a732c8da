import { ErrorCodes, ResponseError } from "vscode-languageserver/node";
import type { CompareParams, PlaceParams, ReachParams, RevealParams, WhyParams } from "../protocol.ts";

/*
 * The parameters of our own requests come from clients that we do not know: what is not as it should be is refused, with the name of the part.
 */

/** Undefined: everything is asked for. */
export function sinceParam(given: unknown): number | undefined {
  const { since } = tableOf(given);
  return since === undefined || since === null ? undefined : countOf(since, "since");
}

export function placeParams(given: unknown): PlaceParams {
  const { uri, position } = tableOf(given);
  const { line, character } = tableOf(position);
  return {
    uri: textOf(uri, "uri"),
    position: { line: countOf(line, "position.line"), character: countOf(character, "position.character") },
  };
}

export function revealParams(given: unknown): RevealParams {
  const { prefers } = tableOf(given);
  return {
    ...placeParams(given),
    ...(prefers !== undefined && prefers !== null && { prefers: textsOf(prefers, "prefers") }),
  };
}

export function whyParams(given: unknown): WhyParams {
  const host = optionalText(tableOf(given).host, "host");
  return { ...placeParams(given), ...(host !== undefined && { host }) };
}

export function compareParams(given: unknown): CompareParams {
  const { root, left, right } = tableOf(given);
  const known = optionalText(root, "root");
  return { left: textOf(left, "left"), right: textOf(right, "right"), ...(known !== undefined && { root: known }) };
}

export function reachParams(given: unknown): ReachParams {
  const { uris } = tableOf(given);
  return { uris: textsOf(uris, "uris") };
}

function tableOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
}

function textsOf(given: unknown, name: string): readonly string[] {
  if (!Array.isArray(given)) throw refused(name, "a list of strings");
  return given.map((one) => textOf(one, name));
}

function textOf(given: unknown, name: string): string {
  if (typeof given !== "string") throw refused(name, "a string");
  return given;
}

/** Null counts as absent: some clients cannot leave a part out. */
function optionalText(given: unknown, name: string): string | undefined {
  return given === undefined || given === null ? undefined : textOf(given, name);
}

function countOf(given: unknown, name: string): number {
  if (typeof given !== "number" || !Number.isInteger(given) || given < 0) throw refused(name, "a number from 0");
  return given;
}

function refused(name: string, wanted: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, `\`${name}\` must be ${wanted}`);
}
