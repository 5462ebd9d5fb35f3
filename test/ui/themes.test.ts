/** The Overview panel in every kind of theme: no violation of axe-core, and a picture. */
import assert from 'node:assert/strict';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const themes = [
	{ name: 'Dark Modern', picture: 'overview-dark' },
	{ name: 'Light Modern', picture: 'overview-light' },
	{ name: 'Dark High Contrast', picture: 'overview-high-contrast' },
	{ name: 'Light High Contrast', picture: 'overview-high-contrast-light' },
];

describe('Overview panel in themes', () => {
	const bed = useBed(() => ({ width: 1440, height: 1000 }));

	before('open an overview', async () => {
		const { customers } = bed();
		await customers.open();
		await customers.openOverview(await customers.firstReservation());
	});

	for (const { name, picture } of themes) {
		it(`${name}: is accessible`, async () => {
			const { workbench } = bed();
			await workbench.setTheme(name);
			await takePicture(workbench, picture);
			assert.deepEqual(await accessibilityViolations(workbench), []);
		});
	}
});
