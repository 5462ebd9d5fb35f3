/** What holds for every page, whatever it shows: all themes, wide and narrow, forced colours. As tests, to be declared in a `describe`. */
import assert from 'node:assert/strict';
import type { onStage, StagePage } from './stage';
import { type Theme, themes } from './themes';

interface Looked<Told, Asked> {
	/** Of the page, for its pictures. */
	readonly name: string;
	/** Messages by the name of what they show. */
	readonly scenes: Readonly<Record<string, () => Told[]>>;
	/** The scene that is looked at in forced colours and at 200 % zoom. */
	readonly forced: string;
	/** Waits for what a scene draws later than its messages. */
	readonly drawn?: (shown: StagePage<Told, Asked>, scene: string) => Promise<unknown>;
}

export function itIsSoundEverywhere<Told, Asked>(
	show: ReturnType<typeof onStage<Told, Asked>>,
	{ name, scenes, forced, drawn }: Looked<Told, Asked>,
): void {
	const [dark] = themes as readonly [Theme, ...Theme[]];
	// A narrow page differs in its layout, a theme in its colours: each is looked at once.
	for (const { theme, width } of [...themes.map((it) => ({ theme: it, width: 1280 })), { theme: dark, width: 300 }]) {
		it(`${theme.name}, ${width} px: every scene is accessible, within its policy, no wider than the window`, async () => {
			const it = await show(theme, [], { viewport: { width, height: 800 } });
			for (const [scene, messages] of Object.entries(scenes)) {
				await it.post(...messages());
				await drawn?.(it, scene);
				await it.picture(`${name}-${theme.name}-${width}-${scene}`);
				await it.assertSound();
			}
		});
	}

	it('forced colours and 200 % zoom keep everything readable', async () => {
		const it = await show(dark, scenes[forced]?.() ?? [], {
			forcedColors: 'active',
			viewport: { width: 640, height: 800 },
			deviceScaleFactor: 2,
			reducedMotion: 'reduce',
		});
		await drawn?.(it, forced);
		await it.picture(`${name}-forced-colors-zoom`);
		// The system's colours are put in when the page is drawn, which axe-core can't see.
		assert.deepEqual(await it.findings({ 'color-contrast': { enabled: false } }), []);
	});
}
