import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

/** What a user sees and does in one window. Everything waits for what it needs, and rejects after half a minute. */
export interface Driver {
  readonly page: Page;
  /** Rows of the view that is open in the side bar. */
  readonly rows: Locator;
  /** Their texts, label and description, from above; those in sight. */
  readonly rowTexts: () => Promise<string[]>;
  /** The row with this label; the first one of several. */
  readonly row: (label: string) => Locator;
  readonly expand: (label: string) => Promise<void>;
  readonly status: Locator;
  /** A row of the Problems panel. */
  readonly problem: (text: string) => Locator;
  /** Takes a code action at the cursor from its menu, after a picture of that. */
  readonly chooseAction: (title: string, picture: string) => Promise<void>;
  /** A button in the view's title. */
  readonly viewAction: (title: string) => Promise<void>;
  /** Opens the Dendritic view by its icon. */
  readonly openView: () => Promise<void>;
  /** By Quick Open; `path` must be unambiguous. The cursor goes to a line and column, counted from one. */
  readonly openFile: (path: string, line?: number, column?: number) => Promise<void>;
  readonly command: (title: string) => Promise<void>;
  /** The active editor's file name. */
  readonly activeTab: Locator;
  readonly position: Locator;
  /** A picture of the whole window, below the folder that was printed at the start. */
  readonly shot: (name: string) => Promise<void>;
}

const MENU_ATTEMPTS = 8;
const MENU_TIMEOUT_MS = 3000;

/** `series` names the folder of the pictures, below DENDRITIC_SCREENSHOTS or a temporary folder. */
export function createDriver(page: Page, series: string): Driver {
  page.setDefaultTimeout(30_000);
  const pictures = join(process.env.DENDRITIC_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), "dendritic-screens-")), series);
  mkdirSync(pictures, { recursive: true });
  const input = page.locator(".quick-input-widget input");
  const rows = page.locator(".sidebar .pane-body .monaco-list-row");
  const row = (label: string) =>
    rows.filter({ has: page.locator(".label-name", { hasText: new RegExp(`^${literally(label)}$`) }) }).first();
  const shot = async (name: string) => void (await page.screenshot({ path: join(pictures, `${name}.png`) }));
  return {
    page,
    rows,
    row,
    rowTexts: () => rows.evaluateAll(inOrder),
    async expand(label) {
      const one = row(label);
      await one.click();
      if ((await one.getAttribute("aria-expanded")) === "false") await page.keyboard.press("ArrowRight");
      await one.and(page.locator('[aria-expanded="true"]')).waitFor();
    },
    status: page.locator('[id="dendritic-nix.dendritic-nix.dendritic.status"]'),
    problem: (text) => page.locator(".markers-panel .monaco-list-row", { hasText: text }),
    async chooseAction(title, picture) {
      const action = page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
      // The menu closes again when findings or the editor's focus change meanwhile.
      for (let attempt = 1; attempt < MENU_ATTEMPTS; attempt++) {
        await page.keyboard.press("Control+.");
        try {
          await action.waitFor({ timeout: MENU_TIMEOUT_MS });
          await shot(picture);
          return await action.click({ timeout: MENU_TIMEOUT_MS });
        } catch {
          await page.keyboard.press("Escape");
        }
      }
      await page.keyboard.press("Control+.");
      await action.click();
    },
    viewAction: (title) => page.locator(`.sidebar .composite.title .action-label[aria-label^="${title}"]`).click(),
    openView: () => page.locator('.activitybar .action-label[aria-label^="Dendritic"]').click(),
    async openFile(path, line, column) {
      await page.keyboard.press("Control+p");
      await input.fill(line === undefined ? path : `${path}:${line}:${column ?? 1}`);
      const name = path.slice(path.lastIndexOf("/") + 1);
      await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".tab.active", { hasText: name }).waitFor();
      if (line !== undefined) await page.getByText(`Ln ${line}, Col ${column ?? 1}`).waitFor();
    },
    async command(title) {
      await page.keyboard.press("F1");
      await input.fill(`>${title}`);
      await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
      await page.keyboard.press("Enter");
    },
    activeTab: page.locator(".tab.active"),
    position: page.locator('[id="status.editor.selection"]'),
    shot,
  };
}

/** Runs in the page. The list reuses its elements, so that their own order says nothing. */
function inOrder(elements: { getAttribute(name: string): string | null; textContent: string | null }[]): string[] {
  const indexed = elements.map((one) => [Number(one.getAttribute("data-index")), one.textContent ?? ""] as const);
  return indexed.sort(([a], [b]) => a - b).map(([, text]) => text);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
