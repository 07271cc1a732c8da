/** What rules are about: the title of each group, in the order in which lists show them. */
export const GROUPS = {
  language: "The Nix language",
  files: "Files of the tree",
  modules: "How modules are written",
  options: "Options",
  classes: "Classes",
  branches: "Branches and leaves",
  selections: "Hosts and what they select",
  analysis: "The analysis itself",
} as const;

export type RuleGroup = keyof typeof GROUPS;

/** Some rules by their group, in the order of the groups; a group without any is left out. */
export function grouped<One extends { readonly group: RuleGroup }>(
  rules: readonly One[],
): readonly { readonly title: string; readonly rules: readonly One[] }[] {
  const groups = Object.entries(GROUPS).map(([group, title]) => ({
    title,
    rules: rules.filter((rule) => rule.group === group),
  }));
  return groups.filter((one) => one.rules.length > 0);
}
