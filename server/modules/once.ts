/**
 * Computes when first asked, and remembers. Asked again while it computes (the answer depends on itself), it gives `recursive`
 * to the inner asker and does not remember that; without `recursive` that is a bug of ours, and throws.
 */
export function once<T>(compute: () => T, recursive: () => T = circular): () => T {
  let result: { readonly value: T } | undefined;
  let computing = false;
  return () => {
    if (result) return result.value;
    if (computing) return recursive();
    computing = true;
    const value = compute();
    computing = false;
    result = { value };
    return value;
  };
}

function circular(): never {
  throw new Error("an answer that must not depend on itself does");
}
