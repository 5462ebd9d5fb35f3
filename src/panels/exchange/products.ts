/** The products that can be bought: what they are narrowed to, and the catalog for it, read anew when it is another one. */
import * as vscode from 'vscode';
import type { Known, Reservation } from '../../reservations/model';
import type { CatalogProduct } from '../../reservations/operations/model';
import { regionCode } from '../../reservations/regions';
import type { MoneyDesk } from '../money/desk';
import { Part } from '../shared/part';
import type { Filter, FilterChange } from './messages';
import { isSubscriptionId, subscriptionGuid } from './scopes';

const noFilter: Filter = { subscription: '', resourceType: '', region: '', term: '', billingPlan: '', text: '' };

interface ProductsOptions {
	readonly tenantId: string;
	/** As it was kept over a reload of the window. */
	readonly filter: Filter | undefined;
	/** The service, made when there is none. */
	desk(): Promise<MoneyDesk>;
	/** Called after every change. */
	changed(): void;
}

export class Products {
	readonly #tenantId: string;
	readonly #desk: ProductsOptions['desk'];
	readonly #catalog: Part<readonly CatalogProduct[]>;
	#filter: Filter;
	/** What the catalog was read for. */
	#catalogOf: string | undefined;

	constructor({ tenantId, filter = noFilter, desk, changed }: ProductsOptions) {
		this.#tenantId = tenantId;
		this.#filter = filter;
		this.#desk = desk;
		this.#catalog = new Part<readonly CatalogProduct[]>((signal) => this.#read(signal), changed);
	}

	get filter(): Filter {
		return this.#filter;
	}

	get known(): Known<readonly CatalogProduct[]> {
		return this.#catalog.known;
	}

	/** Why the catalog is not asked for yet; undefined: it is. */
	get notAsked(): string | undefined {
		const { l10n } = vscode;
		const { subscription, resourceType } = this.#filter;
		if (subscription === '') return l10n.t('Enter the billing subscription to see the products.');
		if (!isSubscriptionId(subscription)) return l10n.t('The billing subscription is not an ID of a subscription.');
		return resourceType === '' ? l10n.t('Choose a type to see the products.') : undefined;
	}

	find(sku: string, region: string | undefined): CatalogProduct | undefined {
		return this.known.value?.find((one) => one.sku === sku && one.region === region);
	}

	/** Narrows the products. */
	narrow(change: FilterChange): void {
		const changed = Object.entries(change).filter(([, value]) => value !== undefined);
		const filter: Filter = { ...this.#filter, ...Object.fromEntries(changed) };
		this.#filter = { ...filter, subscription: filter.subscription.trim(), region: regionCode(filter.region) };
		this.follow();
	}

	/**
	 * What is bought most likely, unless a type is chosen already: the same where the reservation is.
	 * @returns true when that was filled in
	 */
	suggest({ billingScopeId, resourceType, region }: Reservation): boolean {
		if (this.#filter.resourceType !== '') return false;
		this.#filter = {
			...this.#filter,
			subscription: this.#filter.subscription || (subscriptionGuid(billingScopeId) ?? ''),
			resourceType,
			region: region.toLowerCase() === 'global' ? '' : region,
		};
		return true;
	}

	/** Reads the catalog when it is another one than before. */
	follow(): void {
		const { subscription, resourceType, region } = this.#filter;
		const wanted = this.notAsked === undefined ? [subscription, resourceType, region].join(' ').toLowerCase() : undefined;
		if (wanted === this.#catalogOf) return;
		this.#catalogOf = wanted;
		this.#catalog.forget();
		if (wanted !== undefined) void this.#catalog.read();
	}

	/** Reads it anew. Never rejects. */
	read(): Promise<void> {
		return this.#catalog.read();
	}

	clear(): void {
		this.#filter = noFilter;
	}

	/** Gives up what runs and forgets what is known. Tells nobody. */
	forget(): void {
		this.#catalog.forget();
		this.#catalogOf = undefined;
	}

	async #read(signal: AbortSignal): Promise<readonly CatalogProduct[]> {
		const { subscription, resourceType, region } = this.#filter;
		const { operations } = await this.#desk();
		return operations.catalog(this.#tenantId, subscription, { resourceType, region: region === '' ? undefined : region }, signal);
	}
}
