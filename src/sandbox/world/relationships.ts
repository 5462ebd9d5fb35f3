/** Granular delegated admin relationships (GDAP): who of the partner is let into a customer's tenant, and with which roles. */
import type { Customer } from './customers';
import type { PartnerDirectory } from './directory';
import { guidFor } from './random';
import { DAY } from './time';

/** Entra's built-in roles by template id, as relationships name them. */
export const ENTRA_ROLES = {
	directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
	globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
	cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
	serviceSupportAdministrator: 'f023fd81-a637-4b56-95fd-791ac0226033',
} as const;

/** What the roles are called. */
export const ENTRA_ROLE_NAMES: Readonly<Record<string, string>> = {
	[ENTRA_ROLES.directoryReaders]: 'Directory Readers',
	[ENTRA_ROLES.globalReader]: 'Global Reader',
	[ENTRA_ROLES.cloudApplicationAdministrator]: 'Cloud Application Administrator',
	[ENTRA_ROLES.serviceSupportAdministrator]: 'Service Support Administrator',
};

export interface AccessAssignment {
	readonly id: string;
	/** Group of the partner. */
	readonly groupId: string;
	readonly roles: readonly string[];
	readonly createdAt: number;
}

export interface Relationship {
	/** `{guid}-{guid}` */
	readonly id: string;
	readonly customer: Customer;
	readonly displayName: string;
	readonly status: 'active' | 'expired';
	readonly roles: readonly string[];
	/** ms since the epoch */
	readonly createdAt: number;
	readonly endsAt: number;
	readonly assignments: readonly AccessAssignment[];
}

/** The longest duration that GDAP allows: two years (rules 1.3). */
const DURATION_DAYS = 730;
const ADMINISTRATION = [
	ENTRA_ROLES.directoryReaders,
	ENTRA_ROLES.globalReader,
	ENTRA_ROLES.cloudApplicationAdministrator,
] as const;
const SUPPORT = [ENTRA_ROLES.directoryReaders, ENTRA_ROLES.serviceSupportAdministrator] as const;

/**
 * The relationship with a customer as its trouble has it: none where Azure Lighthouse is all there is, one without access
 * assignments where the role is missing, an expired one, else an active one with a security group nested in AdminAgents.
 * @param start when the world began, ms since the epoch
 */
export function relationshipWith(customer: Customer, directory: PartnerDirectory, start: number): Relationship | undefined {
	const { trouble, tenantId } = customer;
	if (trouble === 'lighthouse') return undefined;
	const { seed } = directory;
	const isExpired = trouble === 'gdapExpired';
	const endsAt = start + (isExpired ? -9 : 40 + (customer.number % 680)) * DAY;
	const createdAt = endsAt - DURATION_DAYS * DAY;
	const assignment = (groupName: string, roles: readonly string[]): AccessAssignment => ({
		id: guidFor(seed, 'access', tenantId, groupName),
		groupId: directory.group(groupName)?.id ?? '',
		roles,
		createdAt: createdAt + DAY,
	});
	return {
		id: `${guidFor(seed, 'relationship', tenantId)}-${guidFor(seed, 'relationship of', tenantId)}`,
		customer,
		displayName: `Azure_${customer.domain.split('.')[0] ?? ''}`,
		status: isExpired ? 'expired' : 'active',
		roles: [...new Set([...ADMINISTRATION, ...SUPPORT])],
		createdAt,
		endsAt,
		assignments: trouble === 'noRole' ? [] : [assignment('Azure Managers', ADMINISTRATION), assignment('Service Desk', SUPPORT)],
	};
}
