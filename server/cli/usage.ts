import { STORE_DIRECTORY } from "../flake/store-path.ts";

export const usage = `Usage: dendritic <command> [options] [DIR]

Commands:
  graph [--format text|json]                 print the flake's hosts with their branches, classes and leaves
  check [--format text|json|sarif|github]    print findings; exit code 1 when there is an error or a warning
  rules                                      list the rules
  explain CODE                               say what a rule finds, and why it matters
  eval [--strict] [--json] (EXPR | -f FILE)  evaluate Nix on its own
  lsp                                        run the language server for an editor, on standard input and output
  help                                       print this

DIR is a directory or a file of the flake; the nearest flake.nix there or above is its root.
Default: the current directory.

Options:
  --format FORMAT         text for people (default), one JSON document, SARIF 2.1.0, or annotations of GitHub's workflows
  --input NAME=DIR        where the source of a flake input lies; may be given several times
  --path                  count every file, also those that git does not track and Nix does not see
  --store DIR             where the Nix store lies, in which sources of inputs are looked for (default: ${STORE_DIRECTORY})
  -h, --help              print this
  --version               print the version

Options of check:
  --rule CODE=LEVEL       what a rule's findings count as: error, warning, information, hint or off; may be given several times
  --baseline FILE         accept the findings in FILE, and print only new ones
  --write-baseline FILE   write all findings to FILE, to be accepted from now on
  --max-warnings N        so many warnings are no failure (default: 0)

Options of eval:
  -f, --file FILE         the file to evaluate; it may read what lies beside it, or in its flake
  --strict                evaluate and print everything inside the value as well
  --json                  print the value as JSON

Options of lsp:
  --stdio                 taken, and does nothing: it talks there anyway

Exit codes: 0 fine, 1 findings (check) or an error (eval), 2 wrong usage or nothing that could be read.
`;
