/** What is known of the customers' refund allowances: what quotes told, and what was returned here. Nothing is computed. Pure. */
import type { Operation } from '../operations/model';
import { refundWindowDays } from '../policy';
import type { CountedReturn, KnownAllowance, ToldAllowance } from './model';

const windowMs = refundWindowDays * 86_400_000;

/**
 * By customer. Figures of a quote count as of the quote: a return that was committed after it is not in them.
 * @param noted by customer: what the newest quote that was made here told, committed or not
 */
export function knownAllowances(
	operations: readonly Operation[],
	noted: ReadonlyMap<string, ToldAllowance>,
	now: number,
): ReadonlyMap<string, KnownAllowance> {
	const told = new Map<string, ToldAllowance>();
	const take = (tenantId: string, one: ToldAllowance) => {
		if (now - one.at <= windowMs && one.at > (told.get(tenantId)?.at ?? 0)) told.set(tenantId, one);
	};
	for (const [tenantId, one] of noted) take(tenantId, one);
	for (const { quote } of operations) {
		if (quote.kind === 'return' && quote.allowance !== undefined)
			take(quote.tenantId, { ...quote.allowance, at: quote.quotedAt });
	}
	const returns = new Map<string, CountedReturn[]>();
	for (const operation of operations) {
		const counted = countedReturn(operation, told.get(operation.tenantId)?.at);
		if (counted === undefined || counted.comesBackAt <= now) continue;
		returns.set(operation.tenantId, [...(returns.get(operation.tenantId) ?? []), counted]);
	}
	const tenantIds = new Set([...told.keys(), ...returns.keys()]);
	return new Map(
		Array.from(tenantIds, (tenantId) => {
			const ofTenant = (returns.get(tenantId) ?? []).sort((a, b) => a.comesBackAt - b.comesBackAt);
			return [tenantId, { tenantId, told: told.get(tenantId), returns: ofTenant }];
		}),
	);
}

/** Only a return that went through counts; one whose outcome is not known may, so it is told too. Exchanges do not (rules 3.6). */
function countedReturn(
	{ id, kind, state, quote, sentAt, preparedAt }: Operation,
	toldAt: number | undefined,
): CountedReturn | undefined {
	if (kind !== 'return' || quote.kind !== 'return') return undefined;
	if (state === 'prepared' || state === 'notDone' || state === 'failed') return undefined;
	const returnedAt = sentAt ?? preparedAt;
	return {
		operationId: id,
		returnedAt,
		comesBackAt: returnedAt + windowMs,
		moneyBack: quote.figures?.moneyBackPricing,
		commitmentCancelled: quote.figures?.commitmentCancelled,
		isAfterFigures: toldAt === undefined || returnedAt >= toldAt,
	};
}
