/** Whose reservations the tree keeps fresh. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Preferences } from '../../src/host/preferences';
import type { Session } from '../../src/host/session';
import { CustomersTree } from '../../src/tree/customers-tree';
import { customerNode } from '../../src/tree/nodes';

const customer = (tenantId: string) => ({ tenantId, name: tenantId, domain: `${tenantId}.example`, lastSeenAt: 0 });
const practice = customer('practice');
const own = customer('own');

describe('Customers that the tree follows', () => {
	it('are those of the connection in use: what was expanded under the one before is not asked for with the new account', async () => {
		const serviceOf = (it: typeof own) => ({
			getCustomers: () => ({ loading: false, asOf: 0, value: { customers: [it], complete: true } }),
			loadCustomers: async () => ({ loading: false, asOf: 0, value: { customers: [it], complete: true } }),
			getCustomer: (tenantId: string) => (tenantId === it.tenantId ? it : undefined),
			getReservations: () => ({ loading: false }),
			loadReservations: async () => ({ loading: false }),
			cloud: { partnerTenantId: 'partner' },
		});
		let changed = (_: { kind: string }) => {};
		const session = {
			current: serviceOf(practice),
			service: async () => session.current,
			onDidChange: (listener: typeof changed) => {
				changed = listener;
				return { dispose: () => undefined };
			},
		};
		const preferences = { pinned: new Set(), onDidChange: () => ({ dispose: () => undefined }) };
		const tree = new CustomersTree(session as unknown as Session, preferences as unknown as Preferences);
		await tree.getChildren();
		for (const it of [practice, own]) tree.setExpanded(customerNode('root', it, undefined), true);
		assert.deepEqual(tree.followed, ['practice']);

		session.current = serviceOf(own);
		changed({ kind: 'customers' });
		assert.deepEqual(tree.followed, []);
		await tree.getChildren();
		assert.deepEqual(tree.followed, ['own']);
		tree.dispose();
	});
});
