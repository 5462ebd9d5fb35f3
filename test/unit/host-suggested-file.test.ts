/** Where exports go if the user says nothing else. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { suggestedFile } from '../../src/host/suggested-file';
import { Uri, workspace } from '../ui/pages/vscode-outside';

describe('suggested file of an export', () => {
	afterEach(() => {
		workspace.workspaceFolders = undefined;
	});

	it('is in the folder that is open, else in the user’s own, with the date of today', () => {
		const name = `reservations-${new Date().toISOString().slice(0, 10)}.csv`;
		assert.equal(suggestedFile('reservations', 'csv').path, `${homedir()}/${name}`);
		workspace.workspaceFolders = [{ uri: new Uri('/projects/first') }, { uri: new Uri('/projects/second') }];
		assert.equal(suggestedFile('reservations', 'csv').path, `/projects/first/${name}`);
	});
});
