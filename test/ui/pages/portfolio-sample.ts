/** Portfolios as partners meet them: many customers' reservations behind the real table, and the page's messages of it. */
import { publicClouds } from '../../../src/azure/clouds';
import { ServiceFailure } from '../../../src/azure/failure';
import { Layout } from '../../../src/panels/portfolio/layout';
import type {
	ColumnName,
	Commitments,
	Extras,
	HostMessage,
	Items,
	Portfolio,
	Query,
} from '../../../src/panels/portfolio/messages';
import { Selection } from '../../../src/panels/portfolio/selection';
import { chartsView } from '../../../src/panels/portfolio/views/charts';
import { usualColumns } from '../../../src/panels/portfolio/views/columns';
import { commitmentsView } from '../../../src/panels/portfolio/views/commitments';
import { fieldViews } from '../../../src/panels/portfolio/views/fields';
import { type Input, itemsView, portfolioView } from '../../../src/panels/portfolio/views/portfolio';
import { scanView } from '../../../src/panels/portfolio/views/scan';
import type { CommitmentsState, OrderSchedule } from '../../../src/reservations/commitments/model';
import type { Reservation } from '../../../src/reservations/model';
import type { ScanState } from '../../../src/reservations/scan/model';
import { guid, World } from '../../helpers/table-world';
import { DAY, NOW, sampleReservation } from '../../unit/reservations-samples';

const names = ['Adatum Corporation', 'Adventure Works', 'Contoso', 'Fabrikam, Inc.', 'Wide World Importers'];
const skus = ['Standard_D4s_v5', 'Standard_E8s_v5', 'SQLDB_GP_Compute_Gen5', 'Standard_B2ms'];
const regions = ['uksouth', 'westeurope', 'northeurope'];
const states = ['Succeeded', 'Succeeded', 'Succeeded', 'Expiring', 'NoBenefit', 'Cancelled'];

const customers = Array.from({ length: 40 }, (_, place) => ({
	tenantId: guid('1', place),
	name: `${names[place % names.length]}${place < names.length ? '' : ` ${place}`}`,
	domain: `c${place}.example`,
}));

function reservation(customer: number, place: number): Reservation {
	const number = customer * 7 + place;
	return sampleReservation({
		tenantId: guid('1', customer),
		orderId: guid('2', number),
		reservationId: guid('3', number),
		name: `VM_RI_${skus[number % skus.length]?.slice(9, 13)}_${1000 + number}`,
		sku: skus[number % skus.length] ?? '',
		region: regions[number % regions.length] ?? '',
		quantity: (number * 3) % 17 || 1,
		state: states[number % states.length] ?? '',
		provisioningState: states[number % states.length] === 'Cancelled' ? 'Cancelled' : 'Succeeded',
		expiresAt: NOW + ((number * 37) % 900) * DAY,
		renew: number % 3 === 0,
		renewState: number % 3 === 0 ? 'On' : 'Off',
		utilization: number % 11 === 0 ? {} : { lastDay: 0, last7Days: (number * 13) % 101, last30Days: (number * 17) % 101 },
	});
}

function filled(): World {
	const world = new World();
	world.setCustomers(...customers, { tenantId: guid('1', 99), name: 'Not Read', domain: '' });
	for (const [place, { tenantId }] of customers.entries())
		world.setReservations(
			tenantId,
			Array.from({ length: 7 }, (_, index) => reservation(place, index)),
		);
	return world;
}

export const world = filled();
export const empty = new World();
/** The same after commitments were read, of most orders. */
export const paying = filled();
const today = Math.floor(NOW / DAY);
for (const [place, { tenantId }] of customers.slice(0, 30).entries())
	for (let number = place * 7; number < place * 7 + 7; number++) {
		const order = { tenantId, orderId: guid('2', number) };
		const schedule: OrderSchedule = {
			currency: number % 4 === 0 ? 'EUR' : number % 13 === 0 ? 'JPY' : 'USD',
			payments: Array.from({ length: number % 5 === 0 ? 0 : 1 + ((number * 11) % 36) }, (_, month) => ({
				dueDay: today - (number === 7 ? 40 : -5) + 30 * month,
				amount: number % 13 === 0 ? 120_000 + number : 64.51 + number * 17.25,
			})),
			gap: undefined,
			unsettled: number === 3 ? 1 : 0,
			reservations: number % 6 === 2 ? 3 : 1,
		};
		if (number === 4) paying.book.put(order, { ...schedule, currency: undefined, payments: [], gap: 'noSchedule' }, NOW);
		else if (number === 6) paying.book.fail(order, new ServiceFailure('NotAllowed', 'Not allowed.'));
		else paying.book.put(order, schedule, NOW - number * 60_000);
	}

