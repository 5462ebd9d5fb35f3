/** Azure's regions by the names that the portal shows: the service names them by codes, in any case and now and then with spaces. */

/**
 * Display names as Azure's list of locations has them (`GET /subscriptions/{id}/locations`; Microsoft's list of Azure regions). They
 * are the same in every language.
 */
const names: readonly string[] = [
	...['Australia Central', 'Australia Central 2', 'Australia East', 'Australia Southeast', 'Austria East', 'Belgium Central'],
	...['Brazil South', 'Brazil Southeast', 'Canada Central', 'Canada East', 'Central India', 'Central US', 'Chile Central'],
	...['Denmark East', 'East Asia', 'East US', 'East US 2', 'East US 3', 'France Central', 'France South', 'Germany North'],
	...['Germany West Central', 'Indonesia Central', 'Israel Central', 'Italy North', 'Japan East', 'Japan West'],
	...['Jio India Central', 'Jio India West', 'Korea Central', 'Korea South', 'Malaysia West', 'Mexico Central'],
	...['New Zealand North', 'North Central US', 'North Europe', 'Norway East', 'Norway West', 'Poland Central', 'Qatar Central'],
	...['South Africa North', 'South Africa West', 'South Central US', 'South India', 'Southeast Asia', 'Spain Central'],
	...['Sweden Central', 'Sweden South', 'Switzerland North', 'Switzerland West', 'UAE Central', 'UAE North', 'UK South'],
	...['UK West', 'West Central US', 'West Europe', 'West India', 'West US', 'West US 2', 'West US 3'],
	...['USDoD Central', 'USDoD East', 'USGov Arizona', 'USGov Texas', 'USGov Virginia'],
	...['China East', 'China East 2', 'China East 3', 'China North', 'China North 2', 'China North 3'],
	// Of products that are not of one region.
	'Global',
];

/** @returns the code of a region, from its code or its display name: `westeurope` */
export function regionCode(text: string): string {
	return text.replaceAll(/[\s_-]/g, '').toLowerCase();
}

const byCode = new Map(names.map((name) => [regionCode(name), name]));

/**
 * @param region as the service names it, for example `westeurope`
 * @returns its display name, `West Europe`; a region that is newer than this list stays as it is named
 */
export function regionName(region: string): string {
	return byCode.get(regionCode(region)) ?? region;
}
