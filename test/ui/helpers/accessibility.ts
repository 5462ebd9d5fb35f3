/** axe-core inside a webview panel. */
import axe from 'axe-core';
import type { Workbench } from '../../host/workbench';

interface Violation {
	readonly id: string;
	readonly help: string;
	readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * Checks the document of the panel in front against all rules of axe-core.
 * @returns one text a violation; none when it is accessible as far as axe can tell
 */
export async function accessibilityViolations(workbench: Workbench): Promise<string[]> {
	const handle = await workbench.panel.owner().elementHandle();
	const frame = await handle?.contentFrame();
	if (frame === null || frame === undefined) throw new Error('There is no panel to check.');
	await frame.evaluate(axe.source);
	// The page is transparent above the editor, which axe can't see: it would compare its text with white.
	await frame.evaluate("document.documentElement.style.backgroundColor = 'var(--vscode-editor-background)'");
	const violations: Violation[] = await frame.evaluate(
		`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
	);
	return violations.map(
		({ id, help, nodes }) =>
			`${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join('\n')}`,
	);
}
