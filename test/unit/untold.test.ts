/** What Azure leaves out is shown as unknown, never as a fact: how many units there are, and whether they renew. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { CapacityReservation } from '../../src/azure/capacity';
import { changeOf } from '../../src/panels/configuration/draft';
import { changeView } from '../../src/panels/configuration/views/change';
import { nowView } from '../../src/panels/configuration/views/now';
import { essentials } from '../../src/panels/overview/views/essentials';
import { advise } from '../../src/reservations/advice';
import { basisOf } from '../../src/reservations/configuration/reading';
import { formatFor } from '../../src/reservations/format';
import { Interner } from '../../src/reservations/interner';
import { listedReservation } from '../../src/reservations/mapping';
import { PackedReservations } from '../../src/reservations/packed';
import { reservationLine } from '../../src/tools/reservation-line';
import { reservationFacts, reservationSpeech, reservationText } from '../../src/tree/text';
import { env } from '../ui/pages/vscode-outside';
import { NOW } from './reservations-samples';

const tenantId = '10000000-0000-4000-8000-000000000001';

/** As Azure answers it, through the memory that holds the list and its copy on disk. */
function listed(properties: object) {
	const body = {
		id: '/providers/microsoft.capacity/reservationOrders/20000000-0000-4000-8000-000000000002/reservations/30000000-0000-4000-8000-000000000003',
		sku: { name: 'Standard_D4s_v5' },
		location: 'westeurope',
		properties: { provisioningState: 'Succeeded', term: 'P1Y', expiryDateTime: '2026-12-10T00:00:00Z', ...properties },
	} as unknown as CapacityReservation;
	const read = listedReservation(tenantId, body) ?? assert.fail('not read');
	const saved = JSON.parse(JSON.stringify(PackedReservations.of(tenantId, [read], new Interner()).saved()));
	return PackedReservations.from(tenantId, saved, new Interner()).at(0) ?? assert.fail('not kept');
}

describe('what Azure does not tell', () => {
	beforeEach(() => {
		env.language = 'en';
	});
	const thresholds = { expiringWithinDays: 30, lowUtilizationPercent: 80 };
	const value = (rows: readonly { label: string; value: string }[], label: string) =>
		rows.find((row) => row.label === label)?.value;

	it('the number of units is unknown, not 0', () => {
		const it = listed({ renew: false });
		assert.doesNotMatch(reservationText(it, thresholds, NOW), /×/);
		assert.match(reservationSpeech(it, NOW), /quantity unknown/);
		assert.equal(new Map(reservationFacts(it, NOW)).get('Quantity'), '–');
		const rows = essentials(it).flatMap((group) => group.rows);
		assert.equal(value(rows, 'Quantity'), '–');
		assert.equal(value(nowView({ reservation: it, basis: basisOf(it) }), 'Quantity'), '–');
		assert.match(reservationLine(it, 'Contoso'), /unknown number × Standard_D4s_v5/);
		assert.equal(changeOf({ renew: true, quantity: '3' }, { reservation: it, basis: basisOf(it) })?.renewal?.terms?.quantity, 3);
	});

	it('the renewal is not told, not off, and can be set either way', () => {
		const it = listed({ quantity: 2 });
		const seen = { reservation: it, basis: basisOf(it) };
		assert.equal(new Map(reservationFacts(it, NOW)).get('Renewal'), 'Not told by Azure');
		const rows = essentials(it).flatMap((group) => group.rows);
		assert.equal(value(rows, 'Renewal'), 'Not told by Azure');
		assert.equal(value(nowView(seen), 'Automatic renewal'), 'Not told by Azure');
		assert.match(reservationLine(it, 'Contoso'), /renewal not told by Azure/);
		const form = changeView({ seen, draft: {}, filter: '', targets: { loading: false }, products: { loading: false } });
		assert.deepEqual([form.renewal?.on, form.renewal?.help], [undefined, 'Azure does not tell whether it renews.']);
		assert.deepEqual(
			advise({ reservation: it, usage: undefined, now: NOW, thresholds, format: formatFor('en') }).filter(({ id }) =>
				id.startsWith('renewal'),
			),
			[],
		);
		assert.equal(changeOf({}, seen), undefined);
		assert.deepEqual(changeOf({ renew: false }, seen), { renewal: { on: false } });
		assert.deepEqual(changeOf({ renew: true }, seen), { renewal: { on: true } });
	});
});
