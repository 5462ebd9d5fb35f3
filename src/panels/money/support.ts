/** What a request to Microsoft Support is about that is begun from a panel that moves money. */
import type { ReservationRef } from '../../reservations/model';
import type { Quote } from '../../reservations/operations/model';
import type { SupportSubject } from '../support/subject';
import type { LiveQuote } from './live-quote';

interface Begun {
	readonly tenantId: string;
	readonly action: 'return' | 'exchange';
	/** The reservations that are to be given back. */
	readonly refs: readonly ReservationRef[];
	/** With what the service said against it. */
	readonly quote: Pick<LiveQuote<unknown, Quote>, 'quote' | 'failure'>;
	/** The operation that is shown, if one is. */
	readonly operationId: string | undefined;
}

export function supportSubject({ tenantId, action, refs, quote: { quote, failure }, operationId }: Begun): SupportSubject {
	if (operationId !== undefined) return { tenantId, origin: { kind: 'operation', operationId } };
	return { tenantId, origin: { kind: 'refusal', action, refs, quote, failure } };
}
