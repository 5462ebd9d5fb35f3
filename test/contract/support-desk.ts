/** What the tests of support requests share: a sandbox, a customer with a subscription, and the partner's own token beside. */
import assert from 'node:assert/strict';
import type { SandboxOptions } from '../../src/sandbox/index';
import { type Answer, SandboxClient } from './sandbox-client';

export interface Named {
	readonly id: string;
	readonly name: string;
	readonly properties: Record<string, unknown> & { readonly displayName: string };
}

/** A contact that passes every check. */
export const CONTACT = {
	firstName: 'Practice',
	lastName: 'User',
	preferredContactMethod: 'email',
	primaryEmailAddress: 'support@partner.onmicrosoft.com',
	preferredTimeZone: 'W. Europe Standard Time',
	country: 'DEU',
	preferredSupportLanguage: 'en-US',
};

export class SupportDeskOfTests {
	private constructor(
		readonly sandbox: SandboxClient,
		readonly tenant: string,
		readonly subscriptionId: string,
		readonly service: Named,
		readonly classification: Named,
	) {}

	static async open(customer = 'Contoso', options: Partial<SandboxOptions> = {}): Promise<SupportDeskOfTests> {
		const sandbox = await SandboxClient.start({ customers: 30, ...options });
		const tenant = await sandbox.customer(customer);
		const { body } = await sandbox.azure<{ value: { subscriptionId: string }[] }>(
			tenant,
			'/subscriptions?api-version=2022-12-01',
		);
		const list = async (path: string) => {
			const answer = await sandbox.azure<{ value: Named[] }>(
				tenant,
				`/providers/Microsoft.Support/${path}?api-version=2024-04-01`,
			);
			return answer.body.value;
		};
		const service = (await list('services')).find(({ properties }) => properties.displayName === 'Billing');
		const classifications = await list(`services/${service?.name}/problemClassifications`);
		const classification = classifications.find(({ properties }) => /Exchanges and Refunds/.test(properties.displayName));
		if (service === undefined || classification === undefined) return assert.fail('no topic');
		return new SupportDeskOfTests(sandbox, tenant, body.value[0]?.subscriptionId ?? '', service, classification);
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	/** The header that makes a request one on behalf of the customer. */
	async onBehalf(): Promise<Record<string, string>> {
		const token = await this.sandbox.token(this.sandbox.endpoints.partnerTenantId);
		return { 'x-ms-authorization-auxiliary': `Bearer ${token}` };
	}

	/** A request below `Microsoft.Support`; on behalf of the customer unless headers are given. */
	async send<T = Record<string, unknown>>(
		method: string,
		path: string,
		body?: unknown,
		{ base = `/subscriptions/${this.subscriptionId}`, headers }: { base?: string; headers?: Record<string, string> } = {},
	): Promise<Answer<T>> {
		const url = `${base}/providers/Microsoft.Support/${path}${path.includes('?') ? '&' : '?'}api-version=2024-04-01`;
		return this.sandbox.azure<T>(this.tenant, url, {
			method,
			headers: { 'content-type': 'application/json', ...(headers ?? (await this.onBehalf())) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	}

	wish(more: object = {}, contact: object = {}) {
		return {
			properties: {
				title: 'Exchange of a reservation fails',
				description: 'The exchange ends with an internal error.',
				serviceId: this.service.id,
				problemClassificationId: this.classification.id,
				severity: 'minimal',
				advancedDiagnosticConsent: 'Yes',
				contactDetails: { ...CONTACT, ...contact },
				...more,
			},
		};
	}

	/** Lets the sandbox's time pass. */
	async wait(seconds: number): Promise<void> {
		const body = JSON.stringify({ seconds });
		await this.sandbox.send(`${this.sandbox.endpoints.authority}/sandbox/clock`, { method: 'POST', body });
	}

	/** Reads where an accepted call leads. */
	follow<T = Record<string, unknown>>(accepted: Answer, header = 'azure-asyncoperation'): Promise<Answer<T>> {
		return this.sandbox.azure<T>(this.tenant, accepted.headers.get(header) ?? '');
	}
}
