/** What a command from the palette is meant for: the panel in front with what it is about, the selection of the tree, or a choice. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { CommandContext } from '../../src/commands/context';
import { copyCustomerTenantId, copyReservationId } from '../../src/commands/copy';
import { withSelection } from '../../src/commands/targets';
import { customerNode, reservationNode } from '../../src/tree/nodes';
import { env } from '../ui/pages/vscode-outside';
import { sampleReservation } from './reservations-samples';

const ofTree = sampleReservation();
const inTree = reservationNode(
	customerNode('root', { tenantId: ofTree.tenantId, name: 'Contoso', domain: 'contoso.example' }, undefined),
	ofTree,
);
/** Of another customer than what is selected in the tree. */
const tenantId = '11111111-0000-4000-8000-000000000001';
const orderId = '11111111-0000-4000-8000-000000000002';
const refs = [3, 4, 5].map((last) => ({ tenantId, orderId, reservationId: `11111111-0000-4000-8000-00000000000${last}` }));
const [ref] = refs;

const kinds = [
	'overviews',
	'configurations',
	'roles',
	'returns',
	'exchanges',
	'support',
	'supportRequests',
	'access',
	'portfolio',
] as const;

/** A row of the tree is selected; the panel of one kind, where one is given, is in front and about this. */
function context(front: Partial<Record<(typeof kinds)[number], unknown>> = {}): CommandContext {
	return {
		...Object.fromEntries(kinds.map((kind) => [kind, { active: front[kind] }])),
		view: { selection: [inTree] },
	} as unknown as CommandContext;
}

/** The Portfolio in front with these rows selected. */
const portfolio = (selected: readonly unknown[]) =>
	({ ...context(), portfolio: { active: {}, loaded: { selected } } }) as unknown as CommandContext;

describe('Commands from the palette', () => {
	const copied = async (where: CommandContext, copy = copyReservationId) => {
		env.clipboard.text = undefined;
		await copy(where, []);
		return env.clipboard.text;
	};
	const asks = (where: CommandContext, ...how: [what: 'reservations' | 'customers', most?: number]) =>
		withSelection(where, [], ...how).length === 0;

	it('mean what is selected in the tree where no panel is in front', async () => {
		assert.equal(await copied(context()), ofTree.reservationId);
		assert.equal(await copied(context(), copyCustomerTenantId), ofTree.tenantId);
	});

	it('mean what the panel in front is about, never the selection of the tree beside it', async () => {
		const refusal = { tenantId, origin: { kind: 'refusal', action: 'exchange', refs: refs.slice(0, 2) } };
		const fronts = [
			...(['overviews', 'configurations', 'roles', 'returns'] as const).map((kind) => context({ [kind]: ref })),
			context({ access: { kind: 'reservation', ...ref } }),
			context({ support: { tenantId, origin: { kind: 'reservation', ref } } }),
		];
		for (const front of fronts) {
			assert.equal(await copied(front), ref?.reservationId);
			assert.equal(await copied(front, copyCustomerTenantId), tenantId);
		}
		assert.equal(await copied(context({ support: refusal })), `${refs[0]?.reservationId}\n${refs[1]?.reservationId}`);
	});

	it('leave the choice to the user where the panel in front is about a customer, or about nothing', async () => {
		const fronts = [
			context({ exchanges: { tenantId } }),
			context({ supportRequests: { tenantId } }),
			context({ access: { kind: 'customer', tenantId } }),
			context({ support: { tenantId, origin: { kind: 'other', tenantId } } }),
		];
		for (const front of fronts) {
			assert.ok(asks(front, 'reservations'));
			assert.equal(await copied(front, copyCustomerTenantId), tenantId);
		}
		const connection = context({ access: { kind: 'connection' } });
		assert.deepEqual([asks(connection, 'reservations'), asks(connection, 'customers')], [true, true]);
	});

	it('mean what is selected in the Portfolio where that is in front, and leave the choice where nothing is', async () => {
		assert.equal(await copied(portfolio(refs)), refs.map(({ reservationId }) => reservationId).join('\n'));
		assert.equal(await copied(portfolio(refs), copyCustomerTenantId), tenantId);
		assert.deepEqual([asks(portfolio([]), 'reservations'), asks(portfolio([]), 'customers')], [true, true]);
		assert.ok(asks(portfolio(refs), 'reservations', 1), 'one alone can be opened');
		assert.ok(!asks(portfolio(refs), 'customers', 1), 'they are of one customer');
	});
});
