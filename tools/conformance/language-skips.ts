/** Why whole families of tests are out of scope: what they ask for makes no edge in any graph. */
const DERIVATIONS = "derivations are not instantiated: a call of `derivation` and its kin is External";
const CONTEXTS = "strings carry no context: nothing is built";
const FETCHING = "nothing is fetched: a call of a fetcher is External";
const STORE = "paths are not copied to the store: what would be a store path is the path itself";
const PURE = "evaluation is pure, as for flakes: no environment, no home directory";
const XML = "toXML is not written";
const LINTS = "a lint of Nix's command line, off by default";
const FLAKE_REFS = "flake references are not taken apart: a call is External";
const OUTSIDE = "asks for a path outside of what may be read, which is Unknown";
const BYTES = "strings are Unicode text, not bytes";

/** Tests of Nix's language suite that are not run, each with its reason. */
export const skips: Readonly<Record<string, string>> = {
  "eval-okay-context": CONTEXTS,
  "eval-okay-context-introspection": CONTEXTS,
  "eval-okay-convertHash": "hashes are not converted between notations: a call is External",
  "eval-okay-derivation-legacy": DERIVATIONS,
  "eval-okay-eq-derivations": DERIVATIONS,
  "eval-okay-flake-ref-to-string": FLAKE_REFS,
  "eval-okay-fromTOML-timestamps": "an experimental feature: dates in TOML are errors without it",
  "eval-okay-getenv": PURE,
  "eval-okay-hashfile": "files are at hand as text, not as bytes, so their hashes are Unknown",
  "eval-okay-home-path-warn": PURE,
  "eval-okay-parse-flake-ref": FLAKE_REFS,
  "eval-okay-path": STORE,
  "eval-okay-path-string-interpolation": PURE,
  "eval-okay-pathexists": OUTSIDE,
  "eval-okay-tail-call-1": "disabled in Nix as well",
  "eval-okay-toJSON-peel": STORE,
  "eval-okay-toString-peel": STORE,
  "eval-okay-toxml": XML,
  "eval-okay-toxml2": XML,
  "eval-okay-xml": XML,
  "eval-fail-abs-path-fatal": LINTS,
  "eval-fail-addDrvOutputDependencies-empty-context": CONTEXTS,
  "eval-fail-addDrvOutputDependencies-multi-elem-context": CONTEXTS,
  "eval-fail-addDrvOutputDependencies-wrong-element-kind": CONTEXTS,
  "eval-fail-derivation-name": DERIVATIONS,
  "eval-fail-derivation-stack-trace": DERIVATIONS,
  "eval-fail-derivation-structuredAttrs-stack-overflow": DERIVATIONS,
  "eval-fail-fetchTree-negative": FETCHING,
  "eval-fail-fetchTree-relative-path": FETCHING,
  "eval-fail-fetchurl-baseName": FETCHING,
  "eval-fail-fetchurl-baseName-attrs": FETCHING,
  "eval-fail-fetchurl-baseName-attrs-name": FETCHING,
  "eval-fail-filterSource-4": STORE,
  "eval-fail-filterSource-5": STORE,
  "eval-fail-flake-ref-to-string-negative-integer": FLAKE_REFS,
  "eval-fail-home-path-fatal": LINTS,
  "eval-fail-readDir-nonexistent-1": OUTSIDE,
  "eval-fail-short-path-literal": LINTS,
  "eval-fail-toJSON-non-utf-8": BYTES,
  "eval-fail-url-literal": LINTS,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22].map((number) => [
      `eval-fail-derivationStrict-${number}`,
      DERIVATIONS,
    ]),
  ),
};
