/** An extension that starts another language server for Nix while it is installed and enabled, and the setting that says so. */
interface Companion {
  readonly id: string;
  /** `section.name` */
  readonly setting: string;
}

export const COMPANIONS: readonly Companion[] = [{ id: "jnoortheen.nix-ide", setting: "nix.enableLanguageServer" }];

/** What an editor knows of the extensions in it. */
export interface Installation {
  /** Whether the extension is installed and enabled. */
  readonly has: (id: string) => boolean;
  /** What the setting holds; undefined: nothing declares it. */
  readonly settingOf: (setting: string) => unknown;
}

/** Whether another extension answers about plain Nix, too. A setting that holds anything but `true` starts no server. */
export function isOtherServerAtWork({ has, settingOf }: Installation): boolean {
  return COMPANIONS.some(({ id, setting }) => has(id) && settingOf(setting) === true);
}
