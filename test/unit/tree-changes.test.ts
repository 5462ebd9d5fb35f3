/** Changes of configuration in the view "Operations" and in its export, from plain records. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { changeOutcome } from '../../src/host/change-words';
import { inOrder, isUndoable, successorsOfEntry } from '../../src/host/entries';
import type { ChangeState } from '../../src/reservations/configuration/model';
import { differencesOf } from '../../src/reservations/configuration/words';
import { asCsv, asJson } from '../../src/reservations/operations/export';
import { operationsChildren, operationsItem } from '../../src/tree/operations-items';
import { changeNode, entryOf, isOperationsNode } from '../../src/tree/operations-nodes';
import { change } from './change-samples';
import { ids, now, operation } from './operation-samples';

const split = change({
	kind: 'split',
	fields: [],
	after: undefined,
	quantities: [2, 1],
	results: [
		{ orderId: ids.order, reservationId: ids.newReservation },
		{ orderId: ids.order, reservationId: ids.rest },
	],
});
const nodeOf = (record = change()) => changeNode(record, differencesOf(record));

describe('Changes in the view Operations', () => {
	it('say state, what it was of, the fields and the age, to eyes and to a screen reader', () => {
		const item = operationsItem(nodeOf(), now);
		assert.equal(item.label, 'Contoso');
		assert.equal(item.description, 'Change · done · web · Name · 3 min. ago');
		assert.equal(item.accessibilityInformation?.label, 'Contoso, Change, done, web, Name, 3 min. ago');
		assert.equal(item.contextValue, 'change;settled;undoable');
	});

	it('have before and after below them, and ids that are unique', () => {
		const children = operationsChildren(nodeOf());
		const facts = children.map((child) => (child.kind === 'fact' ? `${child.label}: ${child.value}` : child.kind));
		assert.ok(facts.includes('Name: web → web-new'), facts.join('\n'));
		assert.equal(new Set(children.map(({ id }) => id)).size, children.length);
		for (const child of children) assert.equal(entryOf(child)?.id, change().id);
	});

	it('of a split lead to the old reservation and to the new ones', () => {
		const node = nodeOf(split);
		const below = operationsChildren(node).filter((child) => child.kind === 'changedReservation');
		assert.deepEqual(
			below.map(({ reservationId, isResult }) => [reservationId, isResult]),
			[
				[ids.reservation, false],
				[ids.newReservation, true],
				[ids.rest, true],
			],
		);
		assert.match(String(operationsItem(node, now).contextValue), /;successor$/);
		assert.deepEqual(
			successorsOfEntry(split).map(({ reservationId }) => reservationId),
			[ids.newReservation, ids.rest],
		);
		assert.equal(isUndoable(split), false);
		assert.ok(below.every(isOperationsNode));
	});

	it('stand beside operations: what is not settled first, then the newest', () => {
		const older = operation({ id: 'older', state: 'succeeded', preparedAt: now - 1_000_000 });
		const newer = change({ id: 'newer' });
		const open = change({ id: 'open', state: 'running', sentAt: now - 2_000_000 });
		assert.deepEqual(
			inOrder([older, newer, open]).map(({ id }) => id),
			['open', 'newer', 'older'],
		);
	});

	it('have words of their own for every state, and only what succeeded was changed', () => {
		const states: readonly ChangeState[] = ['running', 'succeeded', 'failed', 'outcomeUnknown', 'notDone'];
		const words = states.map((state) => changeOutcome(change({ state }), differencesOf(change())));
		assert.equal(new Set(words).size, states.length);
		assert.equal(words.filter((text) => text.startsWith('web was changed')).length, 1);
		assert.equal(words[1], 'web was changed. Name: web → web-new.');
	});
});

describe('Export of changes', () => {
	it('has a row a changed field beside the operations, and everything in JSON', () => {
		const [names, ...rows] = asCsv([], [change(), split]).trim().split('\r\n');
		assert.match(names ?? '', /,field,before,after,results$/);
		assert.equal(rows.length, 2);
		assert.match(rows[0] ?? '', /,update,succeeded,.*,name,web,web-new,$/);
		assert.match(rows[1] ?? '', /,split,succeeded,.*,quantity,\d+,2 \+ 1,/);
		const { changes } = JSON.parse(asJson([], [change()], now)) as { changes: readonly { id: string }[] };
		assert.equal(changes[0]?.id, change().id);
	});
});
