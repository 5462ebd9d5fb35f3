/** What one Access Control panel knows and does: who has access, the form, the role that is to be removed, what became of it. */
import * as vscode from 'vscode';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import type { RoleAssignments, RoleResult } from '../../reservations/roles/model';
import { anotherConnection, Connection } from '../shared/connection';
import { readCustomerName } from '../shared/customer-name';
import type { PageTalk } from '../shared/page';
import { asFailure, Part } from '../shared/part';
import { refOf } from '../shared/reservation-panels';
import type { PanelSession } from '../shared/session';
import type { RolesDesk } from './desk';
import { GrantForm } from './form';
import type { HostMessage, SavedState } from './messages';
import { Removal } from './removal';
import { grantReview } from './views/grant';
import { removalReview } from './views/removal';
import { rolesView } from './views/roles';

/** What became of what was done last. */
export type Outcome = { readonly result: RoleResult } | { readonly failure: ServiceFailure };

export class RolesContent {
	readonly form: GrantForm;
	readonly removal: Removal;
	readonly #ref: ReservationRef;
	readonly #page: PageTalk<HostMessage>;
	readonly #assignments: Part<RoleAssignments>;
	readonly #connection: Connection<RolesDesk>;
	#outcome: Outcome | undefined;
	/** What is being sent, in words. */
	#busy: string | undefined;

	constructor(saved: SavedState, session: PanelSession<RolesDesk>, page: PageTalk<HostMessage>) {
		const ref = refOf(saved);
		this.#ref = ref;
		this.#page = page;
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk), left: () => this.#restart() });
		const changed = () => this.post();
		const desk = () => this.#connection.service();
		this.#assignments = new Part(async (signal) => (await desk()).roles.read(ref, signal), changed);
		this.form = new GrantForm(saved.draft, { ref, desk, changed });
		this.removal = new Removal({ ref, desk, changed });
	}

	/** Why what was done last failed. */
	get failure(): ServiceFailure | undefined {
		return this.#outcome !== undefined && 'failure' in this.#outcome ? this.#outcome.failure : undefined;
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.#connection.takeCurrent();
		this.post();
		void this.#assignments.read();
		this.form.start();
	}

	/** Follows names that the service came to know, and another connection. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			// What failed as long as there was none is asked for again.
			if (this.#connection.desk === undefined) this.form.forget();
			this.start();
			return;
		}
		if (change.kind === 'reservations' && change.tenantId.toLowerCase() !== this.#ref.tenantId.toLowerCase()) return;
		this.post();
	}

	/** Reads the roles anew. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		this.form.start();
		await this.#assignments.read();
		return this.#assignments.known.failure?.message ?? vscode.l10n.t('The role assignments are up to date.');
	}

	/** Gives what the form says. What was filled in stays unless it is done. @returns what to tell once that is done */
	grant(): Promise<string> | string {
		const { wish, intent } = this.form;
		const notYet = this.#busy ?? grantReview(this.form).notYet;
		if (notYet !== undefined || wish === undefined) return notYet ?? vscode.l10n.t('Nothing was sent.');
		const { confirmed } = intent;
		return this.#send(
			vscode.l10n.t('Adding the role assignment…'),
			({ roles }) => roles.grant(wish, confirmed),
			() => this.form.given(),
		);
	}

	/** Removes the role that was asked about. @returns what to tell once that is done */
	remove(): Promise<string> | string {
		const { assignmentId, intent } = this.removal;
		if (assignmentId === undefined) return vscode.l10n.t('Nothing was sent.');
		const notYet = this.#busy ?? removalReview(this.removal, this.#assignments.known.value).notYet;
		if (notYet !== undefined) return notYet;
		const { confirmed } = intent;
		return this.#send(
			vscode.l10n.t('Removing the role assignment…'),
			({ roles }) => roles.revoke(this.#ref, assignmentId, confirmed),
			() => this.removal.forget(),
		);
	}

	dismiss(): void {
		this.#outcome = undefined;
		this.post();
	}

	/** Gives up what runs and forgets what is known. */
	forget(): void {
		this.#assignments.forget();
		this.form.forget();
		this.removal.forget();
		this.#connection.forget();
	}

	/** Everything that is known. */
	post(): void {
		const { desk } = this.#connection;
		const reservation = desk?.getReservation(this.#ref);
		const { loading, value, failure } = this.#assignments.known;
		const isHidden = !loading && (failure !== undefined || value?.members.length === 0);
		// A tab that came back with the window may have its title of somebody else.
		if (reservation !== undefined || isHidden) this.#page.named(reservation?.name);
		this.#page.post(
			rolesView({
				ref: this.#ref,
				known: this.#assignments.known,
				reservation,
				customer: desk?.getCustomer(this.#ref.tenantId),
				cloud: desk?.cloud,
				form: this.form,
				removal: this.removal,
				outcome: this.#outcome,
				busy: this.#busy,
			}),
		);
	}

	async #send(busy: string, work: (desk: RolesDesk) => Promise<RoleResult>, done: () => void): Promise<string> {
		this.#busy = busy;
		this.#outcome = undefined;
		this.post();
		try {
			const result = await work(await this.#connection.same());
			this.#outcome = { result };
			done();
		} catch (error) {
			// Cancelled is what was not sent before the service ended.
			this.#outcome = { failure: isCancelled(error) ? anotherConnection() : asFailure(error) };
			// What was confirmed was for what was seen; it may be another thing now.
			this.form.intent.again();
			this.removal.intent.again();
		}
		this.#busy = undefined;
		this.post();
		await this.#assignments.read();
		return 'result' in this.#outcome ? this.#outcome.result.text : this.#outcome.failure.message;
	}

	/** What the connection before has told is not for the next one, whose account may be another one; what is filled in is kept. */
	#restart(): void {
		this.#page.named(undefined);
		for (const part of [this.#assignments, this.form, this.removal]) part.forget();
		this.#outcome = undefined;
		void this.#assignments.read();
		this.form.start();
	}

	#adopted(desk: RolesDesk): () => void {
		const stop = desk.roles.onDidChangeRoles((tenantId) => {
			// What this panel does itself is read when it is through.
			const isOurs = tenantId.toLowerCase() === this.#ref.tenantId.toLowerCase();
			if (isOurs && this.#busy === undefined) void this.#assignments.read();
		});
		readCustomerName(desk, this.#ref.tenantId, () => this.post());
		return stop;
	}
}
