/** What ends a change in VS Code that others only begin: merge and archive in the Configuration panel, optimization, archive and undo by keyboard. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { ConfigurationPanel, startFlow } from './helpers/configuration';
import { keyboard, mouse } from './helpers/hands';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import {
	allReservations,
	changeElsewhere,
	configurationsOf,
	endedReservations,
	placesOf,
	splitElsewhere,
	type Truth,
} from './helpers/truth';

describe('Configuration to its end', function () {
	this.timeout(240_000);
	let sandbox: SandboxProcess;
	/** Each is in two parts when VS Code starts. */
	let divided: readonly { readonly whole: Truth; readonly parts: readonly Truth[] }[];
	/** Of a single scope. */
	let single: readonly Truth[];
	let ended: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', '2');
		const isPlain = ({ resourceType, name, customer }: Truth) =>
			resourceType === 'VirtualMachines' && /^[\w ().-]+$/.test(name) && !customer.includes('(');
		const machines = (await allReservations(sandbox)).filter(isPlain);
		const [one, other, third, fourth] = machines.filter(({ quantity }) => quantity > 2);
		assert.ok(one && other && third && fourth, 'there are machines of several units');
		divided = await Promise.all([one, other].map(divide));
		single = await Promise.all([third, fourth].map(intoSingle));
		const over = await endedReservations(sandbox);
		const all = [...over, ...(await allReservations(sandbox))];
		ended = over.filter(
			({ customer, name, reservationId }) =>
				!customer.includes('(') &&
				all.every((it) => it.reservationId === reservationId || it.customer !== customer || !it.name.startsWith(name)),
		);
		assert.ok(ended.length >= 2, 'reservations have ended');
		return { settings: sandbox.settings, height: 1200 };
	});
	before('open the view, ended ones too', async () => {
		await bed().customers.open();
		await bed().workbench.runCommand(paletteTitle('cspReservations.showEnded'));
	});
	after(() => sandbox?.stop());

	/** Gives both parts names of their own, so that each has a row of its own. */
	async function divide(whole: Truth) {
		const ids = await splitElsewhere(sandbox, whole);
		const parts = ids.map((reservationId, index) => ({
			...whole,
			reservationId,
			name: `${whole.name.slice(0, 30)}-part-${index}`,
		}));
		for (const part of parts) await changeElsewhere(sandbox, part, { name: part.name });
		return { whole, parts };
	}

	async function intoSingle(it: Truth): Promise<Truth> {
		const [place] = await placesOf(sandbox, it);
		const name = `single-${it.reservationId.slice(0, 8)}`;
		await changeElsewhere(sandbox, it, {
			name,
			...(it.scope !== 'Single' && { appliedScopeType: 'Single', appliedScopes: [place?.id] }),
			...(it.flexibility !== 'On' && { instanceFlexibility: 'On' }),
		});
		return { ...it, name };
	}

	const now = async ({ reservationId }: Truth) =>
		(await allReservations(sandbox)).find((it) => it.reservationId === reservationId);
	const isArchived = async (it: Truth) =>
		(await configurationsOf(sandbox, it)).find(({ reservationId }) => reservationId === it.reservationId)?.archived;

	async function look(picture: string): Promise<void> {
		await takePicture(bed().workbench, picture);
		assert.deepEqual(await accessibilityViolations(bed().workbench), []);
	}

	for (const [place, by] of (['mouse', 'keyboard'] as const).entries()) {
		it(`a merge in the panel by ${by}: only what fits can be chosen, and the new reservation is one click away`, async () => {
			const { workbench } = bed();
			const { whole, parts } = divided[place] ?? assert.fail();
			const [one, other] = parts;
			assert.ok(one !== undefined && other !== undefined);
			const hands = by === 'mouse' ? mouse() : keyboard(workbench);
			const panel = await ConfigurationPanel.open(bed(), hands, one);
			await panel.press('Merge');
			const candidate = workbench.panel.locator(`#candidate-${other.reservationId}`);
			await candidate.waitFor();
			const old = workbench.panel.locator(`#candidate-${whole.reservationId}`);
			assert.ok(await old.isDisabled(), 'what was split can not be merged');
			if (by === 'mouse') await candidate.click();
			else {
				await hands.reach(candidate);
				await workbench.page.keyboard.press('Space');
			}
			await workbench.panel.locator('.review').getByText('Ends; a new reservation takes its place').first().waitFor();
			await look(`configuration-merge-${by}-1-preview`);
			await panel.apply();
			assert.match(await panel.ended(), /^Done/);
			await look(`configuration-merge-${by}-2-done`);
			const all = await configurationsOf(sandbox, whole);
			const merged = all.filter(({ provisioningState }) => provisioningState === 'Succeeded');
			assert.deepEqual(
				merged.map(({ quantity }) => quantity),
				[whole.quantity],
			);
			await panel.press(/^Open Overview/);
			await workbench.panel
				.getByText(merged[0]?.reservationId ?? '', { exact: true })
				.first()
				.waitFor();
		});

		it(`what has ended is archived in the panel by ${by}, and shown again`, async () => {
			const { workbench } = bed();
			const it = ended[place] ?? assert.fail();
			const hands = by === 'mouse' ? mouse() : keyboard(workbench);
			const panel = await ConfigurationPanel.open(bed(), hands, it);
			const before = (await isArchived(it)) === true;
			for (const [archived, what] of [
				[!before, before ? 'Unarchive' : 'Archive'],
				[before, before ? 'Archive' : 'Unarchive'],
			] as const) {
				await panel.press(what);
				await workbench.panel.locator('.review').getByText('Archived', { exact: true }).first().waitFor();
				if (archived) await look(`configuration-archive-panel-${by}-1-preview`);
				await panel.apply();
				assert.match(await panel.ended(), /^Done/);
				assert.equal(await isArchived(it), archived);
				await panel.press('Change Something Else');
				// The page puts the focus there: what is opened before would lose it again.
				await workbench.panel.locator('#title:focus').waitFor();
			}
		});

		it(`the optimization by ${by}: capacity priority of a single scope, and back by Undo`, async () => {
			const { workbench } = bed();
			const it = single[place] ?? assert.fail();
			const flow = new QuickFlow(workbench, by);
			await workbench.runCommand('View: Close All Editors');
			await startFlow(bed(), flow, 'changeOptimization', it);
			await flow.row('Capacity Priority').waitFor();
			await takePicture(workbench, `configuration-optimization-${by}-2-choice`);
			await flow.choose('Capacity Priority');
			await flow.row('Change the Optimization').waitFor();
			await takePicture(workbench, `configuration-optimization-${by}-3-preview`);
			await flow.choose('Change the Optimization');
			await flow.notice(`${it.name} was changed`);
			assert.equal((await now(it))?.flexibility, 'Off');
			await flow.clearNotices();
			await startFlow(bed(), flow, 'undoChange', it);
			await flow.row('Put It Back').waitFor();
			await takePicture(workbench, `configuration-undo-${by}-1-preview`);
			await flow.choose('Put It Back');
			await workbench.until(async () => (await now(it))?.flexibility === 'On', 'the optimization to be put back');
			await flow.clearNotices();
		});
	}

	it('what has ended is archived by keyboard alone, and undone', async () => {
		const { workbench } = bed();
		const it = ended[0] ?? assert.fail();
		if (await isArchived(it)) return assert.fail('it is not archived yet');
		const flow = new QuickFlow(workbench, 'keyboard');
		await workbench.runCommand('View: Close All Editors');
		await startFlow(bed(), flow, 'archive', it);
		await flow.at(`Archive: ${it.name}`);
		await flow.row('hidden in lists').waitFor();
		await takePicture(workbench, 'configuration-archive-keyboard-1-preview');
		await flow.choose('Archive');
		await flow.notice('Archived: No → Yes');
		assert.equal(await isArchived(it), true);
		await flow.clearNotices();
		await startFlow(bed(), flow, 'undoChange', it);
		await flow.choose('Put It Back');
		await workbench.until(async () => (await isArchived(it)) === false, 'it to be shown again');
		await flow.clearNotices();
	});
});
