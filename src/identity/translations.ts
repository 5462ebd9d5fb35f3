/** Translated texts: each bundle has its own copy of the translator, so the contents are handed on from one to the next. */
import * as l10n from '@vscode/l10n';

export type Translations = Readonly<Record<string, string>>;

let current: Translations | undefined;

/** @param contents `vscode.l10n.bundle`; undefined: English */
export function useTranslations(contents: Translations | undefined): void {
	current = contents;
	if (contents !== undefined) l10n.config({ contents: { ...contents } });
}

/** What was set, for the next bundle. */
export function translations(): Translations | undefined {
	return current;
}
