/** What one Support Requests panel knows and does: the customer's list, and the request that is shown below it. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { SupportChoices, SupportReply, SupportRequests } from '../../reservations/support/model';
import { Connection } from '../shared/connection';
import { readCustomerName } from '../shared/customer-name';
import { openKnownSite } from '../shared/links';
import type { PageTalk } from '../shared/page';
import { Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { SupportDesk } from '../support/desk';
import type { RequestRef } from '../support/shapes';
import type { HostMessage, SavedState } from './messages';
import { OpenedRequest } from './opened';
import { requestsView } from './views/requests';

export class RequestsContent {
	readonly #tenantId: string;
	readonly #session: PanelSession<SupportDesk>;
	readonly #page: PageTalk<HostMessage>;
	readonly #connection: Connection<SupportDesk>;
	readonly #list: Part<SupportRequests>;
	/** Messages that are not sent yet, by the name of their request. */
	readonly #replies: Map<string, SupportReply>;
	#shown: RequestRef | undefined;
	#opened: OpenedRequest | undefined;
	/** Of the service that is in use. */
	#choices: SupportChoices | undefined;

	constructor({ tenantId, shown, replies = {} }: SavedState, session: PanelSession<SupportDesk>, page: PageTalk<HostMessage>) {
		this.#tenantId = tenantId;
		this.#session = session;
		this.#page = page;
		this.#shown = shown;
		this.#replies = new Map(Object.entries(replies));
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk) });
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
		this.post();
		void this.#list.read();
		if (this.#shown !== undefined && this.#opened === undefined) this.show(this.#shown);
	}

	/** Follows the customer's name, and another connection. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			this.#page.named(undefined);
			this.forget();
			this.start();
			return;
		}
		if (change.kind === 'customers') this.post();
	}

	/** Reads the list anew, and the request that is shown. @returns what to tell */
	async refresh(): Promise<string> {
		await Promise.all([this.#list.read(), this.#opened?.read()]);
		return this.#list.known.failure?.message ?? vscode.l10n.t('The support requests are up to date.');
	}

	/** Shows a request below the list. */
	show(request: RequestRef): void {
		this.#keepReply();
		this.#opened?.forget();
		this.#shown = request;
		const ref = { tenantId: this.#tenantId, ...request };
		this.#opened = new OpenedRequest({
			ref,
			known: this.#list.known.value?.requests.find(({ name, subscriptionId }) => isSame({ name, subscriptionId }, request)),
			reply: this.#replies.get(request.name),
			desk: () => this.#connection.service(),
			current: () => this.#connection.desk,
			changed: () => this.post(),
		});
		this.post();
		void this.#opened.read();
	}

	hide(): void {
		this.#keepReply();
		this.#opened?.forget();
		this.#opened = undefined;
		this.#shown = undefined;
		this.post();
	}

	/** Opens the portal's support, in the customer's directory. @returns what to tell */
	async openInPortal(): Promise<string> {
		const { support, cloud } = await this.#connection.service();
		return openKnownSite(support.portalLink(this.#tenantId), cloud, this.#session.log);
	}

	/** Gives up what runs and forgets what was read. */
	forget(): void {
		this.#keepReply();
		this.#list.forget();
		this.#opened?.forget();
		this.#opened = undefined;
		this.#connection.forget();
	}

	/** Everything that is known. */
	post(): void {
		this.#keepReply();
		const { desk } = this.#connection;
		const customer = desk?.getCustomer(this.#tenantId);
		if (customer !== undefined) this.#page.named(customer.name);
		this.#page.post(
			requestsView({
				saved: { tenantId: this.#tenantId, shown: this.#shown, replies: Object.fromEntries(this.#replies) },
				known: this.#list.known,
				opened: this.#opened,
				customer,
				cloud: desk?.cloud,
				choices: this.#choices,
			}),
		);
	}

	/** A message that was begun is kept, also while another request is shown. */
	#keepReply(): void {
		const opened = this.#opened;
		if (opened === undefined) return;
		const { reply } = opened;
		if (reply === undefined || reply.body === '') this.#replies.delete(opened.ref.name);
		else this.#replies.set(opened.ref.name, reply);
	}

	#adopted(desk: SupportDesk): () => void {
		this.#choices = desk.support.choices();
		readCustomerName(desk, this.#tenantId, () => this.post());
		return desk.support.onDidChangeRequests((tenantId) => {
			if (tenantId.toLowerCase() === this.#tenantId.toLowerCase()) void this.#list.read();
		});
	}
}

function isSame(one: RequestRef, other: RequestRef): boolean {
	const same = (a = '', b = '') => a.toLowerCase() === b.toLowerCase();
	return same(one.name, other.name) && same(one.subscriptionId, other.subscriptionId);
}
