/** What could not be read for one of the causes that a reading tells, to be tried again. */
import type { ServiceFailure } from '../../azure/failure';
import type { ScanState } from '../../reservations/scan/model';

interface Reading<Failed> {
	state(): Pick<ScanState, 'causes'>;
	failures(): readonly Failed[];
}

/** @param place of the cause in the state @returns empty where there is no such cause any more */
export function failedFor<Failed extends { readonly failure?: ServiceFailure | undefined }>(
	reading: Reading<Failed> | undefined,
	place: number,
): readonly Failed[] {
	const cause = reading?.state().causes[place];
	if (reading === undefined || cause === undefined) return [];
	return reading.failures().filter(({ failure }) => failure?.kind === cause.kind && failure.details.code === cause.code);
}
