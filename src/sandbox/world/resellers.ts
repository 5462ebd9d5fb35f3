/** Indirect resellers: the partner is an indirect provider, and most customers are served through one of them (partner-center-api 12). */
import type { Customer } from './customers';
import { guidFor, hash } from './random';

export interface Reseller {
	/** Tenant id. */
	readonly id: string;
	readonly name: string;
	readonly mpnId: string;
	/** Country, ISO 3166-1 alpha-2. */
	readonly location: string;
}

const NAMES = [
	['Adatum Cloud Services', 'DE'],
	['Tailspin IT Partners', 'NL'],
	['Wide World Managed Services', 'GB'],
] as const;

export class Resellers {
	readonly all: readonly Reseller[];

	/** @param count how many there are, at most three; 0 makes the partner a direct-bill partner */
	constructor(seed: number, count: number) {
		this.all = NAMES.slice(0, count).map(([name, location]) => ({
			id: guidFor(seed, 'reseller', name),
			name,
			mpnId: mpnId(seed, name),
			location,
		}));
	}

	/** The reseller who serves a customer; undefined for the partner's own ones, of which there are as many as of each. */
	of({ number }: Customer): Reseller | undefined {
		return this.all[number % (this.all.length + 1)];
	}
}

/** A seven-digit id in Microsoft's partner network. */
export function mpnId(seed: number, name: string): string {
	return String(4_000_000 + (hash(seed, 'mpn', name) % 2_000_000));
}
