/** Gives one role on many orders, some at a time: each has its line, and what is there already is not given again. */
import * as l10n from '@vscode/l10n';
import PQueue from 'p-queue';
import { isCancelled } from '../../azure/failure';
import { lazyByKey } from '../access/lazy';
import { toFailure } from '../failures';
import { refused } from '../operations/quoting';
import { checkedPrincipal, type GrantingOptions, give, roleIsGone } from './granting';
import { roleDefinitions, roleFrom } from './listing';
import type { BatchTarget, BatchWish, GrantLine, Role, RoleTarget } from './model';
import { checkedTarget, nothingChanged, scopeOf } from './places';

/** Orders under way at once: the transport has five places for a host, and other work needs one too. */
const ordersAtOnce = 4;

export interface BatchOptions extends GrantingOptions {
	/** Orders of a customer that are in force. @throws ServiceFailure */
	readonly ordersOf: (tenantId: string, signal: AbortSignal) => Promise<readonly string[]>;
}

/** @returns a line for each order, in the order they were named; never rejects */
export async function giveAll(
	options: BatchOptions,
	targets: readonly BatchTarget[],
	wish: BatchWish,
	signal: AbortSignal,
	told: (line: GrantLine, count: number) => void,
): Promise<readonly GrantLine[]> {
	const queue = new PQueue({ concurrency: ordersAtOnce });
	const planned = await Promise.all(targets.map((target) => queue.add(() => plan(options, target, signal))));
	const entries = withoutRepeats(planned.flat());
	const first = new Map(entries.flatMap((it) => (isLine(it) ? [] : [[it.tenantId, it] as const])));
	// Looked up by its name, once for a customer: a custom role has another id in each tenant.
	const roleOf = lazyByKey((tenantId) => readRole(options, first.get(tenantId), wish.roleName, signal));
	return Promise.all(
		entries.map((entry) =>
			queue.add(async () => {
				const line = isLine(entry) ? entry : await lineOf(options, entry, wish, roleOf, signal);
				told(line, entries.length);
				return line;
			}),
		),
	);
}

type Entry = GrantLine | RoleTarget;

function isLine(entry: Entry): entry is GrantLine {
	return 'outcome' in entry;
}

/** The orders that a target stands for, or why they are not known. */
async function plan({ ordersOf }: BatchOptions, target: BatchTarget, signal: AbortSignal): Promise<readonly Entry[]> {
	const { tenantId, orderId } = target;
	if (signal.aborted) return [{ tenantId, orderId, outcome: 'cancelled' }];
	try {
		if (orderId !== undefined) return [checkedTarget({ tenantId, orderId })];
		const orders = await ordersOf(tenantId, signal);
		if (orders.length > 0) return orders.map((id) => checkedTarget({ tenantId, orderId: id }));
		const text = `${l10n.t('No reservation order in force is visible with this account.')} ${nothingChanged()}`;
		return [{ tenantId, outcome: 'failed', failure: refused(tenantId, text, l10n.t('Check the access to the customer.')) }];
	} catch (error) {
		return [lineOfError({ tenantId, orderId }, error)];
	}
}

async function lineOf(
	options: BatchOptions,
	target: RoleTarget,
	wish: BatchWish,
	roleOf: (tenantId: string) => Promise<Role>,
	signal: AbortSignal,
): Promise<GrantLine> {
	const { tenantId, orderId } = target;
	if (signal.aborted) return { tenantId, orderId, outcome: 'cancelled' };
	try {
		const principal = checkedPrincipal(tenantId, wish.principal);
		const role = await roleOf(tenantId);
		const result = await give(options, { target, place: 'order', role, principal }, signal);
		return { tenantId, orderId, outcome: result.outcome === 'granted' ? 'granted' : 'there', result };
	} catch (error) {
		return lineOfError(target, error);
	}
}

function lineOfError({ tenantId, orderId }: BatchTarget, error: unknown): GrantLine {
	// Cancelling takes effect only before something is sent.
	if (isCancelled(error)) return { tenantId, orderId, outcome: 'cancelled' };
	return { tenantId, orderId, outcome: 'failed', failure: toFailure(error, tenantId) };
}

/** @throws ServiceFailure `Refused` where the tenant has no such role */
async function readRole(
	{ transport }: BatchOptions,
	target: RoleTarget | undefined,
	name: string,
	signal: AbortSignal,
): Promise<Role> {
	if (target === undefined) throw new Error('a role is looked up for an order');
	const filter = `roleName eq '${name.replaceAll("'", "''")}'`;
	const found = await roleDefinitions(transport, target.tenantId, scopeOf(target, 'order'), { signal, filter });
	const [entry] = [...found].filter(([, { properties }]) => properties.roleName?.toLowerCase() === name.toLowerCase());
	if (entry === undefined) throw roleIsGone(target.tenantId, name);
	return roleFrom(...entry);
}

/** Reservations of one order stand for the same order. */
function withoutRepeats(entries: readonly Entry[]): readonly Entry[] {
	const keyOf = ({ tenantId, orderId }: Entry) => `${tenantId} ${orderId}`.toLowerCase();
	return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}
