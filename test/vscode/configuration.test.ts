/** Changes of configuration in a real VS Code, by the service of the running extension: shown, told, undone and looked at. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { CommandId } from '../../src/host/command-ids';
import type { Operations } from '../../src/host/operations';
import type { ChangeRecord } from '../../src/reservations/configuration/model';
import type { Reservation } from '../../src/reservations/model';
import { changeNode } from '../../src/tree/operations-nodes';
import { activated, children, customers, eventually } from './helpers';

const run = <T>(id: CommandId, ...args: unknown[]) => vscode.commands.executeCommand<T>(id, ...args);

describe('Configuration', function () {
	this.timeout(120_000);
	let context: CommandContext;
	let operations: Operations;
	let reservation: Reservation;
	let record: ChangeRecord;

	before(async () => {
		context = await activated();
		({ operations } = await context.operations.desk());
		const service = await context.session.service();
		for (const customer of await customers(context)) {
			const found = (await children(context, customer)).find(
				(node) => node.kind === 'reservation' && node.reservation.state === 'Succeeded',
			);
			if (found?.kind !== 'reservation') continue;
			reservation = found.reservation;
			break;
		}
		assert.ok(reservation !== undefined, 'no customer shows an active reservation');
		const basis = service.configuration.basisOf(reservation);
		const result = await service.configuration.change(reservation, { name: 'changed-in-vscode' }, basis);
		assert.equal(result.outcome, 'sent');
		if (result.outcome === 'sent') ({ record } = result);
	});
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	it('a change is in the list with before and after, and the reservation shows it without a refresh by hand', async () => {
		assert.equal(operations.entries.find(({ id }) => id === record.id)?.state, 'succeeded');
		assert.deepEqual(
			operations.differencesOf(record).map(({ before, after }) => [before, after]),
			[[reservation.name, 'changed-in-vscode']],
		);
		const service = await context.session.service();
		await eventually('the new name', () =>
			service.getReservation(reservation)?.name === 'changed-in-vscode' ? true : undefined,
		);
	});

	it('its details open as a text and are copied, also from its node', async () => {
		const node = changeNode(record, operations.differencesOf(record));
		await run('cspReservations.showOperation', node);
		assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /changed-in-vscode/);
		assert.match(
			(await run<string>('cspReservations.copyOperationDetails', { operationId: record.id })) ?? '',
			/changed-in-vscode/,
		);
		assert.equal((await run<ChangeRecord>('cspReservations.lookAgain', node)).state, 'succeeded');
	});

	it('is undone as a change of its own', async () => {
		await run('cspReservations.undoChange', { operationId: record.id, atOnce: true });
		const undo = operations.changes.find(({ undoes }) => undoes === record.id);
		assert.equal(undo?.state, 'succeeded');
		const service = await context.session.service();
		await eventually('the old name', () => (service.getReservation(reservation)?.name === reservation.name ? true : undefined));
	});

	it('the results of many open as a text for reading', async () => {
		const { results } = await context.operations.desk();
		await results.show('Change Scope: 2/3', 'all of them');
		assert.equal(vscode.window.activeTextEditor?.document.getText(), 'all of them');
	});
});
