import { blake3 } from "@noble/hashes/blake3.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Span } from "../../text.ts";
import { failure, string, unknown } from "../make.ts";
import { binary, forceString, unary } from "../operands.ts";
import type { Failure, Lazy, Machine, Opaque, Value } from "../value.ts";
import { foreignCall } from "./foreign-operands.ts";
import { forceReadable } from "./path-argument.ts";

/** Hashes of texts, of which flakes make names and numbers. What stands in files is not hashed: only texts are at hand, not bytes. */
export const hashBuiltins: Readonly<Record<string, Value>> = {
  hashString: binary("hashString", (machine, algorithm, subject, at) => {
    const hash = algorithmOf(machine, algorithm, at);
    if (typeof hash !== "function") return hash;
    const text = forceString(machine, subject, at);
    if (text.type !== "string") return foreignCall("hashString", text, at, "string");
    const spent = machine.spend(at, 1 + (text.text.length >> 4));
    if (spent) return spent;
    // The bytes behind a replacement character are not known.
    if (text.text.includes("\ufffd")) return unknown("the hash of a text that is no UTF-8", at);
    return string(bytesToHex(hash(new TextEncoder().encode(text.text))), at);
  }),
  hashFile: binary("hashFile", (machine, algorithm, file, at) => {
    const hash = algorithmOf(machine, algorithm, at);
    if (typeof hash !== "function") return hash;
    const path = forceReadable(machine, file, at);
    if (path.type !== "path") return foreignCall("hashFile", path, at, "string");
    if (machine.files.kind(path.path) === undefined) return failure(`path '${path.path}' does not exist`, at);
    return unknown("hashes of files are not computed", at);
  }),
  convertHash: unary("convertHash", (_machine, subject, at) => ({
    type: "external",
    path: "convertHash(…)",
    shape: "string",
    args: [subject],
    at,
  })),
};

type Hash = (bytes: Uint8Array) => Uint8Array;

const ALGORITHMS: ReadonlyMap<string, Hash> = new Map<string, Hash>([
  ["md5", md5],
  ["sha1", sha1],
  ["sha256", sha256],
  ["sha512", sha512],
  ["blake3", blake3],
]);

function algorithmOf(machine: Machine, name: Lazy, at: Span | undefined): Hash | Opaque | Failure {
  const text = forceString(machine, name, at);
  if (text.type !== "string") return foreignCall("hashString", text, at, "string");
  return (
    ALGORITHMS.get(text.text) ??
    failure(`unknown hash algorithm '${text.text}', expect 'blake3', 'md5', 'sha1', 'sha256', or 'sha512'`, at)
  );
}
