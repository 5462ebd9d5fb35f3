/** The Overview panel in every kind of theme: no violation of axe-core, and a picture. */
import assert from 'node:assert/strict';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const themes = [
	{ name: 'Dark Modern', kind: 'vs-dark', body: 'vscode-dark', picture: 'overview-dark' },
	{ name: 'Light Modern', kind: 'vs', body: 'vscode-light', picture: 'overview-light' },
	{ name: 'Dark High Contrast', kind: 'hc-black', body: 'vscode-high-contrast', picture: 'overview-high-contrast' },
	{ name: 'Light High Contrast', kind: 'hc-light', body: 'vscode-high-contrast-light', picture: 'overview-high-contrast-light' },
] as const;

describe('Overview panel in themes', () => {
	const bed = useBed(() => ({ width: 1440, height: 1000 }));

	before('open an overview', async () => {
		const { customers } = bed();
		await customers.open();
		await customers.openOverview(await customers.firstReservation());
	});

	for (const { name, kind, body, picture } of themes) {
		it(`${name}: is accessible`, async () => {
			const { workbench } = bed();
			await workbench.setTheme(name, kind);
			await workbench.panel.locator(`body.${body}`).waitFor();
			await takePicture(workbench, picture);
			assert.deepEqual(await accessibilityViolations(workbench), []);
		});
	}
});
