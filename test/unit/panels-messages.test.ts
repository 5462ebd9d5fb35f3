/** The messages between page and host: what is well formed comes through unchanged, anything else is refused and never throws. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HostMessage, PageCommand, PageMessage, SavedState } from '../../src/panels/overview/messages';
import { historyView } from '../../src/panels/overview/views/history';
import { nextView } from '../../src/panels/overview/views/next';
import { overviewView } from '../../src/panels/overview/views/overview';
import { paymentsView } from '../../src/panels/overview/views/payments';
import { resourcesView } from '../../src/panels/overview/views/resources';
import { usageView } from '../../src/panels/overview/views/usage';
import { itIsAStrictProtocol } from '../helpers/protocol';
import * as sample from '../ui/pages/sample';

const { now, reservation } = sample;
const known = <T>(value: T) => ({ value, asOf: now, loading: false });
const guid = fc.uuid();

const pageMessage: fc.Arbitrary<PageMessage> = fc.oneof(
	fc.constantFrom<PageMessage>({ type: 'ready' }, { type: 'refresh' }, { type: 'showDay' }),
	fc.record({ type: fc.constant('command' as const), command: fc.constantFrom(...PageCommand.options) }),
	fc.record({
		type: fc.constant('retry' as const),
		part: fc.constantFrom('overview' as const, 'payments' as const, 'usage' as const, 'resources' as const, 'history' as const),
	}),
	fc.record({ type: fc.constant('showUsage' as const), grain: fc.constantFrom('daily' as const, 'monthly' as const) }),
	fc.record({ type: fc.constant('showDay' as const), day: fc.integer() }),
	fc.record({ type: fc.constant('openReservation' as const), reservationId: guid }),
	fc.record({ type: fc.constant('openReservation' as const), reservationId: guid, orderId: guid }),
);

const hostMessages: readonly HostMessage[] = [
	overviewView({ ref: reservation, reservation, customer: sample.customer, cloud: sample.cloud, loading: false, asOf: now, now }),
	overviewView({ ref: reservation, loading: true, failure: sample.notAllowed, now }),
	nextView({
		returnQuote: undefined,
		allowance: undefined,
		reservation,
		advice: sample.adviceOn(reservation, sample.dailyUsage),
		order: known(sample.order),
		usageLoading: false,
		now,
	}),
	paymentsView(known(sample.order)),
	paymentsView({ loading: false, failure: sample.notAllowed }),
	usageView({ reservation, grain: 'daily', usage: known(sample.dailyUsage), selected: now, now }),
	usageView({ reservation, grain: 'monthly', usage: known(sample.monthlyUsage), now }),
	resourcesView({ day: now, usage: known(sample.resources), point: undefined }),
	historyView(known(sample.history)),
	{ type: 'announce', text: 'Copied to the clipboard.' },
];

describe('Messages of the overview page', () => {
	itIsAStrictProtocol({ HostMessage, PageMessage, SavedState, hostMessages, pageMessage });

	it('only commands of the list, whole days and real ids are accepted', () => {
		for (const message of [
			{ type: 'command', command: 'cspReservations.clearCache' },
			{ type: 'command', command: 'workbench.action.terminal.sendSequence' },
			{ type: 'retry', part: 'everything' },
			{ type: 'showDay', day: 1.5 },
			{ type: 'showDay', day: Number.NaN },
			{ type: 'openReservation', reservationId: '../../../etc' },
		])
			assert.equal(PageMessage.safeParse(message).success, false, JSON.stringify(message));
	});

	it('only https links reach the page', () => {
		const mark = { icon: 'info', tone: 'info', text: 'Title' };
		const next = (link: string) => ({ type: 'next', loading: false, items: [{ mark, text: 'Text', link }], facts: [] });
		assert.equal(HostMessage.safeParse(next('https://learn.microsoft.com/azure')).success, true);
		for (const link of [
			'javascript:alert(1)',
			'http://example.com',
			'command:cspReservations.clearCache',
			'https://a b',
			' https://x',
			'data:text/html,x',
		])
			assert.equal(HostMessage.safeParse(next(link)).success, false, link);
	});
});
