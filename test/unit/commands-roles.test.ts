/** What is told after a role was given on many orders: every order is on exactly one side, with its reason. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ServiceFailure } from '../../src/azure/failure';
import { resultText, summaryOf } from '../../src/commands/roles/results';
import type { GrantLine } from '../../src/reservations/roles/model';
import { sampleReservation } from './reservations-samples';

const tenantId = '10000000-0000-4000-8000-000000000001';
const orderOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const outcomes = ['granted', 'there', 'failed', 'cancelled'] as const;

function line(outcome: GrantLine['outcome'], index: number): GrantLine {
	const base = { tenantId, orderId: orderOf(index), outcome };
	if (outcome === 'cancelled') return base;
	if (outcome !== 'failed') return { ...base, result: { outcome, assignmentId: '', text: `${outcome} ${index}` } };
	const failure = new ServiceFailure('NotAllowed', `Not allowed ${index}.`, { remedy: 'Ask the owner.', correlationId: 'c-1' });
	return { ...base, failure };
}

const names = {
	getCustomer: () => ({ tenantId, name: 'Contoso', domain: '' }),
	getReservations: () => ({
		value: { reservations: [sampleReservation({ name: 'VM_RI_Web', orderId: orderOf(0) })] },
		loading: false,
	}),
};

describe('Results of giving a role on many orders', () => {
	it('counts every order, and nothing that did not occur', () => {
		assert.equal(summaryOf([line('granted', 0)]), 'Role assigned on 1 of 1 reservation order.');
		assert.equal(
			summaryOf(outcomes.map(line)),
			'Role assigned on 1 of 4 reservation orders, 1 had it already, 1 not assigned, 1 not begun.',
		);
	});

	it('names each order once with its customer, its reservations and its reason', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 40 }), (some) => {
				const text = resultText('Title', some.map(line), names);
				for (const index of some.keys()) assert.equal(text.split(orderOf(index)).length, 2, `${index} is told once`);
				assert.equal(text.split('Not allowed').length - 1, some.filter((it) => it === 'failed').length);
			}),
		);
		const text = resultText('Title', outcomes.map(line), names);
		assert.match(text, /Contoso · VM_RI_Web · 00000000-0000-4000-8000-000000000000\n {2}granted 0/);
		assert.match(text, /Not allowed 2\. Ask the owner\. \(correlation ID c-1\)/);
		assert.match(text, /Nothing was sent\./);
	});

	it('a customer whose orders could not be read is told by its name', () => {
		const unread: GrantLine = { ...line('failed', 0), orderId: undefined };
		assert.match(resultText('Title', [unread], names), /- Contoso\n {2}Not allowed 0\./);
	});
});
