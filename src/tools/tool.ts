/** What a tool is made of: the shape of its input, what is said before it runs, and what it reads. */
import type * as z from 'zod/mini';
import type { ReservationsService } from '../reservations/api';
import type { OperationsService } from '../reservations/operations/api';
import { parseInput } from './input';

/** What is said to the user before a tool runs. May have names out of Azure: the one who shows it escapes them. */
export interface Announcement {
	readonly reading: string;
	/** Asked before it runs; undefined: it runs at once. */
	readonly confirm?: { readonly title: string; readonly message: string } | undefined;
}

/** What tools may use of the service: nothing that changes, sends or commits can be called by one. */
export type ReadingService = Pick<
	ReservationsService,
	| 'advise'
	| 'findCustomers'
	| 'getCustomer'
	| 'getReservation'
	| 'loadCustomers'
	| 'loadReservations'
	| 'readOrder'
	| 'readReservation'
	| 'readUsage'
	| 'refreshCustomers'
	| 'scan'
	| 'search'
	| 'table'
	| 'watch'
> & { readonly operations: Pick<OperationsService, 'operations' | 'quoteExchange' | 'quoteReturn'> };

/** Names that are known already. */
export type Names = Pick<ReservationsService, 'getCustomer' | 'getReservation'>;

/** What a tool works with. */
export interface Call {
	readonly service: ReadingService;
	readonly signal: AbortSignal;
	/** Most characters of the result. */
	readonly most: number;
	/** Ms since the epoch. */
	readonly now: number;
}

export interface Tool {
	readonly input: z.ZodMiniType;
	/**
	 * Reads nothing: it goes by what is known.
	 * @param service undefined while there is no connection
	 * @throws Error for an input that is not as declared, with what is wrong
	 */
	announce(input: unknown, service: Names | undefined): Announcement;
	/** @returns the result as text. @throws Error for a bad input; ServiceFailure; an AbortError when cancelled */
	run(input: unknown, call: Call): Promise<string>;
}

/** Makes a tool whose parts get only inputs that were looked at. */
export function tool<Input extends z.ZodMiniType>(
	input: Input,
	parts: {
		announce(input: z.output<Input>, service: Names | undefined): Announcement;
		run(input: z.output<Input>, call: Call): Promise<string>;
	},
): Tool {
	return {
		input,
		announce: (raw, service) => parts.announce(parseInput(input, raw), service),
		run: async (raw, call) => parts.run(parseInput(input, raw), call),
	};
}
