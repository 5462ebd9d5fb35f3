/** The support service: topics and drafts, requests that are sent once, and what Microsoft has of a customer. */
import * as l10n from '@vscode/l10n';
import { isCancelled, ServiceFailure } from '../../azure/failure';
import { communicationPages, getTicket } from '../../azure/support';
import type { SupportTicket, TicketChange } from '../../azure/support-shapes';
import { asking, beforeSending, notSent, toFailure } from '../failures';
import { supportLink } from '../links';
import { refused } from '../operations/quoting';
import { longestTitle, type SupportService } from './api';
import { draftFaults, replyFaults } from './checks';
import { supportChoices } from './choices';
import { ticketDelivery, withOtherWays } from './creating';
import { Delivering, type Delivery } from './delivering';
import { draftText } from './draft-text';
import { type DraftingParts, namesOf, prepareDraft, validateDraft } from './drafting';
import type {
	CreateResult,
	DraftFault,
	LookResult,
	PreparedDraft,
	Severity,
	SupportChoices,
	SupportDraft,
	SupportMessage,
	SupportOrigin,
	SupportReply,
	SupportRequest,
	SupportRequestRef,
	SupportRequests,
	SupportTopics,
	Topic,
} from './model';
import { changeTicket, replyDelivery } from './replying';
import { listRequests, messageFrom, newName, requestFrom } from './requests';
import { SentLog, type SentRecord } from './sent-log';
import { Topics } from './topics';

export interface SupportOptions extends DraftingParts {
	/** Of what was sent; made when it is missing. */
	readonly folder: string;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly log: { warn(message: string): void; error(message: string): void };
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

export class ReservationSupport implements SupportService {
	readonly #options: SupportOptions;
	readonly #topics: Topics;
	readonly #delivering: Delivering;
	readonly #listeners = new Set<(tenantId: string) => void>();

	constructor(options: SupportOptions) {
		this.#options = options;
		this.#topics = new Topics(options.transport);
		this.#delivering = new Delivering({ ...options, log: new SentLog(options.folder, options.log) });
	}

	topics(origin: SupportOrigin, signal?: AbortSignal): Promise<SupportTopics> {
		const tenantId = this.#tenantOf(origin);
		return this.#asking(tenantId, signal, (ending) => this.#topics.read(tenantId, origin.kind, ending));
	}

	topicsOf(tenantId: string, serviceId: string, signal?: AbortSignal): Promise<readonly Topic[]> {
		return this.#asking(tenantId, signal, (ending) => this.#topics.topicsOf(tenantId.toLowerCase(), serviceId, ending));
	}

	prepare(origin: SupportOrigin, signal?: AbortSignal): Promise<PreparedDraft> {
		const work = (ending: AbortSignal) => prepareDraft(this.#options, this.#topics, origin, ending);
		return this.#asking(this.#tenantOf(origin), signal, work);
	}

	choices(): SupportChoices {
		return supportChoices(this.#options.locale, this.#options.clock());
	}

	check(draft: SupportDraft): readonly DraftFault[] {
		return draftFaults(draft, this.#options.clock());
	}

	validate(draft: SupportDraft, signal?: AbortSignal): Promise<readonly DraftFault[]> {
		return this.#asking(draft.tenantId, signal, (ending) => this.#validate(draft, ending));
	}

	draftText(draft: SupportDraft, signal?: AbortSignal): Promise<string> {
		const { tenantId, serviceId, topicId } = draft;
		return this.#asking(tenantId, signal, async (ending) => {
			const customer = this.#options.customer(tenantId)?.name;
			const names = await namesOf(draft, this.#topics, ending).catch((error: unknown) => {
				if (isCancelled(error)) throw error;
				return { service: serviceId, topic: topicId };
			});
			return draftText(draft, { customer, ...names });
		});
	}

	portalLink(tenantId: string): string {
		return supportLink(this.#options.transport.cloud, tenantId);
	}

	create(draft: SupportDraft, signal?: AbortSignal): Promise<CreateResult> {
		return this.#create(draft, false, signal);
	}

	createAgain(draft: SupportDraft, signal?: AbortSignal): Promise<CreateResult> {
		return this.#create(draft, true, signal);
	}

	look(draft: SupportDraft, signal?: AbortSignal): Promise<LookResult> {
		return this.#asking(draft.tenantId, signal, async (ending) => {
			const delivery = this.#deliveryOf(draft, await this.#delivering.earlier(draft.name));
			const seen = await this.#delivering.look(delivery, ending);
			return seen.outcome === 'there' ? this.#made(delivery, seen) : seen;
		});
	}

	requests(tenantId: string, signal?: AbortSignal): Promise<SupportRequests> {
		return this.#asking(tenantId, signal, (ending) => listRequests(this.#options, tenantId.toLowerCase(), ending));
	}

