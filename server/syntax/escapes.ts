/** What a backslash makes of the character behind it, in both kinds of strings. */
export function escapedCharacter(character: string): string {
  switch (character) {
    case "n":
      return "\n";
    case "r":
      return "\r";
    case "t":
      return "\t";
    default:
      return character;
  }
}
