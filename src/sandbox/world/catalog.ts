/** What can be reserved: products with their real SKU names, regions as the service writes them, and list prices. */

export interface Region {
	/** Azure's name, for example `westeurope`. */
	readonly name: string;
	/** As it stands in a product's description, for example "EU West". */
	readonly title: string;
	readonly displayName: string;
}

const REGION_TABLE: readonly (readonly [string, string, string])[] = [
	['westeurope', 'EU West', 'West Europe'],
	['northeurope', 'EU North', 'North Europe'],
	['uksouth', 'UK South', 'UK South'],
	['eastus', 'US East', 'East US'],
	['eastus2', 'US East 2', 'East US 2'],
	['westus2', 'US West 2', 'West US 2'],
	['centralus', 'US Central', 'Central US'],
	['francecentral', 'FR Central', 'France Central'],
	['germanywestcentral', 'DE West Central', 'Germany West Central'],
	['swedencentral', 'SE Central', 'Sweden Central'],
	['switzerlandnorth', 'CH North', 'Switzerland North'],
	['australiaeast', 'AU East', 'Australia East'],
	['japaneast', 'JA East', 'Japan East'],
	['southeastasia', 'AP Southeast', 'Southeast Asia'],
	['canadacentral', 'CA Central', 'Canada Central'],
];

export const REGIONS: readonly Region[] = REGION_TABLE.map(([name, title, displayName]) => ({ name, title, displayName }));

export type Term = 'P1Y' | 'P3Y' | 'None';

interface Prices {
	readonly P1Y: number;
	readonly P3Y: number;
}

export interface Product {
	/** `VirtualMachines`, `SqlDatabases`, ... */
	readonly type: string;
	readonly sku: string;
	/** Product in Microsoft's words, without region and term. */
	readonly title: string;
	/** Group in which the discount floats between sizes, and this size's weight in it. */
	readonly flexibilityGroup: string;
	readonly flexibilityRatio: number;
	readonly cores: number;
	readonly memoryGiB: number;
	/** List price of one unit for the whole term, in US cents. */
	readonly price: Prices;
	/** Price of what was bought before a moment (ms since the epoch), when it was another one. */
	readonly formerly?: { readonly until: number; readonly price: Prices };
	/** Sold for all regions at once: `location` is `global`. */
	readonly global: boolean;
	/** Azure resource type that uses the discount. */
	readonly usedBy: string;
	/** Units that are bought at a time. */
	readonly units: readonly number[];
	/** Plans that can only be paid at once and can neither be exchanged nor returned (rules 3.9, 12). */
	readonly softwarePlan: boolean;
	/** The same machine with or without premium storage: such a change keeps the term (rules 3.7). */
	readonly swapSku?: string;
	/** It has a price, but no purchase of it ever finds capacity. */
	readonly soldOut?: boolean;
}

/** Yearly list price of one vCPU by series, in US dollars, and memory in GiB a vCPU. */
const SERIES: readonly {
	readonly pattern: string;
	readonly group: string;
	readonly vcpus: readonly number[];
	readonly rate: number;
	readonly memory: number;
}[] = [
	{ pattern: 'Standard_D#s_v5', group: 'Dsv5 Series', vcpus: [2, 4, 8, 16, 32], rate: 258, memory: 4 },
	{ pattern: 'Standard_D#as_v5', group: 'Dasv5 Series', vcpus: [2, 4, 8, 16], rate: 232, memory: 4 },
	{ pattern: 'Standard_D#ds_v5', group: 'Ddsv5 Series', vcpus: [2, 4, 8, 16], rate: 297, memory: 4 },
	{ pattern: 'Standard_E#s_v5', group: 'Esv5 Series', vcpus: [2, 4, 8, 16, 32], rate: 339, memory: 8 },
	{ pattern: 'Standard_E#as_v5', group: 'Easv5 Series', vcpus: [2, 4, 8, 16], rate: 304, memory: 8 },
	{ pattern: 'Standard_F#s_v2', group: 'FSv2 Series', vcpus: [2, 4, 8, 16], rate: 227, memory: 2 },
	{ pattern: 'Standard_D#s_v3', group: 'DSv3 Series', vcpus: [2, 4, 8, 16], rate: 260, memory: 4 },
	{ pattern: 'Standard_D#_v3', group: 'Dv3 Series', vcpus: [2, 4, 8], rate: 260, memory: 4 },
	{ pattern: 'Standard_E#s_v3', group: 'ESv3 Series', vcpus: [2, 4, 8, 16], rate: 341, memory: 8 },
	{ pattern: 'Standard_L#s_v3', group: 'Lsv3 Series', vcpus: [8, 16], rate: 410, memory: 8 },
	{ pattern: 'Standard_M#ms', group: 'MSm Series', vcpus: [64, 128], rate: 690, memory: 28 },
];

