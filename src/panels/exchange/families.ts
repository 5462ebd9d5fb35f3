/** Which kinds of products can be exchanged for each other: data, as Microsoft documents it (rules 3.1, as of 2026-01-15). */

/** Kinds within a family, as reservations name them. A kind that is in none is a family of its own. */
const families: readonly (readonly string[])[] = [
	['VirtualMachines', 'DedicatedHost', 'AVS', 'NutanixBareMetal'],
	['SqlDatabases', 'SqlManagedInstance', 'SqlElasticPool'],
];

/** The kinds that a reservation of this kind can be exchanged for, itself first. */
export function exchangeableFor(resourceType: string): readonly string[] {
	const family = families.find((types) => types.some((type) => isSame(type, resourceType))) ?? [];
	return [resourceType, ...family.filter((type) => !isSame(type, resourceType))];
}

/** True when these kinds can be exchanged for each other, as far as it is documented. */
export function areOneFamily(resourceTypes: readonly string[]): boolean {
	const [first, ...others] = resourceTypes;
	if (first === undefined) return true;
	const family = exchangeableFor(first);
	return others.every((other) => family.some((type) => isSame(type, other)));
}

/** Catalogs write types in another case than reservations (arm-contract 4.2). */
function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
