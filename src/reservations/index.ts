/** The service module: the entry of a bundle that is loaded when customers are first asked for. */
import * as l10n from '@vscode/l10n';
import type { ReservationsService } from './api';
import type { ServiceOptions } from './options';
import { Service } from './service';

/** What is needed to make the service. */
export interface CreateOptions extends ServiceOptions {
	/** Translations of this bundle's texts (`vscode.l10n.bundle`); undefined: English. */
	readonly translations?: { readonly [key: string]: string } | undefined;
}

/** Makes the one door to customers and reservations. Nothing is read before it is asked for. */
export function createReservationsService({ translations, ...options }: CreateOptions): ReservationsService {
	if (translations !== undefined) l10n.config({ contents: { ...translations } });
	return new Service(options);
}