const BURSTABLE: readonly (readonly [string, number, number, number, number])[] = [
	['Standard_B1ls', 1, 0.5, 1, 2600],
	['Standard_B1s', 1, 1, 2, 5300],
	['Standard_B2s', 2, 4, 4, 21300],
	['Standard_B2ms', 2, 8, 8, 42600],
	['Standard_B4ms', 4, 16, 16, 85100],
	['Standard_B8ms', 8, 32, 32, 170100],
];

const SWAPS: Readonly<Record<string, string>> = { Standard_DS2_v2: 'Standard_D2_v2', Standard_D2_v2: 'Standard_DS2_v2' };

const LEGACY: readonly (readonly [string, string, number, number, number])[] = [
	['Standard_DS2_v2', 'DSv2 Series', 2, 7, 62100],
	['Standard_DS3_v2', 'DSv2 Series', 4, 14, 124300],
	['Standard_D2_v2', 'Dv2 Series', 2, 7, 62100],
	['Standard_F4s', 'FS Series', 4, 8, 104900],
	['Standard_L8s_v2', 'LSv2 Series', 8, 64, 309000],
	['Standard_GS2', 'GS Series', 4, 56, 411300],
];

function machine(sku: string, group: string, cores: number, memoryGiB: number, ratio: number, yearCents: number): Product {
	const swapSku = SWAPS[sku];
	return {
		...(swapSku === undefined ? {} : { swapSku }),
		type: 'VirtualMachines',
		sku,
		title: `Reserved VM Instance, ${sku}`,
		flexibilityGroup: group,
		flexibilityRatio: ratio,
		cores,
		memoryGiB,
		price: { P1Y: yearCents, P3Y: Math.round((yearCents * 1.93) / 100) * 100 },
		global: false,
		usedBy: 'Microsoft.Compute/virtualMachines',
		units: [1, 2, 2, 3, 4, 5, 6, 8, 10, 12],
		softwarePlan: false,
	};
}

const MACHINES: readonly Product[] = [
	...SERIES.flatMap(({ pattern, group, vcpus, rate, memory }) =>
		vcpus.map((cores, index) =>
			machine(pattern.replace('#', String(cores)), group, cores, cores * memory, 2 ** index, cores * rate * 100),
		),
	),
	...BURSTABLE.map(([sku, cores, memory, ratio, cents]) => machine(sku, 'BS Series', cores, memory, ratio, cents)),
	...LEGACY.map(([sku, group, cores, memory, cents]) => machine(sku, group, cores, memory, 1, cents)),
	// Everybody wants these: a purchase of them fails, which shows what an exchange looks like that went through by half.
	{ ...machine('Standard_NC24ads_A100_v4', 'NCads A100 v4 Series', 24, 220, 1, 2_120_000), soldOut: true },
];

function other(
	type: string,
	sku: string,
	title: string,
	usedBy: string,
	year: number,
	units: readonly number[],
	more: Partial<Product> = {},
): Product {
	return {
		type,
		sku,
		title,
		flexibilityGroup: 'NA',
		flexibilityRatio: 1,
		cores: 0,
		memoryGiB: 0,
		price: { P1Y: year * 100, P3Y: Math.round(year * 2.2) * 100 },
		global: false,
		usedBy,
		units,
		softwarePlan: false,
		...more,
	};
}

