/** What the service is made of: where things are, who signs in, and what it runs on. */
import type { Cloud, TokenSource } from '../azure/cloud';
import type { TransportOptions } from '../azure/transport';
import type { EnteredCustomer } from './model';
import type { Pace } from './operations/pace';
import type { Thresholds } from './watch/model';

/** Full paths of folders with records of operations and of changes. */
export interface RecordFolders {
	/** For new ones; made when it is missing. */
	readonly folder: string;
	/** With what was begun before: read and followed there. */
	readonly older: readonly string[];
}

export interface ServiceOptions {
	/** Where the services are. */
	readonly cloud: Cloud;
	readonly tokens: TokenSource;
	/** The network. */
	readonly fetch: typeof globalThis.fetch;
	/** Folder for what is kept between sessions of the editor; made when it is missing. */
	readonly storage: string;
	/**
	 * Where operations and changes are written down; {@link storage} where nothing is said. All who may work with the same reservations
	 * have to share it: what is not through is told by it.
	 */
	readonly records?: RecordFolders | undefined;
	/** Now, in ms since the epoch. */
	readonly clock: () => number;
	readonly log: {
		debug(message: string): void;
		info(message: string): void;
		warn(message: string): void;
		error(message: string): void;
	};
	/** Language of texts, numbers and dates, for example `de`. */
	readonly locale: string;
	/** Customers that the user entered: listed beside those of Partner Center, and alone where that may not be used. */
	readonly customerList?: readonly EnteredCustomer[] | undefined;
	/** Client id of the app registration that signs in: the access doctor's link to consent names it. */
	readonly clientId?: string | undefined;
	/** How patient the calls are; the transport's own limits where nothing is said. */
	readonly limits?: TransportOptions['limits'];
	/** Name of the connection, for the journal of operations. */
	readonly connection?: string | undefined;
	/** User name of who calls to a customer's tenant go out as, for the journals. */
	readonly account?: ((tenantId: string) => Promise<string | undefined>) | undefined;
	/** From when on the watch list has something, asked anew each time; the product's own where nothing is said. */
	readonly thresholds?: (() => Thresholds) | undefined;
	/** How patiently operations are followed; their own limits where nothing is said. */
	readonly pace?: Partial<Pace> | undefined;
	/** Waits; has to reject with the signal's reason when it is aborted. Replaced in tests. */
	readonly sleep?: TransportOptions['sleep'];
}
