/** What customers run: names of reservations, the scopes people choose, and the resources that use a discount. */
import type { Product } from './catalog';
import type { Scope } from './ledger';
import type { Random } from './random';
import { managementGroupScope, type Tenant } from './tenant';

export const WORKLOADS = [
	'web',
	'erp',
	'build',
	'sap',
	'citrix',
	'crm',
	'reports',
	'shop',
	'batch',
	'gateway',
	'portal',
	'files',
] as const;

const TITLES: Readonly<Record<string, string>> = {
	web: 'Web front end',
	erp: 'ERP',
	build: 'Build',
	sap: 'SAP application',
	citrix: 'Virtual desktop',
	crm: 'CRM',
	reports: 'Reporting',
	shop: 'Online shop',
	batch: 'Night batch',
	gateway: 'Integration gateway',
	portal: 'Customer portal',
	files: 'File',
};

/** How the portal begins the name it proposes, and what people call such a thing themselves. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
	VirtualMachines: ['VM_RI', 'servers'],
	SqlDatabases: ['SQL_RI', 'databases'],
	CosmosDb: ['Cosmos_RI', 'Cosmos DB'],
	SuseLinux: ['SUSE_Plan', 'SUSE plan'],
	RedHat: ['RHEL_Plan', 'Red Hat plan'],
	AppService: ['AppService_RI', 'App Service'],
	RedisCache: ['Redis_RI', 'cache'],
	ManagedDisk: ['Disk_RI', 'disks'],
};

const OTHER: readonly [string, string] = ['RI', 'reservation'];

const SHORT: Readonly<Record<string, string>> = {
	virtualMachines: 'vm',
	databases: 'sqldb',
	managedInstances: 'sqlmi',
	databaseAccounts: 'cosmos',
	serverfarms: 'plan',
	redis: 'redis',
	disks: 'disk',
};

/** The name of a reservation: a third keep what the portal proposes, type and moment of purchase. */
export function displayName(product: Product, boughtAt: number, workload: string, random: Random): string {
	const [, word] = WORDS[product.type] ?? OTHER;
	return random.chance(0.33) ? proposedName(product, boughtAt) : `${TITLES[workload] ?? workload} ${word}`;
}

/** The name that the portal proposes: "VM_RI_11-23-2026_12-00". */
export function proposedName(product: Product, boughtAt: number): string {
	const [prefix] = WORDS[product.type] ?? OTHER;
	const [day = '', time = ''] = new Date(boughtAt).toISOString().split('T');
	const [year, month, date] = day.split('-');
	return `${prefix}_${month}-${date}-${year}_${time.slice(0, 2)}-${time.slice(3, 5)}`;
}

/** A scope of any of the four kinds, shared in more than half of the cases. */
export function chooseScope(tenant: Tenant, random: Random): Scope {
	const kind = random.next();
	if (kind < 0.55) return { type: 'Shared' };
	const subscription = random.pick(tenant.subscriptions);
	const subscriptionId = `/subscriptions/${subscription.id}`;
	if (kind < 0.76) return { type: 'Single', subscriptionId, displayName: subscription.name };
	if (kind < 0.89) {
		const group = random.pick(subscription.resourceGroups);
		return { type: 'Single', resourceGroupId: `${subscriptionId}/resourceGroups/${group.name}`, displayName: group.name };
	}
	const group = random.pick(tenant.managementGroups);
	return {
		type: 'ManagementGroup',
		managementGroupId: managementGroupScope(group.name),
		tenantId: tenant.tenantId,
		displayName: group.displayName,
	};
}

/** Full ids of what uses a reservation, inside its scope: one machine a unit, a few of anything else. */
export function resourcesOf(
	product: Product,
	quantity: number,
	scope: Scope,
	workload: string,
	tenant: Tenant,
	random: Random,
): string[] {
	const machines = product.type === 'VirtualMachines' || product.softwarePlan;
	const count = machines ? quantity : Math.min(quantity, random.between(1, 4));
	const kind = product.usedBy.split('/').at(-1) ?? '';
	const [, , subscriptionId = '', , groupName] = (scope.subscriptionId ?? scope.resourceGroupId ?? '').split('/');
	return Array.from({ length: count }, (_, index) => {
		const owner = tenant.subscription(subscriptionId) ?? random.pick(tenant.subscriptions);
		const group = groupName ?? random.pick(owner.resourceGroups).name;
		const name = `${SHORT[kind] ?? 'res'}-${workload}-${String(index + 1).padStart(2, '0')}`;
		const path =
			product.usedBy === 'Microsoft.Sql/servers/databases'
				? `Microsoft.Sql/servers/sql-${workload}/databases/${name}`
				: `${product.usedBy}/${name}`;
		return `/subscriptions/${owner.id}/resourceGroups/${group}/providers/${path}`;
	});
}
