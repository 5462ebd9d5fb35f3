/** The view "Operations" from plain operations: order, words, what can be opened, and what a screen reader says. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MarkdownString, ThemeIcon } from 'vscode';
import { inOrder } from '../../src/host/entries';
import { isUnsettled, successorsOf } from '../../src/host/operation-facts';
import { agoWords, outcomeWords, stateWords, unsettledWords, whatWords } from '../../src/host/operation-words';
import type { OperationState } from '../../src/reservations/operations/model';
import { operationsChildren, operationsItem, operationTooltip } from '../../src/tree/operations-items';
import { entryOf, isOperationsNode, type LineNode, operationNode, unreadableNode } from '../../src/tree/operations-nodes';
import { bought, ids, line, now, operation, purchase, returnQuote } from './operation-samples';

const states: readonly OperationState[] = [
	'prepared',
	'sent',
	'running',
	'succeeded',
	'partial',
	'failed',
	'outcomeUnknown',
	'notDone',
];

const lineNodesOf = (node = operationNode(operation())): LineNode[] =>
	operationsChildren(node).filter((child) => child.kind === 'line');

/** Every node below an operation, itself included. */
function all(node: Parameters<typeof operationsChildren>[0]): Parameters<typeof operationsChildren>[0][] {
	return [node, ...operationsChildren(node).flatMap(all)];
}

describe('Operations: order and words', () => {
	it('what is not settled comes first, then the newest', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.constantFrom(...states), fc.integer({ min: 0, max: 1e12 })), { maxLength: 30 }),
				(some) => {
					const sorted = inOrder(some.map(([state, preparedAt], index) => operation({ id: String(index), state, preparedAt })));
					assert.equal(sorted.length, some.length);
					sorted.slice(1).forEach((next, index) => {
						const before = sorted[index];
						assert.ok(before !== undefined);
						if (isUnsettled(before) === isUnsettled(next)) assert.ok(before.preparedAt >= next.preparedAt);
						else assert.ok(isUnsettled(before));
					});
				},
			),
		);
	});

	it('say term and region of a product in words, not as the journal keeps them', () => {
		const what = 'Web servers: Standard_D4s_v5, westeurope, P3Y';
		const bought = operation({ lines: [purchase({ what })] });
		assert.equal(whatWords({ lines: bought.lines }), ' for Web servers: Standard_D4s_v5, West Europe, 3 years ×1');
		assert.equal(
			operationsItem(lineNodesOf(operationNode(bought))[0] ?? assert.fail(), now).label,
			what.replace('P3Y', '3 years').replace('westeurope', 'West Europe'),
		);
		for (const name of ['P3Y', 'web, westeurope', 'a, b, P3Y']) {
			const words = whatWords({ lines: [line({ what: name })] });
			assert.equal(words, `${name.replace(', P3Y', ', 3 years')} ×2`, 'a name stays as it is');
		}
	});

	it('say the step with the lines that it works at', () => {
		assert.equal(stateWords(operation()), 'refunds under way, 2 of 3 lines done');
		assert.equal(stateWords(operation({ step: 'PendingPurchases' })), 'purchases under way, 0 of 1 line done');
		assert.equal(stateWords(operation({ step: undefined })), 'under way, 2 of 4 lines done');
		assert.equal(stateWords(operation({ step: 'PendingBilling' })), 'under way (PendingBilling), 2 of 4 lines done');
	});

	it('have words of their own for every state, and only what is done is called done', () => {
		const words = states.map((state) => stateWords(operation({ state })));
		assert.equal(new Set(words).size, states.length);
		assert.equal(stateWords(operation({ state: 'succeeded' })), 'done');
		assert.match(outcomeWords(operation({ state: 'outcomeUnknown' })), /not known\. It is never sent again by itself/);
		assert.match(outcomeWords(operation({ state: 'notDone' })), /Nothing was returned and nothing was bought/);
		assert.match(outcomeWords(operation({ state: 'partial' })), /in part only: 2 of 4 lines/);
	});

	it('what is set aside is settled, and still not called done or not done', () => {
		const aside = operation({ state: 'outcomeUnknown', setAside: { at: now, by: 'agent@partner.example' } });
		assert.equal(isUnsettled(aside), false);
		assert.equal(stateWords(aside), 'set aside, outcome not known');
		const facts = operationsChildren(operationNode(aside)).filter((child) => child.kind === 'fact');
		assert.match(facts.find(({ label }) => label === 'Set aside')?.value ?? '', /2026.* · agent@partner\.example/);
		assert.match((operationTooltip(aside) as MarkdownString).value, /Set aside: .*agent/);
	});

	it('say what is returned and what is bought for it', () => {
		assert.equal(whatWords(operation()), 'VM_RI_D2s ×2 and 2 more for Standard_D4s_v5, westeurope ×1');
		assert.equal(whatWords(operation({ lines: [line()] })), 'VM_RI_D2s ×2');
	});

	it('say how long ago it was, in the largest unit', () => {
		const minute = 60_000;
		assert.equal(agoWords(now, now), 'just now');
		assert.equal(agoWords(now + minute, now), 'just now', 'clocks of two computers differ');
		assert.equal(agoWords(now - 3 * minute, now), '3 min. ago');
		assert.equal(agoWords(now - 125 * minute, now), '2 hr. ago');
		assert.equal(agoWords(now - 3 * 24 * 60 * minute, now), '3 days ago');
	});

	it('count what is open and what is unknown', () => {
		assert.equal(unsettledWords(0, 0), '');
		assert.equal(unsettledWords(1, 0), '1 operation under way');
		assert.equal(unsettledWords(2, 1), '2 operations under way · 1 outcome not known');
	});

	it('lead from what was returned to what came of it', () => {
		assert.deepEqual(successorsOf(operation()), [], 'nothing is bought yet');
		const { tenantId } = operation();
		assert.deepEqual(successorsOf(operation({ lines: [line(), bought] })), [
			{ tenantId, orderId: ids.newOrder, reservationId: ids.newReservation },
		]);
		const rest = { orderId: ids.order, reservationId: ids.rest };
		assert.deepEqual(successorsOf(operation({ kind: 'return', quote: returnQuote, lines: [line({ rest })] })), [
			{ tenantId, ...rest },
		]);
	});
});

