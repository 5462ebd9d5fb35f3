/** What support requests can be about: Azure's services, and the problem classifications of each (rules 9, arm-contract 9). */
import { guidFor } from './random';

export interface Classification {
	/** GUID: the classification's name. */
	readonly id: string;
	readonly displayName: string;
	/** Consent that it asks for beside the usual one. */
	readonly consent?: { readonly type: string; readonly description: string } | undefined;
}

export interface SupportService {
	readonly id: string;
	readonly displayName: string;
	readonly resourceTypes: readonly string[];
	readonly classifications: readonly Classification[];
	/** Requests about it need no subscription. */
	readonly isForTenant: boolean;
}

const MACHINES = ['MICROSOFT.CLASSICCOMPUTE/VIRTUALMACHINES', 'MICROSOFT.COMPUTE/VIRTUALMACHINES'];
const DATABRICKS = {
	type: 'DatabricksConsent',
	description: 'Microsoft and Databricks may have read and write access to your workspace until the problem is solved.',
};

const SERVICES: readonly (readonly [name: string, resourceTypes: readonly string[], classifications: readonly string[]])[] = [
	[
		'Billing',
		[],
		[
			'Reservation Management / Exchanges and Refunds',
			'Reservation Management / Request Invoices',
			'Reservation Management / Other Issues or Requests',
			'Refund Request',
			'Understand my bill / Unexpected increase in my bill',
			'Other General Billing Questions',
		],
	],
	[
		'Subscription management',
		[],
		[
			'Reservation Management / Add people or transfer ownership of a reservation',
			'Reservation Management / Change scope, owner or tenant of a reservation',
			'Reservation Management / Purchase a reservation',
			'Reservation Management / Other Issues or Requests',
			'Transfer ownership of my subscription',
			'Other General Questions',
		],
	],
	['Service and subscription limits (quotas)', [], ['Compute-VM (cores-vCPUs) subscription limit increases']],
	['Virtual Machine running Windows', MACHINES, ['Cannot connect to my VM', 'VM Performance']],
	['Virtual Machine running Linux', MACHINES, ['Cannot connect to my VM', 'VM Performance']],
	['SQL Database', ['MICROSOFT.SQL/SERVERS', 'MICROSOFT.SQL/SERVERS/DATABASES'], ['Performance and Query Execution']],
	['Azure Databricks', ['MICROSOFT.DATABRICKS/WORKSPACES'], ['Job failures']],
];

export const SUPPORT_SERVICES: readonly SupportService[] = SERVICES.map(([displayName, resourceTypes, names], index) => ({
	id: guidFor('support service', displayName),
	displayName,
	resourceTypes,
	classifications: names.map((name) => ({
		id: guidFor('problem classification', displayName, name),
		displayName: name,
		...(displayName === 'Azure Databricks' && { consent: DATABRICKS }),
	})),
	// Billing and subscription management only.
	isForTenant: index < 2,
}));

/** `/providers/Microsoft.Support/services/{id}` */
export function serviceIdOf({ id }: SupportService): string {
	return `/providers/Microsoft.Support/services/${id}`;
}

export function classificationIdOf(service: SupportService, { id }: Classification): string {
	return `${serviceIdOf(service)}/problemClassifications/${id}`;
}

/** What can be chosen today: Microsoft renames and withdraws classifications now and then. */
export class SupportCatalog {
	readonly #withdrawn = new Set<string>();

	/** @param id of the service, any case */
	service(id: string): SupportService | undefined {
		return SUPPORT_SERVICES.find((service) => service.id === id.toLowerCase());
	}

	classifications(service: SupportService): readonly Classification[] {
		return service.classifications.filter(({ id }) => !this.#withdrawn.has(id));
	}

	/** @returns false where there is none of this id */
	withdraw(id: string): boolean {
		const isKnown = SUPPORT_SERVICES.some(({ classifications }) => classifications.some((one) => one.id === id.toLowerCase()));
		if (isKnown) this.#withdrawn.add(id.toLowerCase());
		return isKnown;
	}

	wasWithdrawn(id: string): boolean {
		return this.#withdrawn.has(id.toLowerCase());
	}
}
