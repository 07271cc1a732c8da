import { external, list, set, string } from "../make.ts";
import type { Attribute, ListValue, Value } from "../value.ts";

/** The systems that flakes of nixpkgs offer packages for. */
const FLAKE_EXPOSED =
  "x86_64-linux aarch64-linux x86_64-darwin armv6l-linux armv7l-linux i686-linux aarch64-darwin powerpc64le-linux riscv64-linux x86_64-freebsd";

const PROCESSORS_OF_KERNEL: Readonly<Record<string, string>> = {
  cygwin: "i686 x86_64",
  darwin: "x86_64 aarch64",
  freebsd: "i686 x86_64 aarch64",
  genode: "aarch64 i686 x86_64",
  solaris: "x86_64",
  ghcjs: "javascript",
  linux:
    "aarch64 arc armv5tel armv6l armv7a armv7l i686 loongarch64 m68k sh4 microblaze microblazeel mips mips64 mips64el mipsel powerpc powerpc64 powerpc64le riscv32 riscv64 s390 s390x x86_64",
  mmixware: "mmix",
  netbsd: "aarch64 armv6l armv7a armv7l i686 m68k mipsel powerpc riscv32 riscv64 x86_64",
  none: "aarch64_be aarch64 arm armv6l avr i686 microblaze microblazeel mips mips64 msp430 or1k m68k powerpc powerpcle riscv32 riscv64 rx s390 s390x vc4 x86_64",
  openbsd: "i686 x86_64",
  redox: "x86_64",
  wasi: "wasm64 wasm32",
  windows: "aarch64 x86_64 i686",
  uefi: "aarch64 x86_64",
};

const ALL = Object.entries(PROCESSORS_OF_KERNEL).flatMap(([kernel, processors]) =>
  processors.split(" ").map((processor) => `${processor}-${kernel}`),
);

const UNIX = ["darwin", "freebsd", "linux", "netbsd", "openbsd", "cygwin", "redox", "solaris", "genode"];

/** `lib.systems.doubles`, also known as `lib.platforms`: lists of system names. */
export const doubles: Value = openSet("lib.systems.doubles", {
  all: named(ALL),
  none: named([]),
  unix: ofKernels(...UNIX),
  linux: ofKernels("linux"),
  darwin: ofKernels("darwin"),
  freebsd: ofKernels("freebsd"),
  netbsd: ofKernels("netbsd"),
  openbsd: ofKernels("openbsd"),
  cygwin: ofKernels("cygwin"),
  illumos: ofKernels("solaris"),
  genode: ofKernels("genode"),
  redox: ofKernels("redox"),
  wasi: ofKernels("wasi"),
  windows: ofKernels("windows", "cygwin"),
  uefi: ofKernels("uefi"),
  embedded: ofKernels("none"),
  x86_64: ofProcessors(/^x86_64$/),
  i686: ofProcessors(/^i686$/),
  x86: ofProcessors(/^(i686|x86_64)$/),
  aarch64: ofProcessors(/^aarch64/),
  arm: ofProcessors(/^arm/),
  aarch: ofProcessors(/^(arm|aarch64)/),
  armv7: ofProcessors(/^armv7/),
  riscv: ofProcessors(/^riscv/),
  riscv32: ofProcessors(/^riscv32$/),
  riscv64: ofProcessors(/^riscv64$/),
  mips: ofProcessors(/^mips/),
  s390: ofProcessors(/^s390$/),
  s390x: ofProcessors(/^s390x$/),
  loongarch64: ofProcessors(/^loongarch64$/),
});

/** `lib.systems`. */
export const systems: Readonly<Record<string, Value>> = {
  doubles,
  flakeExposed: named(FLAKE_EXPOSED.split(" ")),
  ...Object.fromEntries(
    ["architectures", "parse", "inspect", "platforms", "examples", "supported"].map((name) => [
      name,
      external(`lib.systems.${name}`, undefined, "set"),
    ]),
  ),
  ...Object.fromEntries(
    ["elaborate", "equals", "toLosslessStringMaybe"].map((name) => [
      name,
      external(`lib.systems.${name}`, undefined, "function"),
    ]),
  ),
};

function named(names: readonly string[]): ListValue {
  return list(names.map((name) => string(name)));
}

function ofKernels(...kernels: readonly string[]): ListValue {
  return named(ALL.filter((system) => kernels.includes(system.slice(system.indexOf("-") + 1))));
}

function ofProcessors(pattern: RegExp): ListValue {
  return named(ALL.filter((system) => pattern.test(system.slice(0, system.indexOf("-")))));
}

function openSet(path: string, values: Readonly<Record<string, Value>>): Value {
  const entries = Object.entries(values).map(([name, value]): [string, Attribute] => [name, { value }]);
  return set(new Map(entries), [external(path, undefined, "set")]);
}
