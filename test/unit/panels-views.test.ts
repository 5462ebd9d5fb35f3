/** What the page says about a reservation: words, figures and their meaning, in the user's language. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import Big from 'big.js';
import fc from 'fast-check';
import { money } from '../../src/host/formats';
import { stateMark } from '../../src/panels/overview/state-mark';
import { essentials } from '../../src/panels/overview/views/essentials';
import { historyView } from '../../src/panels/overview/views/history';
import { labels } from '../../src/panels/overview/views/labels';
import { nextView } from '../../src/panels/overview/views/next';
import { overviewView } from '../../src/panels/overview/views/overview';
import { paymentsView } from '../../src/panels/overview/views/payments';
import { resourcesView } from '../../src/panels/overview/views/resources';
import { usageView } from '../../src/panels/overview/views/usage';
import type { Payment, Reservation, ReservationRef, UsagePoint } from '../../src/reservations/model';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import * as sample from '../ui/pages/sample';
import { env, translate } from '../ui/pages/vscode-outside';
import { returnQuote } from './operation-samples';

const { now, reservation } = sample;
const day = 86_400_000;
const known = <T>(value: T) => ({ value, asOf: now, loading: false });

const overview = (change: Partial<Reservation> = {}, at = now, successors: readonly ReservationRef[] = []) =>
	overviewView({
		ref: reservation,
		reservation: { ...reservation, ...change },
		successors,
		customer: sample.customer,
		cloud: sample.cloud,
		loading: false,
		asOf: now,
		now: at,
	});

/** Value and note of a row of the essentials. */
function essential(view: ReturnType<typeof overview>, label: string) {
	const row = view.essentials.flatMap(({ rows }) => rows).find((it) => it.label === label);
	assert.ok(row !== undefined, `no row ${label}`);
	return row;
}

function facts(payments: readonly Payment[], change: Partial<Reservation> = {}) {
	const order = { ...sample.order, reservationIds: [reservation.reservationId], payments };
	const { facts: found } = nextView({
		returnQuote: undefined,
		allowance: undefined,
		reservation: { ...reservation, ...change },
		advice: [],
		order: known(order),
		usageLoading: false,
		now,
	});
	return Object.fromEntries(found.map(({ label, value }) => [label, value]));
}

const toCome = 'Scheduled payments still to come, pricing currency, without tax';
const scheduled = (amount: string | undefined, currency = 'USD'): Payment => ({
	dueAt: now + day,
	status: 'Scheduled',
	pricing: amount === undefined ? undefined : { amount, currency },
});

