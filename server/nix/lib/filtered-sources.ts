import { bool, external, string } from "../make.ts";
import { binary, unary } from "../operands.ts";
import { baseNameOf } from "../paths.ts";
import type { Value } from "../value.ts";
import { builtinsNamed } from "./builtin.ts";
import { textFunction, textTest2 } from "./strings/strings-texts.ts";

const VERSION_CONTROL = [".svn", "CVS", ".hg", ".jj", ".pijul", "_darcs"];

/** `lib.sources`. A filtered source stands for the path it is made of: nothing is copied, nothing left out. */
export const sources: Readonly<Record<string, Value>> = {
  ...builtinsNamed("filterSource"),
  pathHasContext: unary("pathHasContext", () => bool(false)),
  pathIsGitRepo: unary("pathIsGitRepo", () => bool(false)),
  commitIdFromGitRepo: unary("commitIdFromGitRepo", () => external("lib.commitIdFromGitRepo(…)", undefined, "string")),
  canCleanSource: unary("canCleanSource", () => bool(true)),
  cleanSourceFilter: textTest2("cleanSourceFilter", (name, type) => isClean(baseNameOf(name), type)),
  cleanSource: unary("cleanSource", (machine, source) => machine.force(source)),
  cleanSourceWith: unary("cleanSourceWith", (machine, settings, at) => machine.select(settings, "src", at)),
  trace: unary("trace", (machine, source) => machine.force(source)),
  sourceByRegex: binary("sourceByRegex", (machine, source) => machine.force(source)),
  sourceByGlobs: binary("sourceByGlobs", (machine, source) => machine.force(source)),
  sourceFilesBySuffices: binary("sourceFilesBySuffices", (machine, source) => machine.force(source)),
  revOrTag: binary("revOrTag", (machine, revision, tag) => {
    const named = machine.force(tag);
    if (named.type !== "null") return named;
    const exact = machine.force(revision);
    return exact.type === "null" ? string("HEAD") : exact;
  }),
  repoRevToName: unary("repoRevToName", () => external("lib.repoRevToName(…)", undefined, "function")),
  urlToName: textFunction("urlToName", (url) => string(repositoryName(url.text))),
  shortRev: textFunction("shortRev", (revision) => string(shortRevision(baseNameOf(revision.text)))),
};

function isClean(name: string, type: string): boolean {
  if (name === ".git" || (type === "directory" && VERSION_CONTROL.includes(name))) return false;
  if (/~$|^\.sw[a-z]$|^\..*\.sw[a-z]$|\.o$|\.so$/.test(name)) return false;
  return !(type === "symlink" && name.startsWith("result")) && type !== "unknown";
}

function repositoryName(url: string): string {
  const last = url.slice(url.lastIndexOf(":") + 1);
  return baseNameOf(last.replace(/\/$/, "")).replace(/(\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd))+$/, "");
}

function shortRevision(revision: string): string {
  if (/^[a-f0-9]+$/.test(revision)) return revision.slice(0, 7);
  return /^(?:[A-Za-z]+[-_. ]?)*v?([0-9.]+.*)$/.exec(revision)?.[1] ?? revision;
}
