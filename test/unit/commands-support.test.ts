/** What a support request is about by where its command was called: a row, a failure, an operation, a change, a panel. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { ServiceFailure } from '../../src/azure/failure';
import type { CommandContext } from '../../src/commands/context';
import { newSupportRequest, supportRequests } from '../../src/commands/support';
import type { SupportSubject } from '../../src/panels/support';
import type { RequestsSubject } from '../../src/panels/support-requests';
import { customerNode, failureNode, reservationNode } from '../../src/tree/nodes';
import { changeNode, operationNode } from '../../src/tree/operations-nodes';
import { change } from './change-samples';
import { operation } from './operation-samples';
import { sampleReservation } from './reservations-samples';

const reservation = sampleReservation();
const { tenantId, orderId, reservationId } = reservation;
const ref = { tenantId, orderId, reservationId };
const customer = customerNode('root', { tenantId, name: 'Contoso', domain: 'contoso.example' }, undefined);

describe('Commands of support requests', () => {
	let written: SupportSubject[];
	let listed: RequestsSubject[];
	/** Nothing is in front unless a test says so. */
	const context = (front: Partial<Record<string, unknown>> = {}) =>
		({
			...Object.fromEntries(['overviews', 'configurations', 'roles', 'returns', 'exchanges'].map((name) => [name, {}])),
			support: { open: async (subject: SupportSubject) => written.push(subject) },
			supportRequests: { open: async (subject: RequestsSubject) => listed.push(subject) },
			...front,
		}) as unknown as CommandContext;
	beforeEach(() => {
		written = [];
		listed = [];
	});
	const begun = async (given: unknown, front?: Partial<Record<string, unknown>>) => {
		await newSupportRequest(context(front), given === undefined ? [] : [given]);
		return written.at(-1);
	};

	it('of a reservation, a customer, and what could not be read', async () => {
		assert.deepEqual(await begun(reservationNode(customer, reservation)), { tenantId, origin: { kind: 'reservation', ref } });
		assert.deepEqual(await begun(customer), { tenantId, origin: { kind: 'other', tenantId } });
		const notAllowed = new ServiceFailure('NotAllowed', 'No.');
		assert.deepEqual(await begun(failureNode('root', customer, notAllowed, false)), {
			tenantId,
			origin: { kind: 'access', tenantId, failure: notAllowed },
		});
		const broken = new ServiceFailure('UnexpectedAnswer', 'What?');
		assert.equal((await begun(failureNode('root', customer, broken, false)))?.origin.kind, 'other');
	});

	it('of an operation and of a change of the journal', async () => {
		const sold = operation();
		const changed = change();
		assert.deepEqual(await begun(operationNode(sold)), {
			tenantId: sold.tenantId,
			origin: { kind: 'operation', operationId: sold.id },
		});
		assert.deepEqual(await begun(changeNode(changed, [])), {
			tenantId: changed.tenantId,
			origin: { kind: 'change', changeId: changed.id },
		});
		await supportRequests(context(), [operationNode(sold)]);
		assert.deepEqual(listed, [{ tenantId: sold.tenantId }]);
	});

	it('of what a panel hands in, else of the panel in front', async () => {
		const refused = { tenantId, origin: { kind: 'refusal', action: 'return', refs: [ref] } };
		assert.equal(await begun(refused), refused);
		assert.deepEqual(await begun(ref), { tenantId, origin: { kind: 'reservation', ref } });
		assert.deepEqual(await begun(undefined, { returns: { active: ref } }), { tenantId, origin: { kind: 'reservation', ref } });
		assert.deepEqual(await begun(undefined, { exchanges: { active: { tenantId } } }), {
			tenantId,
			origin: { kind: 'other', tenantId },
		});
	});
});
