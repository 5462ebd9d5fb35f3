/** Configuration in pure functions: what differs, what is sent, what is refused and noted, and what reading makes of a change. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ServiceFailure } from '../../src/azure/failure';
import { changeBlockers, checkBasis, mergeBlockers, splitBlockers } from '../../src/reservations/configuration/checks';
import { configurationAfter, fieldsBetween, patchOf } from '../../src/reservations/configuration/difference';
import { meaningOf } from '../../src/reservations/configuration/explanations';
import type {
	Configuration,
	ConfigurationChange,
	RenewalPrice,
	RenewalTerms,
	ReservationConfiguration,
	ScopeChoice,
} from '../../src/reservations/configuration/model';
import { changeNotes, replacementNotes } from '../../src/reservations/configuration/notes';
import { basisOf, configurationFrom, inheritedTerms } from '../../src/reservations/configuration/reading';
import { usageByScope } from '../../src/reservations/configuration/scope-usage';
import { choiceOf, scopeKey } from '../../src/reservations/configuration/scopes';
import { allDifferences } from '../../src/reservations/configuration/words';
import { formatFor } from '../../src/reservations/format';
import type { Reservation } from '../../src/reservations/model';
import { DAY, NOW, sampleReservation } from './reservations-samples';

const TENANT = '10000000-0000-4000-8000-000000000001';
const SUBSCRIPTION = '/subscriptions/40000000-0000-4000-8000-000000000004';
const GROUP = `${SUBSCRIPTION}/resourceGroups/web`;
const MANAGEMENT = '/providers/Microsoft.Management/managementGroups/root';
const format = formatFor('en');

function configured(
	changes: Partial<Reservation> = {},
	more: { renewal?: RenewalTerms; renewalPrice?: RenewalPrice } = {},
): ReservationConfiguration {
	const reservation = sampleReservation(changes);
	return { reservation, basis: { ...basisOf(reservation), renewal: more.renewal }, renewalPrice: more.renewalPrice };
}

function patchFor(current: ReservationConfiguration, change: ConfigurationChange): unknown {
	const after = configurationAfter(current, change);
	return JSON.parse(JSON.stringify(patchOf(TENANT, fieldsBetween(current.basis, after), after)));
}

function blockersFor(current: ReservationConfiguration, change: ConfigurationChange): string {
	return changeBlockers(current, change, configurationAfter(current, change)).join(' ');
}

function notesFor(current: ReservationConfiguration, change: ConfigurationChange): readonly string[] {
	const after = configurationAfter(current, change);
	return changeNotes(current, fieldsBetween(current.basis, after), after, format).map(({ id, severity }) => `${severity} ${id}`);
}

describe('what a change makes different', () => {
	it('scopes are sent as they were recorded, and as the contract has them', () => {
		const single = { appliedScopeType: 'Single', appliedScopes: [SUBSCRIPTION] };
		assert.deepEqual(patchFor(configured(), { scope: { kind: 'Single', subscriptionId: SUBSCRIPTION } }), single);
		const group = { kind: 'Single', subscriptionId: SUBSCRIPTION, resourceGroupId: GROUP } as const;
		assert.deepEqual(patchFor(configured(), { scope: group }), {
			appliedScopeType: 'Single',
			appliedScopeProperties: { resourceGroupId: GROUP },
		});
		assert.deepEqual(patchFor(configured(), { scope: { kind: 'ManagementGroup', managementGroupId: MANAGEMENT } }), {
			appliedScopeType: 'ManagementGroup',
			appliedScopeProperties: { tenantId: TENANT, managementGroupId: MANAGEMENT },
		});
		const away = configured({ scope: { kind: 'Single', subscriptionId: SUBSCRIPTION } });
		assert.deepEqual(patchFor(away, { scope: { kind: 'Shared' } }), { appliedScopeType: 'Shared' });
	});

	it('what is the same already is not sent, whatever its case', () => {
		const current = configured({ scope: { kind: 'ResourceGroup', resourceGroupId: GROUP.toUpperCase() } });
		const scope = { kind: 'Single', subscriptionId: SUBSCRIPTION, resourceGroupId: GROUP } as const;
		assert.deepEqual(patchFor(current, { scope, name: 'VM_RI_Web ', instanceFlexibility: 'On', renewal: { on: false } }), {});
		const terms = inheritedTerms(current.reservation) ?? assert.fail();
		assert.deepEqual(patchFor(current, { renewal: { on: true, terms } }), { renew: true });
		const renewing = configured({ renew: true }, { renewal: terms });
		assert.deepEqual(patchFor(renewing, { renewal: { on: true, terms: { sku: 'standard_d4s_v5' } } }), {});
		assert.deepEqual(patchFor(renewing, { renewal: { on: false } }), { renew: false });
	});

	it('terms of a renewal are sent whole, with the location and together with the switch', () => {
		const patch = patchFor(configured({ renew: true }), { renewal: { on: true, terms: { quantity: 3, term: 'P1Y' } } });
		assert.deepEqual(patch, {
			renew: true,
			renewProperties: {
				purchaseProperties: {
					sku: { name: 'Standard_D4s_v5' },
					location: 'uksouth',
					properties: {
						reservedResourceType: 'VirtualMachines',
						billingScopeId: SUBSCRIPTION,
						term: 'P1Y',
						billingPlan: 'Monthly',
						quantity: 3,
						displayName: 'VM_RI_Web',
						appliedScopeType: 'Shared',
						reservedResourceProperties: { instanceFlexibility: 'On' },
					},
				},
			},
		});
	});

	it('sends nothing that was not asked for, for any change', () => {
		const scope = fc.constantFrom<ScopeChoice>(
			{ kind: 'Shared' },
			{ kind: 'Single', subscriptionId: SUBSCRIPTION },
			{ kind: 'Single', subscriptionId: SUBSCRIPTION, resourceGroupId: GROUP },
			{ kind: 'ManagementGroup', managementGroupId: MANAGEMENT },
		);
		const change = fc.record(
			{
				scope,
				name: fc.string(),
				instanceFlexibility: fc.constantFrom('On' as const, 'Off' as const),
				renewal: fc.record({ on: fc.boolean() }),
			},
			{ requiredKeys: [] },
		);
		const keys = { scope: /^applied/, name: /^name$/, instanceFlexibility: /^instanceFlexibility$/, renewal: /^renew/ };
		fc.assert(
			fc.property(change, (wish) => {
				const allowed = Object.entries(keys).filter(([field]) => field in wish);
				const sent = Object.keys(Object(patchFor(configured(), wish)));
				assert.ok(sent.every((key) => allowed.some(([, pattern]) => pattern.test(key))));
				// Once it is done, the same change is nothing.
				const after = configurationAfter(configured(), wish);
				assert.deepEqual(fieldsBetween(after, configurationAfter({ ...configured(), basis: after }, wish)), []);
			}),
		);
	});

	it('scopes that can’t be chosen are none', () => {
		assert.equal(choiceOf({ kind: 'None' }), undefined);
		assert.equal(choiceOf({ kind: 'Single', subscriptionId: '/subscriptions/x' }), undefined);
		assert.equal(choiceOf({ kind: 'ResourceGroup', resourceGroupId: 'web' }), undefined);
		assert.equal(choiceOf({ kind: 'ManagementGroup' }), undefined);
		assert.equal(scopeKey({ kind: 'ManagementGroup', managementGroupId: 'root' }), MANAGEMENT.toLowerCase());
	});
});

describe('what speaks against a change', () => {
	it('its state, its scope, its name, its product', () => {
		const ended = configured({ state: 'Expired', provisioningState: 'Expired' });
		assert.match(blockersFor(ended, { name: 'New' }), /not active/);
		assert.equal(blockersFor(ended, { archived: true }), '');
		assert.match(blockersFor(ended, { archived: true, name: 'New' }), /change of its own/);
		assert.match(blockersFor(configured(), { archived: true }), /can be archived/);
		assert.match(blockersFor(configured(), { scope: { kind: 'Single', subscriptionId: 'x' } }), /whole ID/);
		assert.match(blockersFor(configured(), { name: '  ' }), /needs a name/);
		assert.match(blockersFor(configured(), { instanceFlexibility: 'Off' }), /only with the scope of one/);
		const single = { kind: 'Single', subscriptionId: SUBSCRIPTION } as const;
		assert.equal(blockersFor(configured(), { instanceFlexibility: 'Off', scope: single }), '');
		assert.match(blockersFor(configured({ instanceFlexibility: undefined }), { instanceFlexibility: 'On' }), /virtual machines/);
		assert.match(
			blockersFor(configured({ billingScopeId: undefined }), { renewal: { on: true, terms: { quantity: 2 } } }),
			/enough/,
		);
	});

	it('parts that do not add up, and reservations that do not fit', () => {
		assert.deepEqual(splitBlockers(configured(), [4, 6]), []);
		assert.match(splitBlockers(configured(), [4, 7]).join(), /add up to 10; they are 11/);
		assert.match(splitBlockers(configured({ quantity: undefined }), [4, 6]).join(), /does not tell how many units/);
		assert.match(splitBlockers(configured(), [1, 2, 7]).join(), /into two/);
		const one = sampleReservation();
		const other = sampleReservation({ reservationId: '30000000-0000-4000-8000-000000000009', name: 'Other' });
		assert.deepEqual(mergeBlockers([one, other]), []);
		const elsewhere = { ...other, orderId: '20000000-0000-4000-8000-000000000009', scope: { kind: 'Single' }, region: 'ukwest' };
		assert.match(mergeBlockers([one, elsewhere]).join(' '), /another reservation order.*region, scope/);
		assert.match(mergeBlockers([one]).join(), /two reservations/);
	});

	it('what has changed since the user saw it is named', () => {
		const saw = configured().basis;
		assert.doesNotThrow(() => checkBasis(TENANT, saw, saw));
		assert.doesNotThrow(() => checkBasis(TENANT, { ...saw, etag: undefined }, saw));
		const now: Configuration = {
			...saw,
			etag: 6,
			name: 'New',
			quantity: 9,
			scope: { kind: 'Single', subscriptionId: SUBSCRIPTION },
		};
		assert.throws(() => checkBasis(TENANT, saw, now), /Scope: Subscription .*Name: New, was VM_RI_Web.*Quantity: 9, was 10/);
		assert.throws(() => checkBasis(TENANT, saw, { ...saw, etag: 6 }), /something else about it/);
		assert.throws(() => checkBasis(TENANT, { ...saw, etag: undefined }, now), /Quantity/);
		const terms = inheritedTerms(sampleReservation()) ?? assert.fail();
		assert.deepEqual(allDifferences(saw, { ...saw, renewal: terms }), []);
	});
});

describe('what to know before a change', () => {
	it('no price, quota, capacity priority, management groups', () => {
		assert.deepEqual(notesFor(configured(), {}), []);
		const single = { scope: { kind: 'Single', subscriptionId: SUBSCRIPTION } } as const;
		assert.deepEqual(notesFor(configured(), single), ['info noPrice', 'info scope.billing', 'info scope.quota']);
		const off = configured({ instanceFlexibility: 'Off', scope: { kind: 'Single', subscriptionId: SUBSCRIPTION } });
		assert.ok(notesFor(off, { scope: { kind: 'Shared' } }).includes('warning scope.capacityPriority'));
		const group = { scope: { kind: 'ManagementGroup', managementGroupId: MANAGEMENT } } as const;
		assert.ok(notesFor(configured(), group).includes('info scope.managementGroup'));
	});

	it('renewals: legacy series, the price where it is known, and what ends it', () => {
		const on = { renewal: { on: true } };
		assert.ok(!notesFor(configured(), on).includes('warning renewal.legacySeries'));
		assert.ok(notesFor(configured({ sku: 'Standard_D2s_v3' }), on).includes('warning renewal.legacySeries'));
		const untold = configured({ sku: 'Standard_D2s_v3', billingScopeId: undefined, quantity: undefined });
		assert.ok(notesFor(untold, on).includes('warning renewal.legacySeries'), 'whatever else Azure does not tell');
		const newer = { renewal: { on: true, terms: { sku: 'Standard_D2s_v5' } } };
		assert.ok(!notesFor(configured({ sku: 'Standard_D2s_v3' }), newer).includes('warning renewal.legacySeries'));
		const sources = [sampleReservation({ renew: true })];
		assert.ok(replacementNotes(sources, format).some(({ id }) => id === 'replacement.renewal'));
		assert.deepEqual(notesFor(configured({ renew: true }), { renewal: { on: false } }), ['info noPrice', 'info renewal.off']);
	});

	it('the price of a renewal is locked 30 days before the end', () => {
		const body = (expiresAt: number) => ({
			id: `/providers/Microsoft.Capacity/reservationOrders/${TENANT}/reservations/${TENANT}`,
			properties: {
				renew: true,
				provisioningState: 'Succeeded',
				expiryDateTime: new Date(expiresAt).toISOString(),
				renewProperties: { billingCurrencyTotal: { currencyCode: 'GBP', amount: 109.8 } },
			},
		});
		const far = configurationFrom(TENANT, body(NOW + 31 * DAY), NOW)?.renewalPrice;
		const near = configurationFrom(TENANT, body(NOW + 29 * DAY), NOW)?.renewalPrice;
		assert.deepEqual([far?.isLocked, near?.isLocked], [false, true]);
		assert.deepEqual(far?.billing, { amount: '109.8', currency: 'GBP' });
		assert.equal(far?.lockedFrom, NOW + DAY);
	});

	it('who keeps the discount', () => {
		const use = (resourceId: string) => ({ resourceId, resourceName: resourceId, usedHours: 24 });
		const other = '/subscriptions/40000000-0000-4000-8000-000000000005/resourceGroups/web/providers/x/y/vm';
		const resources = [
			use(`${GROUP.toUpperCase()}/providers/x/y/vm`),
			use(`${GROUP}2/providers/x/y/vm`),
			use(other),
			use('vm-without-id'),
		];
		const counts = (scope: ScopeChoice, below?: ReadonlySet<string>) => {
			const { inside, outside, unclear } = usageByScope(NOW, resources, scope, below);
			return [inside.length, outside.length, unclear.length];
		};
		assert.deepEqual(counts({ kind: 'Shared' }), [4, 0, 0]);
		assert.deepEqual(counts({ kind: 'Single', subscriptionId: SUBSCRIPTION }), [2, 1, 1]);
		assert.deepEqual(counts({ kind: 'Single', subscriptionId: SUBSCRIPTION, resourceGroupId: GROUP }), [1, 2, 1]);
		const management = { kind: 'ManagementGroup', managementGroupId: MANAGEMENT } as const;
		assert.deepEqual(counts(management), [0, 0, 4]);
		assert.deepEqual(counts(management, new Set(['40000000-0000-4000-8000-000000000005'])), [1, 2, 1]);
	});
});

describe('codes of refused changes', () => {
	it('each says what happened, that nothing was changed, and what is next; others and uncertain ones stay', () => {
		for (const code of [
			'PatchValuesSameAsExisting',
			'AppliedScopesSameAsExisting',
			'MissingAppliedScopesForSingle',
			'InvalidSingleAppliedScopesCount',
			'AppliedScopesNotAssociatedWithCommerceAccount',
			'BillingScopeIdCannotBeChanged',
			'OperationCannotBePerformedInCurrentState',
			'CapacityUpdateScopesFailed',
			'ReservationIdNotInReservationOrder',
			'AuthorizationFailed',
			'BadRequest',
		]) {
			const said = meaningOf(new ServiceFailure('Refused', 'Azure refused.', { code, sent: 'no' }));
			assert.match(said.message, /\. Nothing was changed\.$/, code);
			assert.ok(said.details.remedy, code);
		}
		const uncertain = new ServiceFailure('OutcomeUnknown', 'x', { code: 'BadRequest', sent: 'maybe' });
		assert.equal(meaningOf(uncertain), uncertain);
		const strange = new ServiceFailure('Refused', 'x', { code: 'toString', sent: 'no' });
		assert.equal(meaningOf(strange), strange);
	});
});