const OTHERS: readonly Product[] = [
	other(
		'SqlDatabases',
		'SQLDB_GP_Compute_Gen5',
		'SQL Database Single/Elastic Pool General Purpose - Compute Gen5',
		'Microsoft.Sql/servers/databases',
		1437,
		[2, 4, 8, 16],
		{ cores: 1 },
	),
	other(
		'SqlDatabases',
		'SQLDB_BC_Compute_Gen5',
		'SQL Database Single/Elastic Pool Business Critical - Compute Gen5',
		'Microsoft.Sql/servers/databases',
		3864,
		[4, 8],
		{ cores: 1 },
	),
	other(
		'SqlDatabases',
		'SQLMI_GP_Compute_Gen5',
		'SQL Managed Instance General Purpose - Compute Gen5',
		'Microsoft.Sql/managedInstances',
		1437,
		[4, 8, 16],
		{ cores: 1 },
	),
	other(
		'CosmosDb',
		'Azure_Cosmos_DB_100RU',
		'Azure Cosmos DB - 100 RU/s',
		'Microsoft.DocumentDB/databaseAccounts',
		56,
		[50, 100, 200],
		{ global: true },
	),
	other(
		'SuseLinux',
		'sles_standard_1-2_vcpu_vm',
		'SUSE Linux Enterprise Server Standard - 1-2 vCPU VM',
		'Microsoft.Compute/virtualMachines',
		489,
		[1, 2, 4],
		{ global: true, softwarePlan: true },
	),
	other(
		'RedHat',
		'rhel_1-4_vcpu_vm',
		'Red Hat Enterprise Linux - 1-4 vCPU VM',
		'Microsoft.Compute/virtualMachines',
		385,
		[1, 2, 3, 6],
		{ global: true, softwarePlan: true },
	),
	other('AppService', 'P1_v3', 'App Service Premium v3 Plan - P1 v3', 'Microsoft.Web/serverfarms', 1176, [1, 2, 3], {
		formerly: { until: Date.UTC(2026, 8, 1), price: { P1Y: 127_000, P3Y: 279_400 } },
	}),
	other('RedisCache', 'P1', 'Azure Cache for Redis Premium - P1', 'Microsoft.Cache/redis', 2592, [1, 2]),
	other('ManagedDisk', 'P30', 'Premium SSD Managed Disks - P30', 'Microsoft.Compute/disks', 1540, [2, 4, 8]),
];

/** Azure Hybrid Benefit is no purchase: no price, no term, only a date at which it is to be reviewed. */
export const HYBRID_BENEFIT: Product = other(
	'SqlAzureHybridBenefit',
	'SQL_Server_Standard_Edition',
	'SQL Server Standard Edition',
	'Microsoft.Sql/servers/databases',
	0,
	[4, 8, 16],
	{ global: true },
);

export const PRODUCTS: readonly Product[] = [...MACHINES, ...OTHERS];

const LEGACY_ONE_YEAR =
	/^Standard_(D\d+|DS\d+|D\d+_v2|DS\d+_v2|F\d+|F\d+s|F\d+s_v2|G\d|GS\d|L\d+s|L\d+s_v2|A\d+m?_v2|B\d+[a-z]*)$/;
const LEGACY_ALL_TERMS = /^Standard_[DE]\d+s?_v3$/;

/** Series that are sold for fewer terms, or not at all, since 1 July 2026 (rules 3.11). */
export function isLegacy(product: Product): boolean {
	return LEGACY_ALL_TERMS.test(product.sku) || LEGACY_ONE_YEAR.test(product.sku);
}

/** Price of one unit for the whole term at a moment, in US cents. */
export function priceAt({ price, formerly }: Product, term: Term, at: number): number {
	if (term === 'None') return 0;
	return (formerly !== undefined && at < formerly.until ? formerly.price : price)[term];
}

/** The product with this type and SKU, any case. */
export function productOf(type: string, sku: string): Product | undefined {
	return PRODUCTS.find(
		(product) => product.type.toLowerCase() === type.toLowerCase() && product.sku.toLowerCase() === sku.toLowerCase(),
	);
}

/** Terms that are still sold: since 1 July 2026 some series are not (rules 3.11). */
export function termsSold(product: Product): readonly Term[] {
	if (LEGACY_ALL_TERMS.test(product.sku)) return [];
	return LEGACY_ONE_YEAR.test(product.sku) ? ['P3Y'] : ['P1Y', 'P3Y'];
}

/** "Reserved VM Instance, Standard_D2s_v5, UK South, 1 Year". */
export function describe(product: Product, region: Region | undefined, term: Term): string {
	if (product.type !== 'VirtualMachines') return region === undefined ? product.title : `${product.title}, ${region.title}`;
	return `${product.title}, ${region?.title ?? 'Global'}, ${term === 'P3Y' ? '3 Years' : '1 Year'}`;
}

/** The region with Azure's name, any case. */
export function regionOf(name: string): Region | undefined {
	return REGIONS.find((region) => region.name === name.toLowerCase());
}
