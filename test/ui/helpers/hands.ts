/** A user's hands in a webview panel: the same work by mouse or by keyboard alone. */
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

export interface Hands {
	readonly by: 'mouse' | 'keyboard';
	/** Puts the focus on a control. */
	reach(control: Locator): Promise<void>;
	/** Presses a button, a link or a box. */
	press(control: Locator): Promise<void>;
	/** Puts text into a field in place of what stands there. */
	fill(field: Locator, text: string): Promise<void>;
}

export function mouse(): Hands {
	return {
		by: 'mouse',
		reach: (control) => control.focus(),
		press: (control) => control.click(),
		fill: (field, text) => field.fill(text),
	};
}

/** More stops than any page has. */
const stops = 400;

/** Reaches everything with Tab. */
export function keyboard(workbench: Workbench): Hands {
	const keys = workbench.page.keyboard;
	const reach = async (control: Locator) => {
		await control.waitFor();
		for (let stop = 0; stop < stops; stop++) {
			if ((await control.and(workbench.panel.locator(':focus')).count()) > 0) return;
			await keys.press('Tab');
		}
		throw new Error(`Tab does not reach ${String(control)}.`);
	};
	return {
		by: 'keyboard',
		reach,
		press: async (control) => {
			await reach(control);
			const isBox = (await control.getAttribute('type')) === 'checkbox';
			await keys.press(isBox ? 'Space' : 'Enter');
		},
		fill: async (field, text) => {
			await reach(field);
			// VS Code selects all in a webview a moment late, and then takes the first letters away.
			for (let attempt = 0; attempt < 3 && (await field.inputValue()) !== text; attempt++) {
				await keys.press('ControlOrMeta+A');
				await workbench.page.waitForTimeout(200);
				await keys.type(text);
			}
		},
	};
}
