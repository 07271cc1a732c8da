import type { ChangedRootView, RootView } from "../protocol.ts";

/** The view for somebody who has the one before. Rows count as the same when they are the same objects. */
export function changedView(view: RootView, before: RootView | undefined): ChangedRootView {
  const known = new Map(before?.hosts.map((host, index) => [host, index]));
  return { ...view, hosts: view.hosts.map((host) => known.get(host) ?? host) };
}