	request(ref: SupportRequestRef, signal?: AbortSignal): Promise<SupportRequest> {
		return this.#asking(ref.tenantId, signal, async (ending) => {
			const ticket = await getTicket(this.#options.transport, ref.tenantId, ref, ref.name, { signal: ending });
			return requestFrom(ref.tenantId, ref.subscriptionId, ticket);
		});
	}

	async *messages(ref: SupportRequestRef, signal?: AbortSignal): AsyncGenerator<readonly SupportMessage[]> {
		const { transport, ending } = this.#options;
		const until = signal === undefined ? ending : AbortSignal.any([signal, ending]);
		try {
			for await (const { items } of communicationPages(transport, ref.tenantId, ref, ref.name, { signal: until })) {
				yield items.map(messageFrom).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
			}
		} catch (error) {
			if (isCancelled(error)) throw error;
			throw toFailure(error, ref.tenantId);
		}
	}

	prepareReply({ title, number, contactEmail }: SupportRequest): SupportReply {
		const subject = number === undefined ? title : `${title} - TrackingID#${number}`;
		return { name: newName(this.#options.clock()), subject: subject.slice(0, longestTitle), body: '', sender: contactEmail };
	}

	checkReply(reply: SupportReply): readonly string[] {
		return replyFaults(reply);
	}

	reply(ref: SupportRequestRef, reply: SupportReply, signal?: AbortSignal): Promise<SupportMessage> {
		return this.#asking(ref.tenantId, signal, async (ending) => {
			const faults = replyFaults(reply);
			if (faults.length > 0) throw refused(ref.tenantId, `${faults.join(' ')} ${l10n.t('Nothing was sent.')}`);
			const delivered = await this.#delivering.deliver(replyDelivery(this.#options.transport, ref, reply), false, ending);
			if (delivered.outcome === 'running') throw notShownYet(ref.tenantId);
			this.#changed(ref.tenantId);
			return messageFrom(delivered.value);
		});
	}

	changeSeverity(ref: SupportRequestRef, severity: Severity): Promise<SupportRequest> {
		return this.#change(ref, { severity });
	}

	close(ref: SupportRequestRef): Promise<SupportRequest> {
		return this.#change(ref, { status: 'closed' });
	}

	reopen(ref: SupportRequestRef): Promise<SupportRequest> {
		return this.#change(ref, { status: 'open' });
	}

	onDidChangeRequests(listener: (tenantId: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	dispose(): void {
		this.#listeners.clear();
	}

	#validate(draft: SupportDraft, signal: AbortSignal): Promise<readonly DraftFault[]> {
		return validateDraft(draft, this.#topics, this.#options.clock(), signal);
	}

	async #create(draft: SupportDraft, again: boolean, signal: AbortSignal | undefined): Promise<CreateResult> {
		try {
			return await this.#asking(draft.tenantId, signal, (ending) => this.#deliver(draft, again, ending));
		} catch (error) {
			if (isCancelled(error)) throw error;
			throw withOtherWays(toFailure(error, draft.tenantId));
		}
	}

	async #deliver(draft: SupportDraft, again: boolean, signal: AbortSignal): Promise<CreateResult> {
		const earlier = await beforeSending(draft.tenantId, () => this.#delivering.earlier(draft.name));
		const faults =
			earlier === undefined
				? await this.#validate(draft, signal).catch((error: unknown) => {
						throw notSent(error);
					})
				: // What may have been sent is only looked for, whatever is in the draft by now.
					again
					? this.check(draft)
					: [];
		if (faults.length > 0) return { outcome: 'invalid', faults };
		const delivery = this.#deliveryOf(draft, earlier);
		const delivered = await this.#delivering.deliver(delivery, again, signal);
		return delivered.outcome === 'running' ? delivered : this.#made(delivery, delivered);
	}

	/** Where it was sent to before: elsewhere its name would be free, and there could be two of it. */
	#deliveryOf(draft: SupportDraft, earlier: SentRecord | undefined): Delivery<SupportTicket> {
		const { subscriptionId } = earlier ?? draft;
		return ticketDelivery(this.#options.transport, { ...draft, subscriptionId });
	}

	#made(
		{ tenantId, subscriptionId }: Delivery<SupportTicket>,
		{ value, before }: { readonly value: SupportTicket; readonly before: boolean },
	): Extract<CreateResult, { outcome: 'created' }> {
		this.#changed(tenantId);
		return { outcome: 'created', request: requestFrom(tenantId, subscriptionId, value), before };
	}

	#change(ref: SupportRequestRef, change: TicketChange): Promise<SupportRequest> {
		return this.#asking(ref.tenantId, undefined, async () => {
			const ticket = await changeTicket(this.#options.transport, ref, change);
			this.#changed(ref.tenantId);
			return requestFrom(ref.tenantId, ref.subscriptionId, ticket);
		});
	}

	#tenantOf(origin: SupportOrigin): string {
		const { operation, change } = this.#options;
		switch (origin.kind) {
			case 'reservation':
				return origin.ref.tenantId.toLowerCase();
			case 'refusal':
				return (origin.refs[0]?.tenantId ?? origin.quote?.tenantId ?? '').toLowerCase();
			case 'operation':
				return operation(origin.operationId)?.tenantId.toLowerCase() ?? '';
			case 'change':
				return change(origin.changeId)?.tenantId.toLowerCase() ?? '';
			default:
				return origin.tenantId.toLowerCase();
		}
	}

	#asking<T>(tenantId: string, signal: AbortSignal | undefined, work: (ending: AbortSignal) => Promise<T>): Promise<T> {
		return asking(this.#options.ending, tenantId, signal, work);
	}

	#changed(tenantId: string): void {
		for (const listener of this.#listeners) {
			try {
				listener(tenantId.toLowerCase());
			} catch (error) {
				this.#options.log.error(`A listener of support requests failed: ${String(error)}`);
			}
		}
	}
}

function notShownYet(customerTenantId: string): ServiceFailure {
	return new ServiceFailure('OutcomeUnknown', l10n.t('Azure took the message on, and does not show it yet.'), {
		customerTenantId,
		sent: 'maybe',
		remedy: l10n.t('Refresh the messages in some minutes. Do not send it again as long as it is not clear that it is missing.'),
	});
}
