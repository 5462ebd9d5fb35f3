/** The packaged extension, installed the way a user installs it. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from '../host/processes';
import { useBed } from './helpers/bed';
import { packageFile } from './helpers/package-file';

/** All that may be in the package: anything else is not needed at run time. */
const needed = [
	/^package\.json$/,
	/^package\.nls(\.[a-z-]+)?\.json$/,
	/^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
	/^(README|CHANGELOG)\.md$/,
	/^LICENSE$/,
	/^media\/(icon\.png|activity-bar\.svg|walkthrough\/[\w-]+\.(md|svg|png))$/,
	/^dist\/[\w-]+\.js$/,
	/^dist\/media\/[\w-]+\.(js|css)$/,
	/^dist\/media\/codicons\/codicon\.(css|ttf)$/,
];

describe('Packaged extension', () => {
	const bed = useBed(() => ({ vsix: packageFile }));

	it('has nothing in it that is not needed at run time', async () => {
		const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
		assert.deepEqual(
			files.filter((file) => !needed.some((pattern) => pattern.test(file))),
			[],
		);
		for (const file of ['package.json', 'dist/extension.js', 'dist/service.js', 'dist/sandbox.js', 'dist/overview.js'])
			assert.ok(files.includes(file), file);
	});

	it('is at most 1 MB', async () => {
		assert.ok((await stat(packageFile)).size <= 1024 * 1024);
	});

	it('shows the tree and an overview', async () => {
		const { customers } = bed();
		await customers.open();
		await customers.openOverview(await customers.firstReservation());
	});
});
