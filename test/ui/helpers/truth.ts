/** What the sandbox holds, asked for over its REST by the test itself: what the screen has to agree with. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxProcess } from './sandbox-process';

export interface Truth {
	readonly tenantId: string;
	readonly customer: string;
	readonly name: string;
	/** Lower case GUIDs. */
	readonly reservationId: string;
	readonly orderId: string;
	readonly quantity: number;
	readonly renew: boolean;
	/** `Shared`, `Single`, ... */
	readonly scope: string;
	readonly flexibility: string | undefined;
	/** `VirtualMachines`, `SuseLinux`, ... */
	readonly resourceType: string;
	/** The service offers its return and its exchange. */
	readonly isOffered: boolean;
	/** Ms since the epoch; undefined for what has no end. */
	readonly expiresAt: number | undefined;
}

interface CustomersAnswer {
	readonly items: readonly { readonly companyProfile: { readonly tenantId: string; readonly companyName: string } }[];
}

interface ReservationsAnswer {
	readonly value?: readonly {
		readonly id: string;
		readonly properties: {
			readonly displayName: string;
			readonly provisioningState: string;
			readonly quantity: number;
			readonly renew?: boolean;
			readonly appliedScopeType?: string;
			readonly instanceFlexibility?: string;
			readonly reservedResourceType: string;
			readonly capabilities?: string;
			readonly expiryDate?: string;
		};
	}[];
}

/** @throws Error when no customer has a reservation of that name */
export async function reservationNamed(sandbox: SandboxProcess, name: string): Promise<Truth> {
	for await (const found of reservations(sandbox)) if (found.name === name) return found;
	throw new Error(`The sandbox has no reservation named ${name}.`);
}

/** All active reservations of the first hundred customers, in the order of the list. */
export async function allReservations(sandbox: SandboxProcess): Promise<readonly Truth[]> {
	const all: Truth[] = [];
	for await (const found of reservations(sandbox)) all.push(found);
	return all;
}

/** All that have ended, of the first hundred customers. */
export async function endedReservations(sandbox: SandboxProcess): Promise<readonly Truth[]> {
	const all: Truth[] = [];
	for await (const found of reservations(sandbox, ['Cancelled', 'Expired'])) all.push(found);
	return all;
}

/** Reservations of different customers, one of each customer that shows any, in the order of the list. */
export async function oneOfEachCustomer(sandbox: SandboxProcess): Promise<readonly Truth[]> {
	const first = new Map<string, Truth>();
	for await (const found of reservations(sandbox)) if (!first.has(found.tenantId)) first.set(found.tenantId, found);
	return [...first.values()];
}

/** The first hundred customers. */
export async function allCustomers(
	sandbox: SandboxProcess,
): Promise<readonly { readonly tenantId: string; readonly name: string }[]> {
	const { partnerCenter, partnerTenantId } = sandbox.endpoints;
	const { items } = await read<CustomersAnswer>(sandbox, `${partnerCenter}/v1/customers?size=100`, partnerTenantId);
	return items.map(({ companyProfile }) => ({
		tenantId: companyProfile.tenantId.toLowerCase(),
		name: companyProfile.companyName,
	}));
}

/** Tenant id of the customer of that name. @throws Error when there is none among the first hundred */
export async function tenantOf(sandbox: SandboxProcess, customer: string): Promise<string> {
	const found = (await allCustomers(sandbox)).find(({ name }) => name === customer);
	if (found === undefined) throw new Error(`The sandbox has no customer named ${customer}.`);
	return found.tenantId;
}

