/** The workbench connected to recorded traffic of the real service: the tree shows the recorded reservations by their names. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Replay, recordedCustomer, startReplay } from '../helpers/replay';
import { nameOf } from '../host/customers-view';
import { root } from '../host/processes';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const folder = path.join(root, '../shared/recordings');

interface List {
	readonly value: readonly { readonly properties: { readonly displayName: string; readonly provisioningState: string } }[];
	readonly nextLink?: string;
}

(existsSync(folder) ? describe : describe.skip)('Recorded reservations', () => {
	let replay: Replay;
	const bed = useBed(async () => {
		replay = await startReplay(folder);
		return { settings: { 'cspReservations.sandbox.address': replay.endpoints.authority }, height: 1100 };
	});
	after(() => replay?.close());

	/** Names of the active reservations in the recorded list of the whole tenant, all its pages. */
	async function recordedNames(): Promise<string[]> {
		const names: string[] = [];
		let url: string | undefined =
			`${replay.endpoints.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
		while (url !== undefined) {
			const list = (await (await fetch(url)).json()) as List;
			const active = list.value.filter(({ properties }) => properties.provisioningState === 'Succeeded');
			names.push(...active.map(({ properties }) => properties.displayName));
			url = list.nextLink;
		}
		return names;
	}

	it('stand in the tree by their names, none is missing', async () => {
		const { customers, workbench } = bed();
		await customers.open();
		await customers.show(recordedCustomer.name);
		await customers.reservations.first().waitFor();
		const recorded = new Set(await recordedNames());
		const shown = new Set<string>();
		// The tree has only the rows that are on the screen: the keyboard walks through all of them.
		for (let before = -1; before < shown.size; await workbench.page.keyboard.press('PageDown')) {
			before = shown.size;
			for (const row of await customers.reservations.all()) shown.add(await nameOf(row));
			await workbench.page.waitForTimeout(200);
		}
		assert.ok(recorded.size > 10, 'there is something recorded');
		assert.deepEqual([...shown].sort(), [...recorded].sort());
		await takePicture(workbench, 'recorded');
	});
});
