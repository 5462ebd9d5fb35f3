/** Splits, merges, names and scopes in any order in a real VS Code: the rows of the tree are what the sandbox has. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as vscode from 'vscode';
import type { CommandContext } from '../../src/commands/context';
import type { ConfigurationService } from '../../src/reservations/configuration/api';
import type { ChangeRecord } from '../../src/reservations/configuration/model';
import type { Reservation } from '../../src/reservations/model';
import { isActive } from '../../src/reservations/states';
import type { CustomerNode } from '../../src/tree/nodes';
import { unitsOf } from '../helpers/units';
import { activated, ask, children, customers, eventually } from './helpers';

const moves = 50;
/** The same every time: any sequence goes in the contract lane, this one is about the tree. */
const seed = 713_901;
const which = fc.nat({ max: 1000 });
const move = fc.oneof(
	fc.record({ kind: fc.constant('split' as const), which }),
	fc.record({ kind: fc.constant('merge' as const), which }),
	fc.record({ kind: fc.constant('scope' as const), which }),
	fc.record({ kind: fc.constant('name' as const), which, name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,30}$/) }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

interface Listed {
	readonly id: string;
	readonly properties: { readonly displayName: string; readonly quantity: number; readonly provisioningState: string };
}

describe('Sequences of changes', function () {
	this.timeout(180_000);
	let context: CommandContext;
	let configuration: ConfigurationService;
	let customer: CustomerNode;

	before(async () => {
		context = await activated();
		({ configuration } = await context.session.service());
		for (const node of await customers(context)) {
			const found = (await children(context, node)).filter((child) => child.kind === 'reservation');
			if (!found.some(({ reservation }) => canBeSplit(reservation))) continue;
			customer = node;
			return;
		}
		assert.fail('no customer has machines of several units');
	});
	after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	const isMachine = (it: Reservation) => isActive(it) && it.resourceType === 'VirtualMachines';
	const canBeSplit = (it: Reservation) => isMachine(it) && unitsOf(it) > 1;

	async function machines(): Promise<Reservation[]> {
		const service = await context.session.service();
		const { value } = service.getReservations(customer.customer.tenantId);
		const all = value?.reservations.filter(isMachine) ?? [];
		return all.toSorted((a, b) => a.reservationId.localeCompare(b.reservationId));
	}

	const basisOf = async (it: Reservation) => (await configuration.read(it)).basis;

	function done({ state, explanation }: ChangeRecord): void {
		assert.equal(state, 'succeeded', explanation);
	}

	/** @returns false when there is nothing that it can be done with */
	async function make(one: Move): Promise<boolean> {
		const all = (await machines()).filter((it) => one.kind !== 'split' || unitsOf(it) > 1);
		const chosen = all[one.which % all.length];
		if (chosen === undefined) return false;
		const quantity = unitsOf(chosen);
		switch (one.kind) {
			case 'split': {
				const first = 1 + (one.which % (quantity - 1));
				done(await configuration.split(chosen, [first, quantity - first], await basisOf(chosen)));
				return true;
			}
			case 'merge': {
				const candidates = await configuration.mergeCandidates(chosen);
				const other = candidates.find(({ reasons }) => reasons.length === 0)?.reservation;
				if (other === undefined) return false;
				const pair = [chosen, other].map(async (ref) => ({ ref, basis: await basisOf(ref) }));
				done(await configuration.merge(await Promise.all(pair)));
				return true;
			}
			case 'scope': {
				const { targets } = await configuration.scopeTargets([chosen]);
				const free = targets.filter(({ isAccepted, isCurrent }) => isAccepted === true && !isCurrent);
				const target = free[one.which % free.length];
				if (target === undefined) return false;
				const result = await configuration.change(chosen, { scope: target.scope }, await basisOf(chosen));
				if (result.outcome === 'sent') done(result.record);
				return result.outcome === 'sent';
			}
			case 'name': {
				const result = await configuration.change(chosen, { name: one.name }, await basisOf(chosen));
				if (result.outcome === 'sent') done(result.record);
				return result.outcome === 'sent';
			}
		}
	}

	/** Name, units and id of each row, as the tree has them. */
	async function shown(): Promise<string[]> {
		const nodes = (await children(context, customer)).filter((node) => node.kind === 'reservation');
		const rows = nodes.map((node) => {
			const { label, description, id } = context.view.tree.getTreeItem(node);
			const units = /×([\d,.\s]+?)(?: ·|$)/.exec(String(description))?.[1]?.replace(/\D/g, '');
			return `${String(label)} ×${units} ${id?.split('/').at(-1)?.toLowerCase()}`;
		});
		return rows.sort();
	}

	async function held(): Promise<string[]> {
		const service = await context.session.service();
		const path = '/providers/Microsoft.Capacity/reservations?api-version=2022-11-01';
		const { value } = await ask<{ value: Listed[] }>(service, 'resourceManager', customer.customer.tenantId, path);
		const ended = ['Cancelled', 'Expired', 'Failed'];
		return value
			.filter(({ properties }) => !ended.includes(properties.provisioningState))
			.map(
				({ id, properties: { displayName, quantity } }) => `${displayName} ×${quantity} ${id.split('/').at(-1)?.toLowerCase()}`,
			)
			.sort();
	}

	it(`after ${moves} of them no row is missing, none is left over, and none is old`, async () => {
		const count: Record<Move['kind'], number> = { split: 0, merge: 0, scope: 0, name: 0 };
		const sequence = fc.sample(move, { numRuns: moves, seed });
		for (const one of sequence) {
			if (await make(one)) count[one.kind] += 1;
			const wanted = await held();
			// The next change is made to what is shown: it has to be what there is.
			await eventually('the tree to show what the sandbox has', async () =>
				JSON.stringify(await shown()) === JSON.stringify(wanted) ? true : undefined,
			).catch(async () => assert.deepEqual(await shown(), wanted));
		}
		assert.ok(Object.values(count).reduce((sum, one) => sum + one, 0) > moves / 2, JSON.stringify(count));
		assert.ok(count.split > 0, JSON.stringify(count));
	});
});
