/** The HTML that a panel starts with: a policy, the styles, one script. Data never is in it; it comes by message. */
import * as vscode from 'vscode';

/** Where the page's files are, inside the extension. */
export function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
	return vscode.Uri.joinPath(extensionUri, 'dist', 'media');
}

interface PageStart {
	/** Name of the page's script and of its style sheet in {@link pageRoot}. */
	readonly bundle: string;
	readonly title: string;
	/** What the page says until its content comes. */
	readonly starting: string;
}

/**
 * @param webview the webview that will show it
 * @param extensionUri root of the extension
 * @returns HTML that loads nothing but the page's own files and runs nothing but its own script
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, { bundle, title, starting }: PageStart): string {
	const file = (...path: string[]) =>
		escapeHtml(webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extensionUri), ...path)).toString());
	const nonce = crypto.randomUUID().replaceAll('-', '');
	const own = webview.cspSource;
	const policy = `default-src 'none'; style-src ${own}; font-src ${own}; img-src ${own}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
	return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${file('codicons', 'codicon.css')}">
<link rel="stylesheet" href="${file(`${bundle}.css`)}">
<script type="module" nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
</head>
<body>
<main id="page" aria-busy="true"><p class="starting">${escapeHtml(starting)}</p></main>
<div id="announcer" class="only-spoken" role="status" aria-live="polite"></div>
</body>
</html>`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
