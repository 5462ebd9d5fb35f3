/** The sandbox's renewals over HTTP: set, changed and cancelled, with what will be bought and its price; and reviews of hybrid benefit. */
import assert from 'node:assert/strict';
import { changed, parts, patch, refused } from './configuration-desk';
import { cents, DAY, MoneyDesk, type Price } from './money-desk';
import type { ReservationBody } from './sandbox-client';

interface Renewal {
	readonly purchaseProperties: {
		readonly sku: { readonly name: string };
		readonly location: string;
		readonly properties: Readonly<Record<string, unknown>>;
	};
	readonly billingCurrencyTotal: Price;
	readonly pricingCurrencyTotal: Price;
}

describe('sandbox: renewals', () => {
	let desk: MoneyDesk;
	let bought: ReservationBody;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
		bought = await desk.buy({ quantity: 2, term: 'P1Y', location: 'northeurope' });
	});

	afterEach(() => desk.close());

	async function renewal(of = bought): Promise<Renewal | undefined> {
		const { body } = await desk.get<ReservationBody>(`${of.id}?$expand=renewProperties`);
		return body.properties.renewProperties as Renewal | undefined;
	}

	async function priceOf(wanted: Parameters<MoneyDesk['toBuy']>[0]): Promise<number> {
		const { body } = await desk.send<{ properties: { pricingCurrencyTotal: Price } }>(
			'/providers/Microsoft.Capacity/calculatePrice',
			await desk.toBuy(wanted),
		);
		return cents(body.properties.pricingCurrencyTotal);
	}

	const purchase = (words: Record<string, unknown>) => ({ renew: true, renewProperties: { purchaseProperties: words } });

	it('buys the same again unless it is told otherwise, and takes that back', async () => {
		assert.equal(await renewal(), undefined);
		const body = await changed(desk, bought, { renew: true });
		assert.deepEqual([body.properties.renew, body.properties.userFriendlyRenewState], [true, 'On']);
		assert.equal(body.properties.renewProperties, undefined);
		const set = (await renewal()) ?? assert.fail();
		assert.equal(set.purchaseProperties.sku.name, bought.sku.name);
		assert.equal(set.purchaseProperties.location, 'northeurope');
		assert.equal(set.purchaseProperties.properties.quantity, 2);
		assert.equal(set.purchaseProperties.properties.displayName, `${bought.properties.displayName}_renewed`);
		assert.equal(cents(set.pricingCurrencyTotal), await priceOf({ quantity: 2, term: 'P1Y', location: 'northeurope' }));
		const off = await changed(desk, bought, { renew: false });
		assert.deepEqual([off.properties.renew, off.properties.userFriendlyRenewState], [false, 'Off']);
		assert.equal(await renewal(), undefined);
	});

	it('buys something else, at another location, on other terms, with its price', async () => {
		await changed(
			desk,
			bought,
			purchase({
				sku: { name: 'Standard_D4s_v5' },
				location: 'eastus',
				properties: {
					reservedResourceType: 'VirtualMachines',
					billingScopeId: bought.properties.billingScopeId,
					term: 'P3Y',
					billingPlan: 'Upfront',
					quantity: 5,
					displayName: 'Next',
					appliedScopeType: 'Shared',
					reservedResourceProperties: { instanceFlexibility: 'Off' },
				},
			}),
		);
		const set = (await renewal()) ?? assert.fail();
		assert.deepEqual(set.purchaseProperties, {
			sku: { name: 'Standard_D4s_v5' },
			location: 'eastus',
			properties: {
				billingScopeId: bought.properties.billingScopeId,
				term: 'P3Y',
				billingPlan: 'Upfront',
				quantity: 5,
				displayName: 'Next',
				appliedScopeType: 'Shared',
				reservedResourceProperties: { instanceFlexibility: 'Off' },
				reservedResourceType: 'VirtualMachines',
				instanceFlexibility: 'Off',
			},
		});
		assert.equal(
			cents(set.pricingCurrencyTotal),
			await priceOf({ sku: 'Standard_D4s_v5', location: 'eastus', term: 'P3Y', plan: 'Upfront', quantity: 5 }),
		);
		// Off and on again, it is the same as before once more.
		await changed(desk, bought, { renew: false });
		await changed(desk, bought, { renew: true });
		assert.equal((await renewal())?.purchaseProperties.properties.quantity, 2);
	});

	it('keeps what a change of the renewal does not say, and refuses one that changes nothing', async () => {
		await changed(desk, bought, purchase({ properties: { quantity: 3, displayName: 'Three' } }));
		await changed(desk, bought, { renewProperties: { purchaseProperties: { properties: { term: 'P3Y' } } } });
		const { properties } = ((await renewal()) ?? assert.fail()).purchaseProperties;
		assert.deepEqual([properties.quantity, properties.displayName, properties.term], [3, 'Three', 'P3Y']);
		assert.equal(refused(await patch(desk, bought, purchase({ properties: { quantity: 3 } }))), '400 PatchValuesSameAsExisting');
	});

	it('refuses what is not sold, and a choice without a renewal', async () => {
		const refusals = [
			[purchase({ sku: { name: 'Standard_None' } }), 'CalculatePriceFailed'],
			[purchase({ location: 'nowhere' }), 'InvalidLocationId'],
			[purchase({ properties: { term: 'P9Y' } }), 'UnsupportedReservationTerm'],
			[purchase({ sku: { name: 'Standard_D8s_v3' } }), 'UnsupportedReservationTerm'],
			[purchase({ properties: { quantity: 0 } }), 'BadRequest'],
			[purchase({ properties: { appliedScopeType: 'Single' } }), 'MissingAppliedScopesForSingle'],
			[{ ...purchase({}), renew: false }, 'BadRequest'],
			[{ renewProperties: { purchaseProperties: {} } }, 'BadRequest'],
		] as const;
		for (const [words, code] of refusals) assert.equal(refused(await patch(desk, bought, words)), `400 ${code}`);
	});

	it('is cancelled by a split', async () => {
		await changed(desk, bought, { renew: true });
		for (const part of await parts(desk, bought, [1, 1])) {
			assert.equal(part.properties.renew, false);
			assert.equal(part.properties.userFriendlyRenewState, 'Off');
			assert.equal(await renewal(part), undefined);
		}
		assert.equal((await desk.reservation(bought.id)).properties.renew, false);
	});

	it('moves the review of hybrid benefit, which has nothing to renew; nothing else has a review', async () => {
		const adventure = await hybrid();
		const day = new Date(Date.parse(String(adventure.one.properties.reviewDateTime)) + 90 * DAY).toISOString();
		const body = await changed(adventure.desk, adventure.one, { reviewDateTime: day });
		assert.equal(String(body.properties.reviewDateTime).slice(0, 19), day.slice(0, 19));
		assert.equal(refused(await patch(adventure.desk, adventure.one, { reviewDateTime: day })), '400 PatchValuesSameAsExisting');
		for (const wrong of ['2020-01-01T00:00:00Z', 'some day'])
			assert.equal(refused(await patch(adventure.desk, adventure.one, { reviewDateTime: wrong })), '400 BadRequest');
		assert.equal(refused(await patch(adventure.desk, adventure.one, { renew: true })), '400 BadRequest');
		assert.equal(refused(await patch(desk, bought, { reviewDateTime: day })), '400 BadRequest');
	});

	/** The customer that has hybrid benefit, and that. */
	async function hybrid(): Promise<{ readonly desk: MoneyDesk; readonly one: ReservationBody }> {
		const { body } = await desk.client.partner<{ items: { id: string }[] }>('/customers?size=0');
		for (const { id } of body.items) {
			const there = new MoneyDesk(desk.client, desk.clock, id);
			const [one] = await there.active('SqlAzureHybridBenefit').catch(() => []);
			if (one !== undefined) return { desk: there, one };
		}
		return assert.fail('no hybrid benefit');
	}
});
