import { expect, test } from "vitest";
import { sourceStoreName } from "../../server/flake/store-path.ts";

/** Of the SHA-256 of a text, what `nix-store --print-fixed-path --recursive sha256 <hash> source` prints. */
const names = {
  "": ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "f6jkrn77ysv9dhs8hh6s2faflhjc930i-source"],
  abc: ["ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "chr0qygjnyjs5b90v4hz80j6lisyhx5v-source"],
  hello: ["LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "zkhxzz513cccjis93q2xa1kwr3q4rq7l-source"],
} as const;

for (const [text, [hash, name]] of Object.entries(names))
  test(`the store's name of a tree with the hash of "${text}"`, () =>
    expect(sourceStoreName(`sha256-${hash}`)).toBe(name));

test("a hash of another kind or shape names nothing", () => {
  for (const hash of ["", "sha256-", "sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "sha256-abc=", `sha256:${"0".repeat(52)}`])
    expect(sourceStoreName(hash)).toBeUndefined();
});
