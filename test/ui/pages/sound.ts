/** What holds for every page, whatever it shows: all themes, wide and narrow, forced colours. As tests, to be declared in a `describe`. */
import assert from 'node:assert/strict';
import type { onStage } from './stage';
import { type Theme, themes } from './themes';

/**
 * @param name of the page, for its pictures
 * @param scenes messages by the name of what they show
 * @param forced the scene that is looked at in forced colours and at 200 % zoom
 */
export function itIsSoundEverywhere<Told, Asked>(
	name: string,
	show: ReturnType<typeof onStage<Told, Asked>>,
	scenes: Readonly<Record<string, () => Told[]>>,
	forced: string,
): void {
	for (const theme of themes) {
		for (const width of [1280, 300]) {
			it(`${theme.name}, ${width} px: every scene is accessible, within its policy, no wider than the window`, async () => {
				const it = await show(theme, [], { viewport: { width, height: 800 } });
				for (const [scene, messages] of Object.entries(scenes)) {
					await it.post(...messages());
					await it.picture(`${name}-${theme.name}-${width}-${scene}`);
					await it.assertSound();
				}
			});
		}
	}

	it('forced colours and 200 % zoom keep everything readable', async () => {
		const [dark] = themes as readonly [Theme, ...Theme[]];
		const it = await show(dark, scenes[forced]?.() ?? [], {
			forcedColors: 'active',
			viewport: { width: 640, height: 800 },
			deviceScaleFactor: 2,
			reducedMotion: 'reduce',
		});
		await it.picture(`${name}-forced-colors-zoom`);
		// The system's colours are put in when the page is drawn, which axe-core can't see.
		assert.deepEqual(await it.findings({ 'color-contrast': { enabled: false } }), []);
	});
}
