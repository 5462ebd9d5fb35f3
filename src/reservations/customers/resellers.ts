/** Which indirect reseller has which customer: read behind the list of customers, for indirect providers only. */
import { isCancelled } from '../../azure/failure';
import { isGuid } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import { customersOfResellerPages, relationshipPages } from '../../azure/partner-center';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import type { Format } from '../format';
import { isYoung } from '../freshness';
import type { Customer, CustomerGroup, Reseller } from '../model';
import { SharedWork } from '../shared-work';
import { customersOf } from './partner-center';

/**
 * Reads the partner's resellers and the customers of each (partner-center-api 4.1, 12). One after the other: nobody waits for
 * them, and a large provider has hundreds.
 * @returns the reseller by the tenant id of the customer; empty for a partner that is no indirect provider
 * @throws ServiceFailure; an AbortError when cancelled
 */
async function readResellers(
	transport: Transport,
	log: { warn(message: string): void },
	signal: AbortSignal,
): Promise<ReadonlyMap<string, Reseller>> {
	const options = { signal, priority: 'background' } as const;
	const found = new Map<string, Reseller>();
	for (const { id, name } of await allItems(relationshipPages(transport, 'IsIndirectCloudSolutionProviderOf', options))) {
		if (!isGuid(id)) continue;
		const reseller = { tenantId: id.toLowerCase(), name: name || id.toLowerCase() };
		for await (const page of customersOfResellerPages(transport, id, options)) {
			for (const { tenantId } of customersOf(page, log)) found.set(tenantId, reseller);
		}
	}
	return found;
}

/** Resellers change seldom, and reading them takes a call for each: so long they are not read again, unless customers are new. */
const freshMs = 60 * 60_000;
const all = 'all';

interface BookParts {
	readonly transport: Transport;
	readonly clock: () => number;
	readonly log: { debug(message: string): void; warn(message: string): void };
}

/** The reseller of each customer, as far as it is known. */
export class ResellerBook {
	readonly #parts: BookParts;
	readonly #reads = new SharedWork<void>();
	#resellerOf: ReadonlyMap<string, Reseller> = new Map();
	#readAt: number | undefined;

	constructor(parts: BookParts) {
		this.#parts = parts;
	}

	/** The customer with its reseller. */
	assign(customer: Customer): Customer {
		const reseller = this.#resellerOf.get(customer.tenantId);
		return reseller === customer.reseller ? customer : { ...customer, reseller };
	}

	/** What customers from the disk tell. */
	takeFrom(customers: readonly Customer[]): void {
		this.#resellerOf = new Map(customers.flatMap(({ tenantId, reseller }) => (reseller ? [[tenantId, reseller]] : [])));
	}

	/** Has them read again at the next opportunity: a new customer may belong to a reseller. */
	expire(): void {
		this.#readAt = undefined;
	}

	/** Reads them unless they are fresh. Nobody waits for it, and a failure leaves what is known. @param onRead called at the end */
	readBehind(onRead: () => void): void {
		const { transport, log, clock } = this.#parts;
		if (isYoung(this.#readAt, clock(), freshMs)) return;
		const read = async (signal: AbortSignal) => {
			this.#resellerOf = await readResellers(transport, log, signal);
			this.#readAt = clock();
			onRead();
		};
		this.#reads.join(all, read).catch((error: unknown) => {
			if (!isCancelled(error)) log.debug(`Resellers could not be read: ${toFailure(error, undefined).message}`);
		});
	}

	clear(): void {
		this.#resellerOf = new Map();
		this.#readAt = undefined;
	}

	/** Ends what is read. */
	async end(): Promise<void> {
		await this.#reads.endAll();
	}
}

/** Groups customers by reseller: resellers by name, then the customers that have none; no group is empty. */
export function groupByReseller(customers: readonly Customer[], { compare }: Pick<Format, 'compare'>): readonly CustomerGroup[] {
	const groups = new Map<string, { reseller: Reseller; customers: Customer[] }>();
	const direct: Customer[] = [];
	for (const customer of customers) {
		const { reseller } = customer;
		if (reseller === undefined) {
			direct.push(customer);
			continue;
		}
		const group = groups.get(reseller.tenantId);
		if (group === undefined) groups.set(reseller.tenantId, { reseller, customers: [customer] });
		else group.customers.push(customer);
	}
	const grouped = [...groups.values()].sort((a, b) => compare(a.reseller.name, b.reseller.name));
	return direct.length === 0 ? grouped : [...grouped, { reseller: undefined, customers: direct }];
}