interface Changes extends Partial<Omit<Input, 'view' | 'layout' | 'selected'>> {
	/** Places of the selected rows. */
	readonly selected?: readonly number[];
	readonly folded?: readonly number[];
}

export interface ReadChanges {
	readonly query?: Query;
	readonly currency?: string;
	/** Undefined: nothing was read in this session. */
	readonly state?: Partial<CommitmentsState>;
	readonly table?: World;
}

/** What the host tells of commitments. */
export function commitments({ query = { hideEnded: true }, currency, state, table = paying }: ReadChanges = {}): Commitments {
	const nothing = {
		phase: 'idle',
		total: 0,
		fresh: 0,
		read: 0,
		failed: 0,
		waiting: 0,
		notTried: 0,
		throttled: 0,
		causes: [],
	} as const;
	return commitmentsView({ view: table.table.query(query), selected: undefined, state: { ...nothing, ...state }, currency });
}

export const reading: Partial<CommitmentsState> = {
	phase: 'running',
	total: 234,
	read: 101,
	failed: 1,
	waiting: 132,
	throttled: 4,
};
export const wasRead: Partial<CommitmentsState> = {
	phase: 'done',
	total: 234,
	read: 232,
	failed: 2,
	causes: [
		{ kind: 'NotAllowed', code: 'AuthorizationFailed', count: 1 },
		{ kind: 'Unreachable', count: 1 },
	],
};

/** All that the host tells. */
export function shown({ selected = [], folded = [], ...changes }: Changes = {}): readonly [Portfolio, Items, Extras] {
	const { query = { hideEnded: true }, columns = usualColumns } = changes;
	const table = 'table' in changes ? changes.table : world.table;
	const view = table?.query(query);
	const closed = new Set(folded.flatMap((place) => view?.groups[place]?.key ?? []));
	const layout = new Layout(view?.total ?? 0, view?.groups ?? [], closed);
	const selection = new Selection();
	for (const place of selected) for (const id of view?.ids(place, 1) ?? []) selection.toggle(id);
	const portfolio = portfolioView({
		cloud: { ...publicClouds.azure, partnerTenantId: guid('1', 100), isSandbox: true },
		failure: undefined,
		unreadable: 0,
		loading: false,
		currency: undefined,
		fieldRevision: 0,
		revision: 0,
		at: undefined,
		views: ['Ending soon'],
		shownView: undefined,
		...changes,
		...{ table, view, query, columns, layout },
		selected: selected.length === 0 ? 0 : [...(view?.held(selection.ids) ?? [])],
	});
	const first = { from: 0, count: 100 };
	const items = view === undefined ? [] : itemsView(view, layout, first, { columns, selection, now: NOW });
	return [
		portfolio,
		{ type: 'items', revision: portfolio.revision, window: first, from: 0, items },
		{
			type: 'extras',
			fieldRevision: portfolio.fieldRevision,
			fields: table === undefined ? [] : fieldViews(query, table),
			charts: view === undefined ? [] : chartsView(view),
		},
	];
}

/** Items of a window, as the host answers. */
export function window(from: number, count: number, query: Query = { hideEnded: true }): Items {
	return windowOf(world, from, count, query);
}

export function windowOf({ table }: World, from: number, count: number, query: Query): Items {
	const view = table.query(query);
	const layout = new Layout(view.total, view.groups, new Set());
	const about = { columns: usualColumns, selection: new Selection(), now: NOW };
	return { type: 'items', revision: 0, window: { from, count }, from, items: itemsView(view, layout, { from, count }, about) };
}

/** Where a column's cell stands in a row. */
export const columnPlace = (name: ColumnName) => usualColumns.indexOf(name);

export function scan(state: Partial<ScanState> = {}): Extract<HostMessage, { readonly type: 'scan' }> {
	return scanView({
		phase: 'running',
		total: 200,
		fresh: 20,
		read: 70,
		failed: 3,
		waiting: 107,
		notTried: 0,
		throttled: 2,
		causes: [
			{ kind: 'NotAllowed', code: 'AuthorizationFailed', count: 2 },
			{ kind: 'Unreachable', count: 1 },
		],
		isListComplete: true,
		hiddenOrders: 0,
		notCompared: 0,
		toCompare: 0,
		...state,
	});
}

export const listFailure = new ServiceFailure(
	'Unreachable',
	'Partner Center did not answer. The list of customers was not read.',
);
