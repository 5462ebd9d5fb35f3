/** What panels outside of VS Code have of the rest of the extension: a session that is a service alone. */
import type { LogOutputChannel, Uri as VscodeUri } from 'vscode';
import type { PanelHost, PanelSession } from '../../src/panels/shared/session';
import type { Change, ReservationsService } from '../../src/reservations/api';
import { Uri } from '../ui/pages/vscode-outside';

const silent = { warn: () => undefined, error: () => undefined };

/** @param log told what goes wrong; without it nobody is */
export function panelHost(
	service: ReservationsService,
	log: Partial<Pick<LogOutputChannel, 'warn' | 'error'>> = silent,
): PanelHost<ReservationsService> {
	return {
		session: {
			current: service,
			service: async () => service,
			onDidChange: (listener) => ({ dispose: service.onDidChange((change) => listener(change)) }),
			log: log as LogOutputChannel,
		},
		extensionUri: Uri.file('/extension') as unknown as VscodeUri,
	};
}

/** A session in which the test puts another service in the place of the one that is up. */
export class ReplaceableSession implements PanelSession<ReservationsService> {
	readonly #listeners = new Set<(change: Change) => unknown>();
	readonly log = silent as Partial<LogOutputChannel> as LogOutputChannel;

	/** @param refused why no connection can be made, where none can */
	constructor(
		public up: ReservationsService,
		readonly refused?: Error,
	) {}

	get current(): ReservationsService | undefined {
		return this.refused === undefined ? this.up : undefined;
	}

	async service(): Promise<ReservationsService> {
		if (this.refused !== undefined) throw this.refused;
		return this.up;
	}

	onDidChange = (listener: (change: Change) => unknown) => {
		this.#listeners.add(listener);
		return { dispose: () => this.#listeners.delete(listener) };
	};

	/** Another connection takes the place of the one that is up as soon as somebody asks for it; nobody is told. */
	swap(service: ReservationsService): void {
		this.up = service;
	}

	/** Puts another connection in the place of the one that is up. */
	restart(service: ReservationsService): void {
		this.swap(service);
		for (const listener of [...this.#listeners]) listener({ kind: 'customers' });
	}
}
