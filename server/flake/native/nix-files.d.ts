/** A file of Nix, as its text: tools/build.ts, scripts/bundle.mjs and vitest.config.ts have the loaders. */
declare module "*.nix" {
  const text: string;
  export default text;
}
