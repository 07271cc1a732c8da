import { DocumentHighlightKind } from "vscode-languageserver/node";
import { declaration } from "../../features/navigation/declaration.ts";
import { definition, type Targets } from "../../features/navigation/definition.ts";
import { highlight } from "../../features/navigation/highlight.ts";
import { implementation } from "../../features/navigation/implementation.ts";
import { type References, references } from "../../features/navigation/references.ts";
import { typeDefinition } from "../../features/navigation/type-definition.ts";
import type { View } from "../../features/view.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { Reference } from "../../subjects/reference-places.ts";
import type { Range } from "../../text.ts";
import {
  type FileRange,
  fileRangeOf,
  type Links,
  linksOf,
  locationsOf,
  type PositionParams,
  placeOf,
} from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface NavigationQuestions {
  readonly definition: Question<PositionParams, Links>;
  readonly declaration: Question<PositionParams, Links>;
  readonly typeDefinition: Question<PositionParams, Links>;
  readonly implementation: Question<PositionParams, Links>;
  readonly references: Question<PositionParams & { readonly declarations: boolean }, readonly FileRange[]>;
  readonly highlight: Question<PositionParams, readonly Highlight[]>;
}

interface Highlight {
  readonly range: Range;
  readonly kind: Reference["kind"];
}

export const navigation: QuestionGroup<NavigationQuestions> = {
  answers: {
    definition: leading(definition),
    declaration: leading(declaration),
    typeDefinition: leading(typeDefinition),
    implementation: leading(implementation),
    references: (view, file, params) =>
      references(view, placeOf(view, file, params))
        ?.places.filter(({ kind }) => params.declarations || kind !== "declaration")
        .map((at) => fileRangeOf(view, at)),
    highlight: (view, file, params) => {
      const found: References | undefined = highlight(view, placeOf(view, file, params));
      return found?.places.map((at) => ({ range: view.linesOf(file).rangeOf(at), kind: at.kind }));
    },
  },
  capabilities: () => ({
    definitionProvider: true,
    declarationProvider: true,
    typeDefinitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
  }),
  serve: (connection, asker) => {
    connection.onDefinition(async ({ textDocument: { uri }, position }, token) =>
      linksOf(asker, await asker.ask("definition", uri, { position }, token)),
    );
    connection.onDeclaration(async ({ textDocument: { uri }, position }, token) =>
      linksOf(asker, await asker.ask("declaration", uri, { position }, token)),
    );
    connection.onTypeDefinition(async ({ textDocument: { uri }, position }, token) =>
      linksOf(asker, await asker.ask("typeDefinition", uri, { position }, token)),
    );
    connection.onImplementation(async ({ textDocument: { uri }, position }, token) =>
      linksOf(asker, await asker.ask("implementation", uri, { position }, token)),
    );
    connection.onReferences(async ({ textDocument: { uri }, position, context }, token) => {
      const params = { position, declarations: context.includeDeclaration };
      const found = await asker.ask("references", uri, params, token);
      return found ? locationsOf(asker, found) : null;
    });
    connection.onDocumentHighlight(async ({ textDocument: { uri }, position }, token) => {
      const found = await asker.ask("highlight", uri, { position }, token);
      return found?.map(({ range, kind }) => ({ range, kind: highlightKinds[kind] })) ?? null;
    });
  },
};

const highlightKinds: Readonly<Record<Reference["kind"], DocumentHighlightKind>> = {
  declaration: DocumentHighlightKind.Write,
  write: DocumentHighlightKind.Write,
  read: DocumentHighlightKind.Read,
};

function leading(feature: (view: View, place: Place) => Targets | undefined) {
  return (view: View, file: string, params: PositionParams): Links | undefined => {
    const found = feature(view, placeOf(view, file, params));
    return (
      found && {
        range: view.linesOf(file).rangeOf(found.range),
        targets: found.targets.map((at) => fileRangeOf(view, at)),
      }
    );
  };
}