describe('Operations: nodes', () => {
	it('name customer, kind, state, what and age', () => {
		const item = operationsItem(operationNode(operation()), now);
		assert.equal(item.label, 'Adventure Works Cycles');
		assert.equal(
			item.description,
			'Exchange · refunds under way, 2 of 3 lines done · VM_RI_D2s ×2 and 2 more for Standard_D4s_v5, westeurope ×1 · 3 min. ago',
		);
		assert.equal(
			item.accessibilityInformation?.label,
			'Exchange for Adventure Works Cycles, refunds under way, 2 of 3 lines done, VM_RI_D2s ×2 and 2 more for Standard_D4s_v5, westeurope ×1, 3 min. ago',
		);
	});

	it('have an icon for every state, a warning colour where the user has to look', () => {
		const icons = states.map((state) => operationsItem(operationNode(operation({ state })), now).iconPath as ThemeIcon);
		assert.ok(icons.every(({ id }) => id !== ''));
		const coloured = states.filter((_, index) => icons[index]?.color !== undefined);
		assert.deepEqual(coloured, ['partial', 'failed', 'outcomeUnknown']);
	});

	it('tell commands what can be done: look again while unsettled, copy the successor once there is one', () => {
		const context = (some: Parameters<typeof operation>[0]) => operationsItem(operationNode(operation(some)), now).contextValue;
		assert.equal(context({}), 'operation;unsettled');
		assert.equal(context({ state: 'outcomeUnknown' }), 'operation;unsettled;unknown');
		assert.equal(context({ state: 'outcomeUnknown', setAside: { at: now } }), 'operation;settled');
		assert.equal(context({ state: 'failed' }), 'operation;settled');
		assert.equal(context({ state: 'succeeded', lines: [line(), bought] }), 'operation;settled;successor');
	});

	it('show each line with its status and amount, and its ids below', () => {
		const [returned] = lineNodesOf();
		assert.ok(returned !== undefined);
		const item = operationsItem(returned, now);
		assert.equal(item.label, 'VM_RI_D2s');
		assert.equal(item.description, 'Return ×2 · done · EUR 120.50'.replace('EUR ', 'EUR\u00a0'));
		assert.deepEqual(
			operationsChildren(returned).map((child) => (child.kind === 'fact' ? [child.label, child.value] : [])),
			[
				['Reservation ID', ids.reservation],
				['Reservation order ID', ids.order],
			],
		);
		assert.equal(returned.reservationId, ids.reservation, 'a command for reservations finds its ids');
	});

	it('a line without ids is no reservation, one with an error says what the service said', () => {
		const error = { code: 'CapacityNotAvailable', message: 'No capacity.' };
		const node = operationNode(operation({ lines: [purchase({ status: 'Failed', error }), purchase({ status: 'Brand New' })] }));
		const [failed, strange] = lineNodesOf(node);
		assert.ok(failed !== undefined && strange !== undefined);
		assert.equal(operationsItem(failed, now).contextValue, 'operationLine');
		assert.deepEqual(
			operationsChildren(failed).map((child) => (child.kind === 'fact' ? child.value : '')),
			['No capacity. · CapacityNotAvailable'],
		);
		assert.match(String(operationsItem(strange, now).description), /Brand New/, 'a status that we do not know stays as it is');
	});

	it('have unique ids, a label for the ear, and lead back to their operation', () => {
		const some = operation({
			lines: [line(), bought, line()],
			explanation: 'Why.',
			reason: 'No use.',
			committedBy: 'a@b.example',
		});
		const nodes = all(operationNode(some));
		assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
		for (const node of nodes) {
			assert.ok(isOperationsNode(node));
			assert.equal(entryOf(node), some);
			assert.notEqual(operationsItem(node, now).accessibilityInformation?.label ?? '', '');
		}
		assert.equal(isOperationsNode({ ...operation() }), false);
	});

	it('show foreign text as text', () => {
		const evil = '<img src=x onerror=alert(1)> [x](command:evil) $(error)';
		const { value } = operationTooltip(operation({ customerName: evil, reason: evil })) as MarkdownString;
		assert.doesNotMatch(value, /<img|\]\(command:|\$\(/);
	});

	it('a file that can’t be read is told, with what it means', () => {
		const node = unreadableNode({ file: '/home/a/journal/x.json', reason: 'It is cut off.' });
		const item = operationsItem(node, now);
		assert.equal(item.description, 'x.json');
		assert.match(item.accessibilityInformation?.label ?? '', /^Error: .* It is cut off\.$/);
		assert.equal(entryOf(node), undefined);
	});
});
