/** What the sandbox holds, asked for over its REST by the test itself: what the screen has to agree with. */
import type { SandboxProcess } from './sandbox-process';

export interface Truth {
	readonly tenantId: string;
	readonly customer: string;
	readonly name: string;
	/** Lower case GUIDs. */
	readonly reservationId: string;
	readonly orderId: string;
}

interface CustomersAnswer {
	readonly items: readonly { readonly companyProfile: { readonly tenantId: string; readonly companyName: string } }[];
}

interface ReservationsAnswer {
	readonly value?: readonly {
		readonly id: string;
		readonly properties: { readonly displayName: string; readonly provisioningState: string };
	}[];
}

/** @throws Error when no customer of the first page has a reservation of that name */
export async function reservationNamed(sandbox: SandboxProcess, name: string): Promise<Truth> {
	return find(sandbox, (truth) => truth.name === name, `a reservation named ${name}`);
}

/** An active reservation whose name no other reservation has. */
export async function anyReservation(sandbox: SandboxProcess): Promise<Truth> {
	return find(sandbox, (truth, all) => all.filter((other) => other.name === truth.name).length === 1, 'a reservation');
}

async function find(
	sandbox: SandboxProcess,
	wanted: (truth: Truth, all: readonly Truth[]) => boolean,
	what: string,
): Promise<Truth> {
	const { items } = await read<CustomersAnswer>(
		sandbox,
		`${sandbox.endpoints.partnerCenter}/v1/customers?size=100`,
		sandbox.endpoints.partnerTenantId,
	);
	for (const { companyProfile } of items) {
		const tenantId = companyProfile.tenantId.toLowerCase();
		const url = `${sandbox.endpoints.resourceManager}/providers/Microsoft.Capacity/reservations?api-version=2022-11-01`;
		const answer = await read<ReservationsAnswer>(sandbox, url, tenantId).catch((): ReservationsAnswer => ({}));
		const all = (answer.value ?? [])
			.filter(({ properties }) => properties.provisioningState === 'Succeeded')
			.map(({ id, properties }) => {
				const [, orderId, reservationId] = /reservationOrders\/([^/]+)\/reservations\/([^/]+)/i.exec(id) ?? [];
				return {
					tenantId,
					customer: companyProfile.companyName,
					name: properties.displayName,
					orderId: (orderId ?? '').toLowerCase(),
					reservationId: (reservationId ?? '').toLowerCase(),
				};
			});
		const found = all.find((truth) => wanted(truth, all));
		if (found !== undefined) return found;
	}
	throw new Error(`The sandbox has no ${what}.`);
}

async function read<T>({ endpoints }: SandboxProcess, url: string, tenantId: string): Promise<T> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: 'ui-test',
		client_secret: 'any',
		scope: `${new URL(url).origin}/.default`,
	});
	const token = await json<{ access_token: string }>(
		fetch(`${endpoints.authority}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form }),
	);
	return json<T>(fetch(url, { headers: { authorization: `Bearer ${token.access_token}`, accept: 'application/json' } }));
}

async function json<T>(asked: Promise<Response>): Promise<T> {
	const answer = await asked;
	if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
	return (await answer.json()) as T;
}
