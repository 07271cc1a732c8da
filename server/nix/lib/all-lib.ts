import { external } from "../make.ts";
import type { Value } from "../value.ts";
import { asserts } from "./asserts.ts";
import { attrsets } from "./attrsets/attrsets.ts";
import { builtinsNamed } from "./builtin.ts";
import { customisation } from "./customisation.ts";
import { debug } from "./debug.ts";
import { misc } from "./deprecated.ts";
import { derivations } from "./derivations.ts";
import { fileset } from "./fileset/fileset.ts";
import { filesystem } from "./filesystem/filesystem.ts";
import { sources } from "./filtered-sources.ts";
import { fixedPoints } from "./fixed-points.ts";
import { generators } from "./generators/generators.ts";
import { cli } from "./lib-cli.ts";
import { versions } from "./lib-versions.ts";
import { lists } from "./lists/lists.ts";
import { meta } from "./meta.ts";
import { path } from "./path/path.ts";
import { strings } from "./strings/strings.ts";
import { stringsWithDeps } from "./strings/strings-with-deps.ts";
import { systems } from "./system-doubles.ts";
import { trivial } from "./trivial/trivial.ts";

type Part = Readonly<Record<string, Value>>;

const parts: Readonly<Record<string, Part>> = {
  trivial,
  fixedPoints,
  attrsets,
  lists,
  strings,
  stringsWithDeps,
  customisation,
  derivations,
  meta,
  versions,
  systems,
  cli,
  generators,
  asserts,
  debug,
  misc,
  path,
  filesystem,
  fileset,
  sources,
};

/** What each part keeps to itself; everything else of it stands at the top of `lib` as well. */
const inner: Readonly<Record<string, readonly string[]>> = {
  trivial: ["release", "versionSuffix", "codeName", "oldestSupportedRelease", "revisionWithDefault"],
  attrsets: ["longestValidPathPrefix", "unionOfDisjoint"],
  lists: ["hasPrefix", "removePrefix", "commonPrefix", "findFirstIndex"],
  strings: [
    ...["elem", "elemAt", "filter", "genList", "head", "isInt", "isList", "isAttrs", "isPath", "readFile", "storeDir"],
    ...["tail", "replicate", "escapeC", "escapeNixString", "escapeNixIdentifier", "charToInt", "floatToString"],
    ...["sanitizeDerivationName", "isConvertibleWithToString", "levenshtein", "levenshteinAtMost", "normalizePath"],
    ...["commonPrefixLength", "commonSuffixLength"],
  ],
  meta: ["defaultPriority", "platformMatch", "availableOn", "cpeFullVersionWithVendor"],
  filesystem: ["listFilesRecursive", "haskellPathsInDir", "locateDominatingFile", "resolveDefaultNix"],
  sources: ["trace", "sourceByGlobs", "urlToName", "shortRev"],
  asserts: ["assertEachOneOf", "checkAssertWarn"],
  versions: ["major", "minor", "patch", "majorMinor", "pad"],
};

/** The parts none of which stands at the top of `lib`. */
const wholly = ["generators", "path", "fileset", "cli", "systems"];

const topLevel: Part = {
  ...builtinsNamed("getContext", "hasContext", "convertHash", "hashString", "parseDrvName", "placeholder", "fromJSON"),
  ...builtinsNamed("fromTOML", "toFile", "toJSON", "toString", "toXML", "tryEval"),
  ...Object.assign({}, ...Object.entries(parts).map(([name, part]) => shared(name, part))),
  mkLuaInline: generators.mkLuaInline,
  platforms: systems.doubles,
  ...Object.fromEntries(
    [
      ...["gvariant", "network", "kernel", "fetchers", "flakes", "licenses", "maintainers", "teams", "sourceTypes"],
      ...["mkEUI64Suffix", "parseFlakeRef", "flakeRefToString"],
    ].map((name) => [name, external(`lib.${name}`)]),
  ),
};

/** The native nested sets of nixpkgs `lib`, but for `modules`, `options` and `types`. */
export function libParts(): Readonly<Record<string, Part>> {
  return parts;
}

/** The names that nixpkgs `lib` has at its top: those of its parts, and the parts that are wholly outside. */
export function libTopLevel(): Part {
  return topLevel;
}

function shared(name: string, part: Part): Part {
  if (wholly.includes(name)) return {};
  const kept = inner[name] ?? [];
  return Object.fromEntries(Object.entries(part).filter(([member]) => !kept.includes(member)));
}