describe('Overview view models', () => {
	afterEach(() => {
		env.language = 'en';
		translate();
	});

	describe('head and essentials', () => {
		it('say name, customer, state, days left, practice data and age', () => {
			const { header, asOf } = overview();
			assert.equal(header.name, reservation.name);
			assert.equal(header.customer, 'Adventure Works Cycles · adventure-works.onmicrosoft.com');
			assert.equal(header.sandbox, 'Sandbox · practice data');
			assert.deepEqual(
				header.marks.map(({ text }) => text),
				['Active', '68 days left'],
			);
			assert.match(asOf ?? '', /^As of Nov 23, 2026/);
		});

		it('are there without anything known but the ids', () => {
			const view = overviewView({ ref: reservation, loading: true, now });
			assert.equal(view.header.name, `Reservation ${reservation.reservationId}`);
			assert.equal(view.header.customer, `Customer ${reservation.tenantId}`);
			assert.equal(view.header.sandbox, undefined);
			assert.deepEqual(view.essentials, []);
			assert.equal(view.asOf, undefined);
		});

		it('mark the last 90 days, and only those', () => {
			const tone = (days: number) => overview({ expiresAt: now + days * day }).header.marks[1]?.tone;
			assert.equal(tone(91), 'none');
			assert.equal(tone(90), 'warning');
			assert.equal(overview({ expiresAt: now + day }).header.marks[1]?.text, '1 day left');
		});

		it('say nothing of days left once it has ended', () => {
			const view = overview(sample.exchanged);
			assert.deepEqual(
				view.header.marks.map(({ text }) => text),
				['Cancelled: exchanged', 'Archived'],
			);
			assert.equal(essential(view, 'Became').reservations[0]?.reservationId, reservation.reservationId);
		});

		it('put scopes into words', () => {
			const scope = (given: Reservation['scope']) => essential(overview({ scope: given }), 'Scope').value;
			assert.equal(scope({ kind: 'Shared' }), 'Shared');
			assert.equal(scope({ kind: 'Single', subscriptionId: '/subscriptions/8d2b' }), 'Single subscription: 8d2b');
			assert.equal(
				scope({ kind: 'ResourceGroup', resourceGroupId: '/subscriptions/8d2b/resourceGroups/rg-web' }),
				'Single resource group: rg-web',
			);
			assert.equal(
				scope({
					kind: 'ManagementGroup',
					displayName: 'Europe',
					managementGroupId: '/providers/Microsoft.Management/managementGroups/eu',
				}),
				'Management group: Europe',
			);
			assert.equal(scope({ kind: 'SomethingNew', displayName: 'X' }), 'SomethingNew: X');
		});

		it('put term, plan, renewal and offers into words, and keep what they do not know', () => {
			assert.equal(essential(overview(), 'Term').value, '3 years');
			assert.equal(essential(overview({ term: 'P1Y' }), 'Term').value, '1 year');
			assert.equal(essential(overview({ term: 'P18M' }), 'Term').value, '18 months');
			assert.equal(essential(overview({ term: 'Forever' }), 'Term').value, 'Forever');
			assert.equal(essential(overview({ billingPlan: 'Weekly' }), 'Billing plan').value, 'Weekly');
			assert.equal(essential(overview({ renewState: undefined, renew: true }), 'Renewal').value, 'On');
			assert.equal(essential(overview({ canReturn: 'notOffered' }), 'Return').value, 'Not offered by Azure for this reservation');
			assert.match(essential(overview({ canExchange: 'unknown' }), 'Exchange').value, /^Not known/);
		});

		it('show when Azure Hybrid Benefit has to be reviewed instead of an end', () => {
			const view = overview({ ...sample.hybridBenefit });
			assert.equal(essential(view, 'To be reviewed').value, 'Jun 30, 2027');
			assert.equal(
				view.essentials.flatMap(({ rows }) => rows).some(({ label }) => label === 'Expires'),
				false,
			);
			assert.equal(view.header.marks[1]?.text, 'To be reviewed on Jun 30, 2027');
		});

		it('lead to the reservations it came from and became', () => {
			const view = overview({ became: ['77aa8c1e-9a55-4b0c-9f45-10b6f8f4c3d2'] });
			assert.deepEqual(
				essential(view, 'Came from').reservations.map(({ reservationId }) => reservationId),
				reservation.cameFrom,
			);
			assert.equal(essential(view, 'Became').reservations.length, 1);
			const [one] = essential(view, 'Became').reservations;
			const named = essentials({ ...reservation, became: [one?.reservationId ?? ''] }, [], { reservation: () => 'Web' });
			const labels = named.flatMap(({ rows }) => rows).find(({ label }) => label === 'Became')?.reservations;
			assert.deepEqual([one?.label, labels?.[0]?.label], [one?.reservationId, `Web · ${one?.reservationId}`]);
		});

		it('every action has a command of its own, support requests included', () => {
			const { actions } = overview();
			assert.equal(new Set(actions.map(({ command }) => command)).size, actions.length);
			const support = actions.filter(({ command }) => /support/i.test(command)).map(({ label }) => label);
			assert.deepEqual(support, ['Copy Details for Support', 'New Support Request…', 'Support Requests']);
		});

		it('Return and Exchange can be used while the reservation is active, else they say why not', () => {
			const reasons = (view: ReturnType<typeof overview>) =>
				view.actions.filter(({ label }) => /^(Exchange|Return|Change .*)…$/.test(label)).map(({ reason }) => reason);
			assert.deepEqual(reasons(overview()), [undefined, undefined, undefined, undefined]);
			assert.deepEqual(reasons(overview({ state: 'Expired', provisioningState: 'Expired' })), [
				'Exchange is not possible in its state: Expired.',
				'Return is not possible in its state: Expired.',
				'Change Scope is not possible in its state: Expired.',
				'Change Renewal is not possible in its state: Expired.',
			]);
		});

		it('lead to what took its place in another order', () => {
			const orderId = '5f1ab7a4-0c36-4f5b-8d6c-5f6a0a6c1d11';
			const reservationId = '0c9f6f5e-2a80-4c1c-9a8b-4a6f0f1f7c22';
			const successor = { tenantId: reservation.tenantId, orderId, reservationId };
			const view = overview({}, now, [successor]);
			assert.deepEqual(essential(view, 'Became').reservations, [{ orderId, reservationId, label: reservationId }]);
		});

		it('name states in words and keep those they do not know', () => {
			assert.equal(stateMark('NoBenefit').text, 'No benefit');
			assert.equal(stateMark('expiring').tone, 'warning');
			assert.equal(stateMark('BrandNew').text, 'BrandNew');
		});
	});

	describe('money', () => {
		it('is added as decimals, within one currency', () => {
			fc.assert(
				fc.property(
					fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom('USD', 'EUR')), {
						minLength: 1,
						maxLength: 60,
					}),
					(amounts) => {
						const payments = amounts.map(([cents, currency]) => scheduled(new Big(cents).div(100).toFixed(2), currency));
						const text = facts(payments)[toCome] ?? '';
						for (const currency of ['USD', 'EUR']) {
							const own = amounts.filter(([, it]) => it === currency);
							const sum = own.reduce((total, [cents]) => total.plus(cents), new Big(0)).div(100);
							if (own.length > 0)
								assert.ok(
									text.includes(money({ amount: sum.toFixed(2), currency })),
									`${text} lacks ${sum.toFixed(2)} ${currency}`,
								);
							else assert.ok(!text.includes(currency));
						}
					},
				),
			);
		});

		it('is not added up when an amount is missing', () => {
			assert.equal(facts([scheduled('10'), scheduled(undefined)])[toCome], 'Not known: no amount for 1 of 2 payments');
		});

		it('keeps every decimal the service gave, and unknown currencies', () => {
			assert.equal(
				money({ amount: '1234567890123456.78', currency: 'USD' }).replaceAll('\u00a0', ' '),
				'USD 1,234,567,890,123,456.78',
			);
			assert.equal(money({ amount: '5.4925', currency: 'GBP' }).replaceAll('\u00a0', ' '), 'GBP 5.4925');
			assert.equal(money({ amount: '1200', currency: 'JPY' }).replaceAll('\u00a0', ' '), 'JPY 1,200');
			assert.equal(money({ amount: '5', currency: 'not a code' }), '5 not a code');
		});

		it('of the next payment is the first that is only scheduled', () => {
			const later = { ...scheduled('20'), dueAt: now + 40 * day };
			const paid: Payment = { dueAt: now, paidAt: now, status: 'Succeeded', pricing: { amount: '99', currency: 'USD' } };
			const found = facts([later, scheduled('10'), paid]);
			assert.equal(found['Next payment, pricing currency, without tax']?.replaceAll('\u00a0', ' '), 'USD 10.00 on Nov 24, 2026');
			assert.equal(toCome in facts([paid]), false, 'nothing is to come');
		});

		it('stands in the schedule with both currencies, what is due next first', () => {
			const { rows, notes } = paymentsView(known(sample.order));
			assert.equal(rows.length, 36);
			assert.deepEqual([rows[0]?.due, rows[0]?.billing, rows[0]?.paid], ['Nov 30, 2026', '–', '–']);
			assert.deepEqual([rows[2]?.due, rows[2]?.status.text], ['Oct 30, 2026', 'Paid']);
			assert.ok(rows[2]?.billing.startsWith('EUR') && rows[2].pricing.startsWith('USD'));
			assert.ok(notes.some((note) => note.includes('2 reservations')));
		});
	});

	describe('renewal', () => {
		it('is to be decided on from 90 days before the end', () => {
			assert.equal(facts([], { expiresAt: now + 91 * day }).Renewal, 'Off · decide by Feb 22, 2027');
			assert.equal(facts([], { expiresAt: now + 90 * day }).Renewal, 'Off · time to decide, 90 days left');
			assert.equal(facts([], { expiresAt: now + 60 * day }).Renewal, 'Off · decide soon, 60 days left');
			assert.equal(facts([], { expiresAt: now + 30 * day }).Renewal, 'Off · decide now, 30 days left');
			assert.equal('Renewal' in facts([], { state: 'Expired' }), false);
			assert.equal('Renewal' in facts([], { expiresAt: undefined }), false);
		});
	});

	it('the closer the end, the more pressing the decision; what renews presses nobody', () => {
		const toneAt = (days: number, renew: boolean) =>
			nextView({
				returnQuote: undefined,
				allowance: undefined,
				reservation: { ...reservation, renew, expiresAt: now + days * day },
				advice: [],
				order: { loading: false },
				usageLoading: false,
				now,
			}).facts.find(({ label }) => label === 'Renewal')?.mark?.tone;
		assert.deepEqual(
			[91, 90, 61, 60, 31, 30, 1].map((days) => toneAt(days, false)),
			[undefined, 'info', 'info', 'warning', 'warning', 'bad', 'bad'],
		);
		assert.deepEqual(
			[91, 90, 30].map((days) => toneAt(days, true)),
			[undefined, 'info', 'info'],
		);
	});

	it('money back is not what a blocked quote names, nor one without a session: it is said why, and the quote can be asked for', () => {
		const quote = {
			...returnQuote,
			line: { ...returnQuote.line, tenantId: reservation.tenantId, quantity: 1 },
		};
		const nextOn = (change: Partial<ReturnQuote>) => {
			const { facts: found, action } = nextView({
				returnQuote: { ...quote, ...change },
				allowance: undefined,
				reservation,
				advice: [],
				order: { loading: false },
				usageLoading: false,
				now,
			});
			return { back: found.find(({ label }) => label.startsWith('Money back')), action: action?.command };
		};
		const good = nextOn({});
		assert.equal(good.back?.value, `${money({ amount: '120.50', currency: 'EUR' })} for 1 of ${reservation.quantity}`);
		assert.deepEqual([good.back?.mark, good.action], [undefined, undefined]);
		const old = nextOn({ expiresAt: now - day });
		assert.equal(old.back?.value, good.back?.value, 'its age alone takes nothing away');
		const why = 'Azure quoted something else than was asked for, so this can’t be committed.';
		for (const change of [
			{ blockers: [why] },
			{ sessionId: undefined, blockers: [why] },
			{ figures: undefined, blockers: [why] },
		]) {
			const { back, action } = nextOn(change);
			assert.equal(back?.value, `Not known: the quote for 1 of ${reservation.quantity} can’t be used`);
			assert.ok(back.note?.startsWith(`${why} As quoted on `), back.note);
			assert.equal(back.mark?.tone, 'warning');
			assert.equal(action, 'cspReservations.return');
		}
	});

	describe('use', () => {
		const use = (points: readonly UsagePoint[], change: Partial<Reservation> = {}) =>
			usageView({ reservation: { ...reservation, ...change }, grain: 'daily', usage: known(points), now });

		it('has a place for every day, and says in words which are missing', () => {
			const { points, notes } = use(sample.dailyUsage);
			assert.equal(points.length, 30);
			assert.equal(points.filter(({ average }) => average === undefined).length, 2);
			assert.equal(notes[0], 'No data for 2 of 30 days: Nov 3, 2026 to Nov 4, 2026.');
		});

		it('does not reach back before the benefit began', () => {
			const began = Date.UTC(2026, 10, 20, 14);
			const points = [0, 1, 2].map((index) => ({ at: Date.UTC(2026, 10, 20) + index * day, average: 50 }));
			assert.equal(use(points, { benefitStartsAt: began }).points.length, 3);
		});

		it('begins with the purchase where Azure tells no start: the date of the version is later', () => {
			const change = {
				benefitStartsAt: undefined,
				purchasedAt: Date.UTC(2026, 10, 18, 8),
				effectiveAt: Date.UTC(2026, 10, 21, 14),
			};
			assert.equal(essential(overview(change), 'Benefit starts').value, 'Nov 18, 2026');
			const points = Array.from({ length: 5 }, (_, index) => ({ at: Date.UTC(2026, 10, 18) + index * day, average: 50 }));
			assert.equal(use(points, change).points[0]?.name, 'Nov 18, 2026');
		});

		it('clamps nothing above 100 %', () => {
			const { ticks, points } = use([{ at: Date.UTC(2026, 10, 22), average: 133.4 }]);
			assert.ok((ticks.at(-1)?.value ?? 0) >= 133.4);
			assert.equal(points.at(-1)?.cells[0], '133.4%');
		});

		it('says that there is none, with no chart and no figure', () => {
			const view = use([], { utilization: {} });
			assert.match(view.empty ?? '', /no use for the last 30 days/);
			assert.deepEqual([view.points, view.figures, view.notes], [[], [], []]);
		});

		it('leaves the sum of hours away when a day has none', () => {
			const full = sample.dailyUsage.slice(0, 3);
			assert.ok(use(full).notes.some((note) => note.includes('reserved hours')));
			assert.ok(
				!use([...full, { at: Date.UTC(2026, 10, 22), average: 50 }]).notes.some((note) => note.includes('reserved hours')),
			);
		});

		it('by month has twelve months', () => {
			const view = usageView({ reservation, grain: 'monthly', usage: known(sample.monthlyUsage), now });
			assert.deepEqual([view.points.length, view.points.at(-1)?.name, view.selectable], [12, 'October 2026', false]);
		});

		it('of resources is a share of the hours reserved on that day', () => {
			const { rows } = resourcesView({ day: now, usage: known(sample.resources), point: undefined });
			assert.deepEqual(rows[0], {
				name: 'vm-web-01',
				place: 'Resource group rg-web-prod, subscription 8d2b41c0-6a7e-4f8d-8a43-54f0d2a7c911',
				sku: 'Standard_D4s_v5',
				used: '24',
				share: '33.3%',
			});
			const [bare] = resourcesView({
				day: now,
				usage: known([{ resourceId: 'vm', resourceName: 'vm', usedHours: 5 }]),
				point: undefined,
			}).rows;
			assert.deepEqual([bare?.share, bare?.place], ['–', undefined]);
		});
	});

	it('history says what changed from one state to the next', () => {
		const { rows } = historyView(known(sample.history));
		assert.deepEqual(
			rows.map(({ changes }) => changes),
			[
				['Name: VM_RI_01-30-2024_09-10 → VM_RI_D4s_v5_Web-Frontend', 'Scope: Shared → Single subscription', 'Renewal: On → Off'],
				['Quantity: 4 → 3'],
				['State: Billing pending → Active'],
				['First recorded state'],
			],
		);
	});

	it('a refusal names the missing right, what to do, and the facts for support', () => {
		const { problem, rows } = paymentsView({ loading: false, failure: sample.notAllowed });
		assert.equal(problem?.kind, 'notAllowed');
		assert.match(problem?.remedy ?? '', /Missing right: Microsoft\.Capacity\/reservationOrders\/read.*Reservations Reader/);
		assert.match(problem?.facts ?? '', /AuthorizationFailed · HTTP 403 · correlation ID 4b1d8b8a/);
		assert.equal(problem?.stale, undefined);
		assert.deepEqual(rows, []);
	});

	it('a failure keeps what was there and says how old it is', () => {
		const { problem, rows } = historyView({ ...known(sample.history), failure: sample.unreachable });
		assert.match(problem?.stale ?? '', /older: as of Nov 23, 2026/);
		assert.equal(rows.length, sample.history.length);
	});

	it('all follows the language: words, dates, numbers, money', () => {
		env.language = 'de';
		translate((text) => `»${text}«`);
		const view = overview();
		assert.equal(essential(view, '»Expires«').value, '30.01.2027');
		assert.equal(essential(view, '»Term«').value, '3 Jahre');
		assert.equal(
			usageView({ reservation, grain: 'daily', usage: known(sample.dailyUsage), now }).points[0]?.cells[0],
			'98\u00a0%',
		);
		assert.equal(money({ amount: '7706.52', currency: 'USD' }), '7.706,52\u00a0USD');
		assert.ok(Object.values(labels()).every((text) => text.startsWith('»')));
	});
});
