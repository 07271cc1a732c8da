import { STORE_DIRECTORY } from "../flake/store-path.ts";

export const usage = `Usage: dendritic <command> [options] [DIR]

Commands:
  graph [--format text|json]                 print the hosts of the flake with their branches, classes and leaves
  check [--format text|json|sarif|github]    print the findings; exit with 1 if there is an error or a warning
  rules                                      list the rules
  explain CODE                               explain what a rule reports, why, and how to fix or silence it
  eval [--strict] [--json] (EXPR | -f FILE)  evaluate a Nix expression or file on its own
  lsp                                        run the language server for an editor, on standard input and output
  help                                       print this help

DIR is a directory or a file of the flake; the nearest flake.nix there or above it is the root of the flake.
Default: the current directory.

Options:
  --format FORMAT         text (default), a JSON document, SARIF 2.1.0, or annotations for GitHub Actions
  --input NAME=DIR        read the source of a flake input from DIR; can be given several times
  --no-cache              evaluate even if nothing has changed since the last time, and keep nothing
  --path                  include files that git does not track and Nix therefore does not see
  --store DIR             look for the sources of inputs in the Nix store in DIR (default: ${STORE_DIRECTORY})
  -h, --help              print this help
  --version               print the version

Options of check:
  --rule CODE=LEVEL       set the level of a rule: error, warning, information, hint or off; can be given several times
  --baseline FILE         accept the findings in FILE and print only new ones
  --write-baseline FILE   write all findings to FILE, for --baseline to accept them
  --max-warnings N        exit with 0 for up to this many warnings (default: 0)

Options of eval:
  -f, --file FILE         evaluate FILE; it can read the files in its flake, or else those in its directory
  --strict                evaluate and print everything inside the value as well
  --json                  print the value as JSON

Options of lsp:
  --stdio                 accepted and ignored: standard input and output are always used

Exit codes: 0 success, 1 findings (check) or an error (eval), 2 wrong usage or nothing could be read.
`;
