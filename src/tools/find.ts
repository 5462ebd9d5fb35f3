/** Finds customers and reservations: by any of their texts over all that are known, or the reservations of one customer. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { isServiceFailure } from '../azure/failure';
import type { SearchResult } from '../reservations/api';
import type { Reservation, SearchHit } from '../reservations/model';
import { regionName } from '../reservations/regions';
import { lastIdIn } from '../reservations/search';
import { hasEnded } from '../reservations/states';
import type { TableWords } from '../reservations/table/model';
import { customerOf, nameOf, reservationsOf, standing } from './customer';
import { failureText } from './failure-text';
import { guid, limit } from './input';
import { reservationLine } from './reservation-line';
import { code, counted, day, listText, quoted } from './text';
import { type Call, type ReadingService, tool } from './tool';

/** Most hits that are counted: beyond it the result says that there are more. */
const mostHits = 1_000;

const input = z
	.strictObject({
		query: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
		customerTenantId: z.optional(guid),
		includeEnded: z._default(z.boolean(), false),
		limit,
	})
	.check(
		z.refine(({ query, customerTenantId }) => query !== undefined || customerTenantId !== undefined, {
			error: 'needs a query, a customerTenantId, or both',
		}),
	);

type Input = z.output<typeof input>;

export const find = tool(input, {
	announce({ query, customerTenantId }, service) {
		const { l10n } = vscode;
		const reading =
			customerTenantId === undefined
				? l10n.t('Searching customers and reservations for “{0}”', query ?? '')
				: l10n.t('Reading the reservations of {0}', nameOf(service, customerTenantId));
		return { reading };
	},
	run: (asked, call) =>
		asked.customerTenantId === undefined ? searchAll(asked, call) : ofCustomer(asked, asked.customerTenantId, call),
});

async function ofCustomer({ query, includeEnded, limit }: Input, tenantId: string, call: Call): Promise<string> {
	const customer = await customerOf(call, tenantId);
	const known = await reservationsOf(call, customer);
	const all = known.value?.reservations ?? [];
	const items = all.filter((it) => (includeEnded || !hasEnded(it)) && (query === undefined || matches(it, query)));
	const hidden = all.filter((it) => !includeEnded && hasEnded(it)).length;
	const notes = [
		...standing(customer.name, known),
		...(hidden === 0 ? [] : [`Left out because they have ended: ${hidden} (includeEnded shows them).`]),
	];
	const line = (it: Reservation) => reservationLine(it, customer.name);
	return listText({ what: 'Reservations', items, limit, line }, notes, call.most);
}

/** Every word has to be somewhere in it, as in the table. */
function matches({ scope, ...it }: Reservation, query: string): boolean {
	const parts = [
		it.name,
		it.sku,
		it.product,
		it.resourceType,
		it.region,
		regionName(it.region),
		it.term,
		it.billingPlan,
		it.state,
		it.statusCode,
	];
	const text = [...parts, scope.kind, scope.displayName, it.reservationId, it.orderId].join('\n').toLowerCase();
	const words = query.trim().toLowerCase().split(/\s+/);
	return words.every((word) => text.includes(lastIdIn(word) ?? word));
}

async function searchAll({ query = '', includeEnded, limit }: Input, call: Call): Promise<string> {
	const { service, signal, most } = call;
	const customers = await service.loadCustomers(signal);
	if (customers.value === undefined && customers.failure !== undefined) throw customers.failure;
	const missed = customers.value?.complete === true ? undefined : await findOthers(query, call);
	await service.watch.ready();
	const found = service.search(query, mostHits);
	const items = found.hits.filter(({ reservation }) => reservation === undefined || includeEnded || !hasEnded(reservation));
	const others = byText(service.table, query, includeEnded);
	// What has the query in its name or id comes first.
	const known = new Set(items.map(({ reservation }) => reservation?.reservationId));
	const added = others.hits.filter(({ reservation }) => !known.has(reservation.reservationId));
	const hidden = Math.max(found.hits.length - items.length, others.hidden);
	return listText(
		{
			what: 'Customers and reservations',
			items: [...items, ...added],
			limit,
			more: found.more || others.more,
			line: hitLine,
		},
		[...(missed === undefined ? [] : [missed]), ...searchNotes(found, hidden)],
		most,
	);
}

interface TextHits {
	readonly hits: readonly (SearchHit & { readonly reservation: Reservation })[];
	readonly more: boolean;
	/** How many have ended and were left out. */
	readonly hidden: number;
}

/** Every word of the query somewhere in the texts of a reservation: product, SKU, region, term, scope, customer and so on. */
function byText(tables: ReadingService['table'], text: string, includeEnded: boolean): TextHits {
	const table = tables.open(codeWords);
	try {
		const all = table.query({ text });
		const shown = includeEnded ? all : table.query({ text, hideEnded: true });
		const hits = shown.rows(0, mostHits).map(({ customer, reservation }) => ({ customer, reservation }));
		return { hits, more: shown.total > hits.length, hidden: all.total - shown.total };
	} finally {
		table.dispose();
	}
}

/** A model reads and asks by Azure's codes. */
const codeWords: TableWords = {
	state: (state, statusCode) => [state, statusCode].filter((part) => part !== undefined).join(' '),
	type: (code) => code,
	region: regionName,
	scope: ({ kind, displayName, subscriptionId }) =>
		[kind, displayName, subscriptionId].filter((part) => part !== undefined).join(' '),
	term: (term) => term,
	billingPlan: (plan) => plan,
	renewal: ({ named }) => named ?? 'not told by Azure',
	offer: (offer) => offer,
	month: (at) => day(at),
};

/** A list that is not complete may lack the customer that is meant. @returns what to say when they could not be asked for */
async function findOthers(query: string, { service, signal }: Call): Promise<string | undefined> {
	try {
		await service.findCustomers(query, signal);
		return undefined;
	} catch (error) {
		if (!isServiceFailure(error)) throw error;
		return `The list of customers is not complete, and the others could not be searched. ${failureText(error)}`;
	}
}

function searchNotes({ customersNotLoaded }: SearchResult, hidden: number): readonly string[] {
	return [
		...(customersNotLoaded === 0
			? []
			: [
					`Reservations of ${counted(customersNotLoaded, 'customer')} were not searched, as they have not been read yet: call this tool with a customerTenantId to read one.`,
				]),
		...(hidden === 0 ? [] : [`Left out because they have ended: ${hidden} (includeEnded shows them).`]),
	];
}

function hitLine({ customer, reservation }: SearchHit): string {
	if (reservation !== undefined) return reservationLine(reservation, customer.name);
	const domain = customer.domain === '' ? '' : `; domain ${quoted(customer.domain)}`;
	return `Customer ${quoted(customer.name)}${domain}; customerTenantId ${code(customer.tenantId)} (call this tool with it for the reservations)`;
}