/** Reservations of the first hundred customers, the active ones unless other states are asked for. Customers that can't be read are passed over. */
async function* reservations(sandbox: SandboxProcess, states: readonly string[] = ['Succeeded']): AsyncGenerator<Truth> {
	const { resourceManager } = sandbox.endpoints;
	for (const { tenantId, name: customer } of await allCustomers(sandbox)) {
		const url = `${resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
		const answer = await read<ReservationsAnswer>(sandbox, url, tenantId).catch((): ReservationsAnswer => ({}));
		for (const { id, properties } of answer.value ?? []) {
			const [, orderId, reservationId] = /reservationOrders\/([^/]+)\/reservations\/([^/]+)/i.exec(id) ?? [];
			if (orderId === undefined || reservationId === undefined || !states.includes(properties.provisioningState)) continue;
			yield {
				tenantId,
				customer,
				name: properties.displayName,
				orderId: orderId.toLowerCase(),
				reservationId: reservationId.toLowerCase(),
				quantity: properties.quantity,
				renew: properties.renew === true,
				scope: properties.appliedScopeType ?? '',
				flexibility: properties.instanceFlexibility,
				resourceType: properties.reservedResourceType,
				isOffered: /ApiReturnEnabled/.test(properties.capabilities ?? ''),
				expiresAt: properties.expiryDate === undefined ? undefined : Date.parse(properties.expiryDate),
			};
		}
	}
}

/** Changes a reservation as somebody else would, who does not use the extension. @param properties of the patch */
export async function changeElsewhere(
	sandbox: SandboxProcess,
	{ tenantId, orderId, reservationId }: Truth,
	properties: Readonly<Record<string, unknown>>,
): Promise<void> {
	const { resourceManager } = sandbox.endpoints;
	const id = `/providers/Microsoft.Capacity/reservationOrders/${orderId}/reservations/${reservationId}`;
	await read(sandbox, `${resourceManager}${id}?api-version=2022-11-01`, tenantId, { method: 'PATCH', body: { properties } });
}

/** Buys two machines for a customer as somebody else would, and waits until they are there. @param name of the reservation */
export async function buyElsewhere(sandbox: SandboxProcess, tenantId: string, name: string): Promise<void> {
	const { resourceManager } = sandbox.endpoints;
	const [subscription] = await placesOf(sandbox, { tenantId });
	const body = {
		sku: { name: 'Standard_E8s_v5' },
		location: 'westeurope',
		properties: {
			reservedResourceType: 'VirtualMachines',
			billingScopeId: subscription?.id,
			term: 'P3Y',
			quantity: 2,
			billingPlan: 'Monthly',
			displayName: name,
			appliedScopeType: 'Shared',
			renew: false,
		},
	};
	const at = (path: string) => `${resourceManager}/providers/Microsoft.Capacity/${path}?api-version=2022-11-01`;
	const price = await read<{ properties: { reservationOrderId: string } }>(sandbox, at('calculatePrice'), tenantId, {
		method: 'POST',
		body,
	});
	await read(sandbox, at(`reservationOrders/${price.properties.reservationOrderId}`), tenantId, { method: 'PUT', body });
	// The first answer says that the purchase is under way.
	for (let look = 0; look < 60; look++) {
		if ((await allReservations(sandbox)).some((it) => it.name === name)) return;
		await delay(500);
	}
	throw new Error(`${name} was not bought.`);
}

/** Splits a reservation in two as somebody else would. @returns ids of the parts, the smaller first */
export async function splitElsewhere(sandbox: SandboxProcess, it: Truth): Promise<readonly string[]> {
	const { tenantId, orderId, reservationId, quantity } = it;
	const order = `/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
	const body = { properties: { quantities: [1, quantity - 1], reservationId: `${order}/reservations/${reservationId}` } };
	await read(sandbox, `${sandbox.endpoints.resourceManager}${order}/split?api-version=2022-11-01`, tenantId, {
		method: 'POST',
		body,
	});
	const all = (await configurationsOf(sandbox, it)).filter(({ provisioningState }) => provisioningState === 'Succeeded');
	return all.toSorted((a, b) => a.quantity - b.quantity).map((part) => part.reservationId);
}

/** The subscriptions of a customer, in the order of the list. */
export async function placesOf(
	sandbox: SandboxProcess,
	{ tenantId }: Pick<Truth, 'tenantId'>,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
	const url = `${sandbox.endpoints.resourceManager}/subscriptions?api-version=2022-12-01`;
	const { value } = await read<{ value: readonly { id: string; displayName: string }[] }>(sandbox, url, tenantId);
	return value.map(({ id, displayName }) => ({ id, name: displayName }));
}

/** What of a reservation can be set, as Azure's REST names it. */
export interface ConfiguredTruth {
	readonly reservationId: string;
	readonly quantity: number;
	readonly provisioningState: string;
	readonly appliedScopeType: string;
	/** Of one subscription, or of the place that the properties name. */
	readonly scopeId: string | undefined;
	readonly renew: boolean;
	readonly archived: boolean;
}

/** All reservations of an order, ended ones too. */
export async function configurationsOf(
	sandbox: SandboxProcess,
	{ tenantId, orderId }: Pick<Truth, 'tenantId' | 'orderId'>,
): Promise<readonly ConfiguredTruth[]> {
	const { resourceManager } = sandbox.endpoints;
	const order = `${resourceManager}/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
	const url = `${order}/reservations?api-version=2022-11-01`;
	const { value = [] } = await read<ConfigurationsAnswer>(sandbox, url, tenantId);
	return value.map(({ id, properties }) => {
		const { subscriptionId, resourceGroupId, managementGroupId } = properties.appliedScopeProperties ?? {};
		return {
			reservationId: (id.split('/').at(-1) ?? '').toLowerCase(),
			quantity: properties.quantity,
			provisioningState: properties.provisioningState,
			appliedScopeType: properties.appliedScopeType,
			scopeId: resourceGroupId ?? managementGroupId ?? subscriptionId ?? properties.appliedScopes?.[0],
			renew: properties.renew === true,
			archived: properties.archived === true,
		};
	});
}

/** The payments of an order that are scheduled: amounts in US dollars. */
export async function scheduledOf(
	sandbox: SandboxProcess,
	{ tenantId, orderId }: Pick<Truth, 'tenantId' | 'orderId'>,
): Promise<readonly { readonly amount: number }[]> {
	const url = `${sandbox.endpoints.resourceManager}/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
	const { properties } = await read<OrderAnswer>(sandbox, `${url}?api-version=2022-11-01&$expand=schedule`, tenantId);
	return (properties.planInformation?.transactions ?? [])
		.filter(({ status }) => status === 'Scheduled')
		.map(({ pricingCurrencyTotal: { amount } }) => ({ amount }));
}

interface OrderAnswer {
	readonly properties: {
		readonly planInformation?: {
			readonly transactions: readonly { readonly status: string; readonly pricingCurrencyTotal: { readonly amount: number } }[];
		};
	};
}

interface ConfigurationsAnswer {
	readonly value?: readonly {
		readonly id: string;
		readonly properties: {
			readonly quantity: number;
			readonly provisioningState: string;
			readonly appliedScopeType: string;
			readonly appliedScopes?: readonly string[] | null;
			readonly appliedScopeProperties?: {
				readonly subscriptionId?: string;
				readonly resourceGroupId?: string;
				readonly managementGroupId?: string;
			} | null;
			readonly renew?: boolean;
			readonly archived?: boolean;
		};
	}[];
}

/** Asks as an application of that tenant. @throws Error when it is refused */
export async function read<T>(
	{ endpoints, fetch }: SandboxProcess,
	url: string,
	tenantId: string,
	{ method, body }: { readonly method?: string; readonly body?: unknown } = {},
): Promise<T> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: 'ui-test',
		client_secret: 'any',
		scope: `${new URL(url).origin}/.default`,
	});
	const token = await json<{ access_token: string }>(
		fetch(`${endpoints.authority}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form }),
	);
	return json<T>(
		fetch(url, {
			headers: {
				authorization: `Bearer ${token.access_token}`,
				accept: 'application/json',
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(method !== undefined && { method }),
			...(body !== undefined && { body: JSON.stringify(body) }),
		}),
	);
}

async function json<T>(asked: Promise<Response>): Promise<T> {
	const answer = await asked;
	if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
	return (await answer.json()) as T;
}
