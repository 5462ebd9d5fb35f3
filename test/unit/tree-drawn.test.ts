/** What the tree of customers draws anew, and what it leaves as it shows. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Preferences } from '../../src/host/preferences';
import type { Session } from '../../src/host/session';
import { CustomersTree } from '../../src/tree/customers-tree';
import type { TreeNode } from '../../src/tree/nodes';

const customer = (tenantId: string) => ({ tenantId, name: tenantId, domain: `${tenantId}.example`, lastSeenAt: 0 });

describe('Drawing the tree of customers', () => {
	beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] }));
	afterEach(() => mock.timers.reset());

	/** A tree over a service whose lists of reservations never come, and everything that it asked VS Code to draw. */
	function shown() {
		let customers: readonly object[] = [customer('a'), customer('b')];
		let listener = (_: { kind: string }) => {};
		const known = () => ({ loading: false, asOf: 0, value: { customers, source: 'partnerCenter' } });
		const service = {
			getCustomers: known,
			loadCustomers: async () => known(),
			getCustomer: (tenantId: string) => customer(tenantId),
			getReservations: () => ({ loading: true }),
			loadReservations: () => new Promise(() => {}),
			cloud: { partnerTenantId: 'partner' },
		};
		const session = {
			current: service,
			service: async () => service,
			onDidChange: (told: typeof listener) => {
				listener = told;
				return { dispose: () => undefined };
			},
		};
		const preferences = { pinned: new Set(), sort: 'name', onDidChange: () => ({ dispose: () => undefined }) };
		const tree = new CustomersTree(session as unknown as Session, preferences as unknown as Preferences);
		const drawn: (readonly string[] | undefined)[] = [];
		tree.onDidChangeTreeData((nodes) => drawn.push(nodes?.map(({ id }: TreeNode) => id)));
		const changed = (list = customers) => {
			customers = list;
			listener({ kind: 'customers' });
			for (let passed = 0; passed < 1500; passed += 10) mock.timers.tick(10);
		};
		return { tree, drawn, changed };
	}

	it('a list that says what shows already is not drawn: VS Code would close what the user opens meanwhile', async () => {
		const { tree, drawn, changed } = shown();
		await tree.getChildren();
		changed();
		changed([customer('a'), { ...customer('b'), reseller: { tenantId: 'r', name: 'Reseller' } }]);
		assert.deepEqual(drawn, []);
		changed([customer('a'), customer('b'), customer('c')]);
		assert.deepEqual(drawn, [undefined]);
		await tree.getChildren();
		changed([customer('a'), { ...customer('b'), name: 'another' }, customer('c')]);
		assert.deepEqual(drawn, [undefined, undefined]);
		tree.dispose();
	});

	it('no customer keeps the drawing of the others waiting; one that is opened later is waited for', async () => {
		const { tree, changed } = shown();
		const [first, second] = await tree.getChildren();
		const labels = async (node: TreeNode | undefined) => (await tree.getChildren(node)).map(({ kind }) => kind);
		assert.deepEqual(await labels(first), ['note']);
		mock.timers.tick(2000);
		let isAnswered = false;
		const asked = labels(second).then((kinds) => {
			isAnswered = true;
			return kinds;
		});
		await turn();
		assert.equal(isAnswered, false);
		changed([customer('a'), customer('b'), customer('c')]);
		assert.deepEqual(await asked, ['note']);
		tree.dispose();
	});
});
