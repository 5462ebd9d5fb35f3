/** The partner's customers: their names, tenants and what is wrong with some of them. */
import { company } from './names';
import { guidFor } from './random';

/**
 * What is wrong with a customer (rules 1.3, arm-pitfalls 15 and 36):
 * - `guest`: the caller is a guest in the tenant, Reader on the orders; admin agent rights do not count.
 * - `noRole`: a relationship without any role. Tokens are issued, Azure answers 403 to everything.
 * - `reader`: Reservations Reader on the tenant, nothing more.
 * - `lighthouse`: subscriptions are delegated by Azure Lighthouse; reservations do not support that and answer 403.
 * - `throttled`: Azure answers 429 to the first calls.
 * - `emptyList`: rights on single reservations only, so both lists are empty though Partner Center has entitlements.
 * - `refundLimit`: returns of the last twelve months have used up nearly all of the 50,000 USD.
 * - `noReservations`: nothing was ever bought.
 * - `noConsent`: no app was consented to in the tenant, so no token is issued for it.
 * - `mfaDemanded`: a policy of the tenant wants multifactor authentication there before a user gets a token.
 * - `gdapExpired`: the relationship has expired; users of the partner are not in the tenant any more.
 */
export type Trouble =
	| 'guest'
	| 'noRole'
	| 'reader'
	| 'lighthouse'
	| 'throttled'
	| 'emptyList'
	| 'refundLimit'
	| 'noReservations'
	| 'noConsent'
	| 'mfaDemanded'
	| 'gdapExpired';

export interface Customer {
	readonly tenantId: string;
	readonly name: string;
	readonly domain: string;
	/** Order in which customers are made up: the same number is the same customer in a world of any size. */
	readonly number: number;
	readonly trouble: Trouble | undefined;
}

/** Customers that show what goes wrong, after the first two that do not. */
const TROUBLED: readonly (readonly [string, string, Trouble])[] = [
	['Lamna Healthcare (guest account)', 'lamnahealthcareguest', 'guest'],
	["Margie's Travel (no GDAP role)", 'margiestravelnorole', 'noRole'],
	['Proseware (reader only)', 'prosewarereader', 'reader'],
	['Relecloud (Lighthouse only)', 'relecloudlighthouse', 'lighthouse'],
	['School of Fine Art (throttled)', 'schooloffineartthrottled', 'throttled'],
	['Southridge Video (empty list)', 'southridgevideoempty', 'emptyList'],
	['Trey Research (above refund limit)', 'treyresearchlimit', 'refundLimit'],
	['VanArsdel (no reservations)', 'vanarsdelnone', 'noReservations'],
];
const BEFORE_TROUBLE = 2;

/** Customers whose sign-in goes wrong. They come after the 25 of the usual world, in place of companies of the same name. */
const SIGN_IN_TROUBLED: typeof TROUBLED = [
	['Lucerne Publishing (consent missing)', 'lucernepublishingconsent', 'noConsent'],
	["Munson's Pickles and Preserves Farm (MFA demanded)", 'munsonspicklesmfa', 'mfaDemanded'],
	['Best For You Organics (GDAP expired)', 'bestforyouorganicsexpired', 'gdapExpired'],
];
const BEFORE_SIGN_IN_TROUBLE = 25;

/** The same text in one piece: what is glued together keeps its pieces, which adds up over 20,000 customers. */
function flat(text: string): string {
	return Buffer.from(text, 'latin1').toString('latin1');
}

function customer(seed: number, number: number): Customer {
	const troubled = TROUBLED[number - BEFORE_TROUBLE] ?? SIGN_IN_TROUBLED[number - BEFORE_SIGN_IN_TROUBLE];
	const tenantId = flat(guidFor(seed, 'tenant', number));
	if (troubled !== undefined) {
		const [name, label, trouble] = troubled;
		return { tenantId, name, domain: `${label}.onmicrosoft.com`, number, trouble };
	}
	const { name, label } = company(number < BEFORE_TROUBLE ? number : number - TROUBLED.length);
	return { tenantId, name: flat(name), domain: flat(`${label}.onmicrosoft.com`), number, trouble: undefined };
}

/** All customers by name, in memory; what they own is made when it is asked for. */
export class CustomerDirectory {
	readonly all: readonly Customer[];
	readonly #byTenant: Map<string, Customer>;

	constructor(seed: number, count: number) {
		const sortable = Array.from({ length: count }, (_, number) => customer(seed, number)).map((one) => ({
			one,
			key: one.name.toLowerCase(),
		}));
		this.all = sortable.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
		this.#byTenant = new Map(this.all.map((one) => [one.tenantId, one]));
	}

	/** @param tenantId GUID, any case */
	find(tenantId: string): Customer | undefined {
		return this.#byTenant.get(tenantId.toLowerCase());
	}

	/** Customers whose name or domain starts with a text, any case. */
	startingWith(field: 'name' | 'domain', text: string): readonly Customer[] {
		const start = text.toLowerCase();
		return this.all.filter((one) => one[field].toLowerCase().startsWith(start));
	}
}
