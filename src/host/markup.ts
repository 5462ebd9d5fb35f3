/** Makes foreign text harmless where VS Code reads markup: a reservation may be named `<img onerror>` or `$(error) [x](y)`. */

/** The text as Markdown that shows exactly this text: every ASCII punctuation mark as a character reference, on one line. */
export function escapeMarkdown(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** The text for places that turn `$(name)` into an icon (quick picks, status bar): shown as written. */
export function escapeIcons(text: string): string {
	return text.replace(/\$\(/g, '\\$(');
}
