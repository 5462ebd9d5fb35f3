/** The messages between the access page and its host: what is well formed comes through, anything else is refused. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AccessCommand, HostMessage, PageMessage, SavedState } from '../../src/panels/access/messages';
import { accessView } from '../../src/panels/access/views/report';
import { whoView } from '../../src/panels/access/views/who';
import { itIsAStrictProtocol } from '../helpers/protocol';
import * as doctor from '../ui/pages/access-sample';
import { cloud, customer, now } from '../ui/pages/sample';

const place = { check: fc.string(), fix: fc.nat() };

const pageMessage: fc.Arbitrary<PageMessage> = fc.oneof(
	fc.constantFrom<PageMessage>(
		{ type: 'ready' },
		{ type: 'checkAgain' },
		{ type: 'stop' },
		{ type: 'copyReport' },
		{ type: 'retryWho' },
	),
	fc.record({ type: fc.constant('copyShell' as const), ...place }),
	fc.record({ type: fc.constant('openLink' as const), ...place }),
	fc.record({ type: fc.constant('command' as const), command: fc.constantFrom(...AccessCommand.options) }),
);

const hostMessages: readonly HostMessage[] = [
	accessView({ subject: doctor.ofCustomer, cloud, customer, report: doctor.troubled, running: false, stopped: false }),
	accessView({ subject: doctor.ofReservation, cloud, report: doctor.halfway, running: true, stopped: false }),
	accessView({ subject: doctor.ofConnection, running: false, stopped: false, failure: doctor.noConnection }),
	whoView({ value: doctor.whoAmI, asOf: now, loading: false }),
	whoView({ loading: false, failure: doctor.noConnection }),
	{ type: 'copied', of: { check: 'subscriptions', fix: 0 } },
	{ type: 'copied' },
	{ type: 'announce', text: 'The report is on the clipboard.' },
];

describe('Messages of the access page', () => {
	itIsAStrictProtocol({ HostMessage, PageMessage, SavedState, hostMessages, pageMessage });

	it('only commands of the list and places of fixes are accepted, never an address or a text to copy', () => {
		for (const message of [
			{ type: 'command', command: 'cspReservations.clearCache' },
			{ type: 'command', command: 'workbench.action.terminal.sendSequence' },
			{ type: 'command' },
			{ type: 'openLink', link: 'https://portal.azure.com' },
			{ type: 'openLink', check: 'gdap', fix: -1 },
			{ type: 'openLink', check: 'gdap', fix: 0.5 },
			{ type: 'copyShell', shell: 'rm -rf /' },
			{ type: 'copyShell', check: 7, fix: 0 },
		])
			assert.equal(PageMessage.safeParse(message).success, false, JSON.stringify(message));
		assert.deepEqual(PageMessage.parse({ type: 'openLink', check: 'gdap', fix: 0, link: 'https://evil.example' }), {
			type: 'openLink',
			check: 'gdap',
			fix: 0,
		});
	});

	it('only a subject with real ids is restored', () => {
		for (const subject of [doctor.ofConnection, doctor.ofCustomer, doctor.ofReservation])
			assert.deepEqual(SavedState.parse(structuredClone(subject)), subject);
		for (const state of [
			{ kind: 'everything' },
			{ kind: 'customer' },
			{ kind: 'customer', tenantId: '../..' },
			{ kind: 'reservation', tenantId: customer.tenantId },
		])
			assert.equal(SavedState.safeParse(state).success, false, JSON.stringify(state));
	});
});
