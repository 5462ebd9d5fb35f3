/** What one Support Requests panel knows and does: the customer's list, and the request that is shown below it. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { SupportChoices, SupportRequests } from '../../reservations/support/model';
import { Connection } from '../shared/connection';
import { readCustomerName } from '../shared/customer-name';
import { openKnownSite } from '../shared/links';
import type { PageTalk } from '../shared/page';
import { asFailure, Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { SupportDesk } from '../support/desk';
import type { RequestRef } from '../support/shapes';
import type { HostMessage, Reply, SavedState } from './messages';
import { OpenedRequest } from './opened';
import { missing, requestsView } from './views/requests';

export class RequestsContent {
	readonly #tenantId: string;
	readonly #session: PanelSession<SupportDesk>;
	readonly #page: PageTalk<HostMessage>;
	readonly #connection: Connection<SupportDesk>;
	readonly #list: Part<SupportRequests>;
	/** Messages that are not known to be sent, by their request. */
	readonly #replies: Map<string, Reply>;
	#shown: RequestRef | undefined;
	#opened: OpenedRequest | undefined;
	/** Requests that were left while something was being sent, until they are shown again. */
	readonly #left = new Map<string, OpenedRequest>();
	/** Of the service that is in use. */
	#choices: SupportChoices | undefined;

	constructor({ tenantId, shown, replies = {} }: SavedState, session: PanelSession<SupportDesk>, page: PageTalk<HostMessage>) {
		this.#tenantId = tenantId;
		this.#session = session;
		this.#page = page;
		this.#shown = shown;
		this.#replies = new Map(Object.entries(replies));
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk), left: () => this.#restart() });
		this.#list = new Part(
			async (signal) => (await this.#connection.service()).support.requests(tenantId, signal),
			() => this.post(),
		);
	}

	/** The request that is shown below the list. */
	get opened(): OpenedRequest | undefined {
		return this.#opened;
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.#connection.takeCurrent();
		this.#readAll();
	}

	/** Follows the customer's name, and another connection. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			if (this.#connection.desk === undefined) this.start();
			else this.#connection.takeCurrent();
			return;
		}
		if (change.kind === 'customers') this.post();
	}

	/** Reads the list anew, and the request that is shown. @returns what to tell */
	async refresh(): Promise<string> {
		const opened = this.#opened;
		await Promise.all([this.#list.read(), opened?.read()]);
		const { failure, value } = this.#list.known;
		const failed = [failure, opened?.request.failure, opened?.messages.failure].find((one) => one !== undefined);
		const [notRead] = value === undefined ? [] : missing(value);
		return failed?.message ?? notRead ?? vscode.l10n.t('The support requests are up to date.');
	}

	/** Shows a request below the list. */
	show(request: RequestRef): void {
		this.#leave();
		this.#shown = request;
		const key = keyOf(request);
		this.#opened = this.#left.get(key) ?? this.#open(request);
		this.#left.delete(key);
		this.post();
		void this.#opened.read();
	}

	hide(): void {
		this.#leave();
		this.#shown = undefined;
		this.post();
	}

	/** Opens the portal's support, in the customer's directory. @returns what to tell */
	async openInPortal(): Promise<string> {
		try {
			const { support, cloud } = await this.#connection.service();
			return await openKnownSite(support.portalLink(this.#tenantId), cloud, this.#session.log);
		} catch (error) {
			return asFailure(error).message;
		}
	}

	/** Gives up what runs and forgets what was read. */
	forget(): void {
		this.#drop();
		this.#connection.forget();
	}

	/** Everything that is known. */
	post(): void {
		this.#keepReplies();
		const { desk } = this.#connection;
		const customer = desk?.getCustomer(this.#tenantId);
		const { loading, value, failure } = this.#list.known;
		// A tab that came back with the window may have its title of somebody else.
		if (customer !== undefined || (!loading && (value ?? failure) !== undefined)) this.#page.named(customer?.name);
		this.#page.post(
			requestsView({
				saved: { tenantId: this.#tenantId, shown: this.#shown, replies: Object.fromEntries(this.#replies) },
				known: this.#list.known,
				opened: this.#opened,
				left: [...this.#left.values()],
				customer,
				cloud: desk?.cloud,
				choices: this.#choices,
			}),
		);
	}

	#open(request: RequestRef): OpenedRequest {
		const key = keyOf(request);
		return new OpenedRequest({
			ref: { tenantId: this.#tenantId, ...request },
			known: this.#list.known.value?.requests.find((one) => keyOf(one) === key),
			reply: this.#replies.get(key),
			desk: () => this.#connection.service(),
			current: () => this.#connection.desk,
			changed: () => this.post(),
		});
	}

	/** Shows the opened request no more. Where something is being sent, what becomes of it is still told. */
	#leave(): void {
		this.#keepReplies();
		const opened = this.#opened;
		if (opened === undefined) return;
		opened.forget();
		if (opened.busy !== undefined) this.#left.set(keyOf(opened.ref), opened);
		this.#opened = undefined;
	}

	/** What was read with the connection that was in use. What is being sent with it goes on, and is told by nobody. */
	#drop(): void {
		this.#leave();
		for (const opened of this.#left.values()) opened.end();
		this.#left.clear();
		this.#list.forget();
	}

	/** A message that was begun is kept, also while another request is shown, until it is known to be sent. */
	#keepReplies(): void {
		for (const { ref, reply } of [this.#opened, ...this.#left.values()].filter((one) => one !== undefined)) {
			const isEmpty = reply === undefined || (reply.body === '' && reply.tried === undefined);
			if (isEmpty) this.#replies.delete(keyOf(ref));
			else this.#replies.set(keyOf(ref), reply);
		}
	}

	#readAll(): void {
		// Never without the request that is shown: the page would take it for another one, and go there.
		if (this.#shown !== undefined && this.#opened === undefined) this.show(this.#shown);
		else this.post();
		void this.#list.read();
	}

	#restart(): void {
		this.#page.named(undefined);
		this.#drop();
		this.#readAll();
	}

	#adopted(desk: SupportDesk): () => void {
		this.#choices = desk.support.choices();
		readCustomerName(desk, this.#tenantId, () => this.post());
		return desk.support.onDidChangeRequests((tenantId) => {
			if (tenantId.toLowerCase() === this.#tenantId.toLowerCase()) void this.#list.read();
		});
	}
}

/** Names are of one place: the same one may be in several subscriptions. */
function keyOf({ subscriptionId = '', name }: RequestRef): string {
	return `${subscriptionId}/${name}`.toLowerCase();
}
