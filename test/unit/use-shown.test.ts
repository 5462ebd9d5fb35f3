/** One figure of use reads the same wherever it stands, and never like 0, 100 or the limit of low use when it is not (rules 11). */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percent } from '../../src/host/formats';
import { usageView } from '../../src/panels/overview/views/usage';
import { formatFor } from '../../src/reservations/format';
import { reservationLine } from '../../src/tools/reservation-line';
import { reservationSpeech, reservationText } from '../../src/tree/text';
import { env } from '../ui/pages/vscode-outside';
import { sampleReservation } from './reservations-samples';

const now = Date.UTC(2026, 10, 23);
const thresholds = { expiringWithinDays: 30, lowUtilizationPercent: 80 };

/** Every place that says the use over 7 days. */
function places(last7Days: number): Record<string, string> {
	const reservation = sampleReservation({ utilization: { last7Days } });
	const { figures } = usageView({ reservation, grain: 'daily', usage: { value: [], loading: false }, now });
	return {
		tree: reservationText(reservation, thresholds, now),
		speech: reservationSpeech(reservation, now),
		overview: figures.map(({ value }) => value).join(' '),
		advice: formatFor('en').percent(last7Days),
		assistant: reservationLine(reservation, 'Contoso'),
	};
}

describe('use as it is shown', () => {
	beforeEach(() => {
		env.language = 'en';
	});

	for (const [value, shown] of [
		[0, '0%'],
		[0.04, '0.1%'],
		[0.4, '0.4%'],
		[0.7, '0.7%'],
		[79.6, '79.6%'],
		[79.96, '79.9%'],
		[80, '80%'],
		[99.6, '99.6%'],
		[99.97, '99.9%'],
		[100, '100%'],
		[133.4, '133.4%'],
	] as const) {
		it(`${value} is ${shown} everywhere`, () => {
			const pattern = new RegExp(`(?<![\\d.])${shown.replace('.', '\\.')}`);
			for (const [place, text] of Object.entries(places(value))) assert.match(text, pattern, place);
		});
	}

	it('is never more than it is, and never nothing when it is something', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 250, noNaN: true }), fc.integer({ min: 1, max: 200 }), (value, limit) => {
				const shown = Number.parseFloat(percent(value).replace(',', ''));
				assert.equal(shown === 0, value === 0);
				if (value < limit - 1e-9) assert.ok(shown < limit, `${value} reads ${shown}`);
			}),
		);
	});
});
