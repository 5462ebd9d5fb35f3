/** What could not be read for one of the causes that a reading tells, to be listed or tried again. */
import type { ServiceFailure } from '../../azure/failure';
import type { ScanCause } from '../../reservations/scan/model';

/** Names a cause in messages: its place among the others changes while more are read. */
export function causeName({ kind, code = '' }: Pick<ScanCause, 'kind' | 'code'>): string {
	return `${kind} ${code}`;
}

/** @param cause as {@link causeName} names it @returns empty where there is no such cause any more */
export function failedFor<Failed extends { readonly failure?: ServiceFailure | undefined }>(
	reading: { failures(): readonly Failed[] } | undefined,
	cause: string,
): readonly Failed[] {
	const isOfCause = ({ failure }: Failed) =>
		failure !== undefined && causeName({ kind: failure.kind, code: failure.details.code }) === cause;
	return reading?.failures().filter(isOfCause) ?? [];
}
