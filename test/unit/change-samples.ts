/** A change of configuration as the log has it, for tests. */
import type { ChangeRecord } from '../../src/reservations/configuration/model';
import { basisOf } from '../../src/reservations/configuration/reading';
import { ids, now } from './operation-samples';
import { sampleReservation } from './reservations-samples';

/** A new name, done three minutes ago, unless said otherwise. */
export function change(some: Partial<ChangeRecord> = {}): ChangeRecord {
	const before = basisOf(sampleReservation({ name: 'web' }));
	return {
		id: '7c0f9f0e-2d5b-4c1a-9f3e-5a1b2c3d4e5f',
		kind: 'update',
		connection: 'Sandbox',
		partnerTenantId: '3b33d682-8d4d-4b6a-9c0e-2f8a6d1e5b70',
		tenantId: '0c39d6d5-c70d-4c55-bc02-f620844f3fd1',
		customerName: 'Contoso',
		changedBy: 'ada@contoso.com',
		reservations: [{ orderId: ids.order, reservationId: ids.reservation, before }],
		fields: ['name'],
		after: { ...before, name: 'web-new' },
		state: 'succeeded',
		sentAt: now - 180_000,
		endedAt: now - 170_000,
		correlationIds: ['c1'],
		...some,
	};
}
