/** What the tests of operations share: a sandbox whose operations are quick, services that do not wait, and things to buy. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from '../../src/azure/cloud';
import { pause } from '../../src/azure/gate';
import { sandboxCloud } from '../../src/identity';
import type { Customer, Reservation } from '../../src/reservations/model';
import type { OperationsService } from '../../src/reservations/operations/api';
import type { Confirmation, Operation, OperationState, PurchaseLine, Quote } from '../../src/reservations/operations/model';
import type { Pace } from '../../src/reservations/operations/pace';
import { isActive } from '../../src/reservations/states';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { requestsOf, startService, type TestService, type TestServiceOptions, testFetch, until, valueIn } from './service';
import { unitsOf } from './units';

/** Looks follow each other closely, and another window takes over soon. */
export const quick: Partial<Pace> = {
	shortestMs: 20,
	longestMs: 50,
	settledMs: 1_500,
	watchMs: 40,
	heartbeatMs: 100,
	leaseMs: 600,
};

/** A sandbox with services on it that share one storage, as windows of one computer do. */
export class Desk {
	readonly #windows: TestService[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		readonly cloud: Cloud,
		readonly first: TestService,
	) {
		this.#windows.push(first);
	}

	static async open(options: Partial<SandboxOptions> = {}, service: TestServiceOptions = {}): Promise<Desk> {
		const sandbox = await startSandbox({ port: 0, operationSeconds: 1, ...options });
		const cloud = sandboxCloud(sandbox.endpoints);
		return new Desk(sandbox, cloud, await startService(cloud, { ...patient, ...service }));
	}

	get operations(): OperationsService {
		return this.first.service.operations;
	}

	/** Another window on the same storage. */
	async window(options: TestServiceOptions = {}): Promise<TestService> {
		const window = await startService(this.cloud, { ...patient, ...options, storage: this.first.storage });
		this.#windows.push(window);
		return window;
	}

	/** Ends one window as if VS Code closed it; the storage stays. */
	async leave(window: TestService): Promise<void> {
		await window.service.dispose();
		this.#windows.splice(this.#windows.indexOf(window), 1);
	}

	async close(): Promise<void> {
		for (const window of this.#windows.splice(0)) await window.service.dispose();
		await this.first.end();
		await this.sandbox.close();
	}

	async customer(part: string): Promise<Customer> {
		const { customers } = valueIn(await this.first.service.refreshCustomers());
		return customers.find(({ name }) => name.includes(part)) ?? assert.fail(`no customer called ${part}`);
	}

	/** Active reservations of a type with at least so many units, that nobody has asked for yet. */
	async reservations({ tenantId }: Customer, type = 'VirtualMachines', atLeast = 1): Promise<readonly Reservation[]> {
		await this.first.service.refreshReservations([tenantId]);
		const all = valueIn(this.first.service.getReservations(tenantId)).reservations;
		return all.filter((it) => isActive(it) && it.resourceType === type && unitsOf(it) >= atLeast && it.canReturn === 'offered');
	}

	async reservation(customer: Customer, type?: string, atLeast?: number): Promise<Reservation> {
		const [first] = await this.reservations(customer, type, atLeast);
		return first ?? assert.fail(`no ${type} with ${atLeast} units`);
	}

	/** A token of any outside client for this customer's tenant. */
	async token(tenantId: string): Promise<string> {
		const answer = await testFetch(`${this.cloud.authority}/${tenantId}/oauth2/v2.0/token`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: 'tests',
				client_secret: 'any',
				scope: 'https://management.azure.com/.default',
			}),
		});
		const { access_token } = (await answer.json()) as { access_token: string };
		return access_token;
	}

	async subscription({ tenantId }: Customer): Promise<string> {
		const answer = await testFetch(`${this.cloud.resourceManager}/subscriptions?api-version=2022-12-01`, {
			headers: { authorization: `Bearer ${await this.token(tenantId)}` },
		});
		const { value } = (await answer.json()) as { value: { subscriptionId: string }[] };
		return value[0]?.subscriptionId ?? assert.fail('no subscription');
	}

	/** Something that costs more than most of what can be returned. */
	async toBuy(customer: Customer, more: Partial<PurchaseLine> = {}): Promise<PurchaseLine> {
		return {
			sku: 'Standard_E8s_v5',
			resourceType: 'VirtualMachines',
			region: 'westeurope',
			term: 'P3Y',
			billingPlan: 'Monthly',
			quantity: 10,
			name: 'Bought by a test',
			billingScopeId: `/subscriptions/${await this.subscription(customer)}`,
			scope: { kind: 'Shared' },
			renew: false,
			...more,
		};
	}

	/** How often a commit was sent: `return` or `exchange`. */
	async commits(): Promise<number> {
		return (await requestsOf(this.sandbox)).filter(isCommit).length;
	}

	/** What the journal has on the disk, by session. */
	async files(): Promise<ReadonlyMap<string, string>> {
		const folder = path.join(this.first.storage, 'journal');
		const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
		return new Map(
			await Promise.all(
				names.map(async (name) => [path.basename(name, '.json'), await readFile(path.join(folder, name), 'utf8')] as const),
			),
		);
	}
}

const patient: TestServiceOptions = { pace: quick, sleep: (ms, signal) => pause(Math.min(ms, 30), signal) };

/** True for a request that moves money. */
export function isCommit({ method, path }: { readonly method: string; readonly path: string }): boolean {
	return method === 'POST' && /\/(return|exchange)$/i.test(path);
}

/** What a user confirms who does everything right. */
export function confirmed(quote: Quote, { name }: Customer): Confirmation {
	return { sessionId: quote.sessionId ?? '', typedCustomerName: name, reason: 'Bought by mistake' };
}

/** Waits until an operation is in one of these states. */
export async function reached(operations: OperationsService, id: string, ...states: OperationState[]): Promise<Operation> {
	await until(`${states.join(' or ')} of ${id}, is ${operations.operation(id)?.state}`, () => {
		const state = operations.operation(id)?.state;
		return state !== undefined && states.includes(state);
	});
	return operations.operation(id) ?? assert.fail('no operation');
}
