/** What the commands work with. */
import type * as vscode from 'vscode';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import type { ReservationRef } from '../reservations/model';
import type { CustomersView } from '../tree/customers-view';

/** The Overview panels as the commands see them: their code is loaded when the first one is opened. */
export interface Overviews {
	open(ref: ReservationRef): Promise<void>;
	/** Reads the active panel anew. */
	refreshActive(): void;
	/** The reservation of the panel that has the focus. */
	readonly active: ReservationRef | undefined;
}

export interface CommandContext {
	readonly session: Session;
	readonly preferences: Preferences;
	readonly view: CustomersView;
	readonly overviews: Overviews;
	readonly log: vscode.LogOutputChannel;
}
