/** What the access page says: states, counts, findings, fixes, and who the connection speaks for. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { AccessCommand } from '../../src/panels/access/messages';
import { fixView } from '../../src/panels/access/views/fixes';
import { labels } from '../../src/panels/access/views/labels';
import { accessView } from '../../src/panels/access/views/report';
import { whoView } from '../../src/panels/access/views/who';
import type { AccessReport, AccessState, WhoAmI } from '../../src/reservations/access';
import * as doctor from '../ui/pages/access-sample';
import { cloud, customer, now, reservation, unreachable } from '../ui/pages/sample';
import { translate } from '../ui/pages/vscode-outside';

type Input = Parameters<typeof accessView>[0];

const view = (report: AccessReport | undefined, change: Partial<Input> = {}) =>
	accessView({ subject: doctor.ofCustomer, cloud, customer, report, running: false, stopped: false, ...change });

/** A finished report without a verdict whose checks are in these states. */
const inStates = (...states: AccessState[]): AccessReport => ({
	...doctor.healthy,
	checks: states.map((state, index) => ({ id: `${index}`, title: `Check ${index}`, state, result: '', evidence: [], fixes: [] })),
});

describe('Access view models', () => {
	afterEach(() => translate());

	describe('head', () => {
		it('says what is examined, whose it is, and that it is practice data', () => {
			const { header } = view(doctor.troubled);
			assert.equal(header.name, customer.name);
			assert.equal(header.place.join(' · '), `Access check · ${customer.domain} · ${customer.tenantId}`);
			assert.equal(header.sandbox, 'Sandbox · practice data');
		});

		it('names a connection by its cloud and its partner, and real data is not marked', () => {
			const azure = { ...cloud, isSandbox: false, name: 'Azure' };
			const { header } = view(doctor.connection, { subject: doctor.ofConnection, cloud: azure, customer: undefined });
			assert.equal(header.name, 'Connection to Azure');
			assert.equal(header.place.join(' · '), `Access check · Azure · ${cloud.partnerTenantId}`);
			assert.equal(header.sandbox, undefined);
		});

		it('is there before anything is known but the ids, and takes the names that come', () => {
			const subject = doctor.ofReservation;
			const bare = view(undefined, { subject, cloud: undefined, customer: undefined, running: true });
			assert.equal(bare.header.name, `Reservation ${reservation.reservationId}`);
			assert.equal(bare.header.place.join(' · '), `Access check · Customer ${reservation.tenantId}`);
			const named = view(undefined, { subject, reservation, running: true });
			assert.equal(named.header.name, reservation.name);
			assert.equal(named.header.place.join(' · '), `Access check · ${customer.name} · ${customer.domain}`);
		});
	});

	describe('finding', () => {
		it('is the verdict of the doctor, with the icon of the worst check and the counts', () => {
			const { verdict, asOf, running } = view(doctor.troubled);
			assert.deepEqual(verdict?.mark, { icon: 'error', tone: 'bad', text: doctor.troubled.verdict });
			assert.equal(verdict?.summary, '1 failed · 1 warning · 1 passed · 1 skipped');
			assert.match(asOf ?? '', /^As of Nov 23, 2026/);
			assert.equal(running, false);
		});

		it('without a verdict says what the states mean', () => {
			const told = (...states: AccessState[]) => {
				const { verdict } = view(inStates(...states));
				return [verdict?.mark.tone, verdict?.mark.text];
			};
			assert.deepEqual(told('passed', 'passed'), ['good', 'No problem was found.']);
			assert.deepEqual(told('passed', 'warning')[0], 'warning');
			assert.match(told('passed', 'warning')[1] ?? '', /with limits/);
			assert.deepEqual(told('warning', 'failed')[0], 'bad');
			assert.deepEqual(told('skipped'), ['none', 'Nothing could be checked.']);
		});

		it('says how far it is while it runs, and the cause as soon as there is one', () => {
			const single = { ...doctor.halfway, checks: doctor.halfway.checks.slice(0, 1) };
			assert.equal(view(single, { running: true }).verdict?.summary, '1 of 1 check done');
			const { verdict, checks } = view(doctor.halfway, { running: true });
			assert.deepEqual(verdict, {
				mark: { icon: 'loading', tone: 'info', text: 'Checking access…' },
				busy: true,
				summary: '2 of 4 checks done',
			});
			assert.deepEqual(
				checks.map(({ state, busy }) => [state.text, busy]),
				[
					['Passed', false],
					['Warning', false],
					['Checking', true],
					['Waiting', false],
				],
			);
			const early = view({ ...doctor.halfway, verdict: 'The sign-in failed.' }, { running: true }).verdict;
			assert.deepEqual([early?.mark.text, early?.busy], ['The sign-in failed.', false]);
		});

		it('the finding of the run before is not said of the one that runs', () => {
			const { verdict } = view(doctor.troubled, { running: true });
			assert.deepEqual([verdict?.mark.text, verdict?.summary], ['Checking access…', undefined]);
		});

		it('what was stopped says so, and nothing seems to run', () => {
			const { verdict, checks } = view(doctor.halfway, { stopped: true });
			assert.equal(verdict?.mark.text, 'The check ended before it was finished.');
			assert.equal(verdict?.summary, '1 warning · 1 passed · 2 not checked');
			assert.deepEqual(
				checks.slice(2).map(({ state, busy }) => [state.text, busy]),
				[
					['Not checked', false],
					['Not checked', false],
				],
			);
			assert.equal(view(undefined, { stopped: true }).verdict?.mark.text, 'The check ended before it was finished.');
		});

		it('a failure leaves what was found, says why it ended and how old the rest is', () => {
			const broken = view(doctor.halfway, { failure: unreachable });
			assert.equal(broken.problem?.title, 'Access check: the service did not answer');
			assert.equal(broken.verdict?.mark.text, 'The check ended before it was finished.');
			assert.equal(broken.problem?.stale, undefined);
			const stale = view(doctor.troubled, { failure: unreachable });
			assert.match(stale.problem?.stale ?? '', /older/);
			assert.equal(stale.verdict?.mark.text, doctor.troubled.verdict);
		});

		it('sign-in and connection are offered where they may help', () => {
			const offered = (change: Partial<Input>) => view(undefined, change).remedies.map(({ command }) => command);
			const both = ['cspReservations.signIn', 'cspReservations.setUpConnection'];
			assert.deepEqual(offered({ failure: doctor.noConnection }), both);
			assert.deepEqual(offered({ failure: unreachable, cloud: undefined }), both);
			assert.deepEqual(offered({ failure: unreachable }), []);
			assert.deepEqual(offered({}), []);
		});
	});

	describe('checks', () => {
		it('come in order, with what they were read from open where one failed', () => {
			const { checks } = view(doctor.troubled);
			assert.deepEqual(
				checks.map(({ id, evidenceOpen }) => [id, evidenceOpen]),
				doctor.troubled.checks.map(({ id, state }) => [id, state === 'failed']),
			);
			assert.deepEqual(checks[0]?.evidence, doctor.troubled.checks[0]?.evidence);
		});

		it('every state has words and an icon of its own kind', () => {
			const states: AccessState[] = ['waiting', 'running', 'passed', 'warning', 'failed', 'skipped'];
			const marks = view(inStates(...states), { running: true }).checks.map(({ state }) => state);
			assert.equal(new Set(marks.map(({ icon }) => icon)).size, states.length);
			assert.equal(new Set(marks.map(({ text }) => text)).size, states.length);
		});

		it('counts one warning and several in their own words', () => {
			assert.equal(view(inStates('warning')).verdict?.summary, '1 warning');
			assert.equal(view(inStates('warning', 'warning')).verdict?.summary, '2 warnings');
		});
	});

	describe('fixes', () => {
		it('a known site is a button that names it; any other address is text', () => {
			const opens = (link: string) => fixView({ text: 'Fix', link }, cloud);
			assert.deepEqual(opens('https://portal.azure.com/#home').link, {
				label: 'Open portal.azure.com',
				address: 'https://portal.azure.com/#home',
			});
			for (const link of [
				'https://portal.azure.com.evil.example/',
				'http://portal.azure.com/',
				'https://user@portal.azure.com/',
				'javascript:alert(1)',
				'command:cspReservations.clearCache',
				'not an address',
			]) {
				const { link: button, otherLink } = opens(link);
				assert.deepEqual([button, otherLink], [undefined, link]);
			}
			assert.equal(fixView({ text: 'Fix', link: 'https://portal.azure.com' }, undefined).link, undefined);
		});

		it('only commands of the list become buttons, each with its title', () => {
			for (const command of AccessCommand.options) {
				const button = fixView({ text: 'Fix', command }, cloud).command;
				assert.equal(button?.command, command);
				assert.ok((button?.label.length ?? 0) > 0);
			}
			assert.equal(fixView({ text: 'Fix', command: 'workbench.action.terminal.new' }, cloud).command, undefined);
		});

		it('a command line is shown as it is', () => {
			assert.equal(fixView({ text: 'Fix', shell: doctor.grantRole }, cloud).shell, doctor.grantRole);
		});
	});

	describe('who I am', () => {
		const rows = (change: Partial<WhoAmI> = {}) => {
			const { rows: found } = whoView({ value: { ...doctor.whoAmI, ...change }, asOf: now, loading: false });
			return Object.fromEntries(found.map(({ label, value }) => [label, value]));
		};

		it('says account, partner and groups, and a dash for what could not be read', () => {
			assert.deepEqual(rows(), {
				Account: doctor.whoAmI.userName,
				'Display name': 'Megan Bowen',
				Partner: 'Contoso Cloud Partners',
				'Partner tenant ID': cloud.partnerTenantId,
				'Agent groups': 'HelpdeskAgents and SalesAgents',
				'Kind of partner': '–',
			});
		});

		it('tells no group from not knowing the groups, and names the kinds of partner', () => {
			assert.equal(rows({ agentGroups: [] })['Agent groups'], 'None');
			assert.equal(rows({ agentGroups: undefined })['Agent groups'], '–');
			assert.equal(rows({ partnerKind: 'directBill' })['Kind of partner'], 'Direct-bill partner');
			assert.equal(rows({ partnerKind: 'indirectProvider' })['Kind of partner'], 'Indirect provider');
			assert.equal(rows({ partnerKind: 'indirectReseller' })['Kind of partner'], 'Indirect reseller');
		});

		it('passes on the limits and what was not read, and why nothing was', () => {
			const { limits, notRead } = whoView({ value: doctor.whoAmI, asOf: now, loading: false });
			assert.deepEqual([limits, notRead], [doctor.whoAmI.limits, doctor.whoAmI.notRead]);
			const failed = whoView({ loading: false, failure: unreachable });
			assert.equal(failed.problem?.retryLabel, 'Retry: Who am I');
			assert.deepEqual(failed.rows, []);
		});
	});

	it('every text goes through the translation', () => {
		translate((text) => `«${text}»`);
		for (const label of Object.values(labels())) assert.match(label, /^«.*»$/);
		const { verdict, header, checks } = view(inStates('passed', 'failed'));
		assert.match(verdict?.mark.text ?? '', /^«.*»$/);
		assert.equal(header.place[0], '«Access check»');
		assert.equal(checks[1]?.state.text, '«Failed»');
	});
});
