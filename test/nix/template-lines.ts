/** One template a line. `x then a else b` is short for `if x then a else b`. */
export function lines(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .map((line) => (/ then .* else /.test(line) && !line.includes("if ") ? `if ${line}` : line));
}
