/** The draft as it is filled in: its fields, what they can be chosen from, and what is wrong with them. */
import type { ServiceFailure } from '../../azure/failure';
import type { Known } from '../../reservations/model';
import type {
	DraftContact,
	DraftFault,
	DraftField,
	PreparedDraft,
	SupportDraft,
	SupportOrigin,
	Topic,
} from '../../reservations/support/model';
import { Part } from '../shared/part';
import type { SupportDesk } from './desk';
import type { FieldName } from './messages';
import type { SupportSubject } from './subject';

interface FormOptions {
	desk(): Promise<SupportDesk>;
	/** The service that is in use, if one is up. */
	current(): SupportDesk | undefined;
	changed(): void;
}

export class DraftForm {
	readonly #options: FormOptions;
	readonly #prepared: Part<PreparedDraft>;
	readonly #otherTopics = new Map<string, Part<readonly Topic[]>>();
	readonly #edited: Set<FieldName>;
	#origin: SupportOrigin;
	#draft: SupportDraft | undefined;
	#tried: boolean;
	/** What Microsoft had against it at the last look, beside what can be seen here. */
	#found: readonly DraftFault[] = [];
	/** Counts how often the fields were set from here. */
	revision = 0;
	/** Counts how often it was tried to go on with something wrong. */
	attempts = 0;

	constructor({ origin, draft, edited = [], tried = false }: SupportSubject, options: FormOptions) {
		this.#origin = origin;
		this.#draft = draft;
		this.#edited = new Set(edited);
		this.#tried = tried;
		this.#options = options;
		this.#prepared = new Part(
			async (signal) => {
				const prepared = await (await options.desk()).support.prepare(this.#origin, signal);
				signal.throwIfAborted();
				this.#take(prepared);
				return prepared;
			},
			() => options.changed(),
		);
	}

	get origin(): SupportOrigin {
		return this.#origin;
	}

	/** Undefined as long as it was not filled in from where the user comes from. */
	get draft(): SupportDraft | undefined {
		return this.#draft;
	}

	get edited(): readonly FieldName[] {
		return [...this.#edited];
	}

	get tried(): boolean {
		return this.#tried;
	}

	/** What the draft began with, and what its fields can be chosen from. */
	get prepared(): Known<PreparedDraft> {
		return this.#prepared.known;
	}

	/** The kinds of problems of the service that is chosen. */
	get topics(): Known<readonly Topic[]> {
		const { serviceId } = this.#draft ?? {};
		if (serviceId === undefined || serviceId === '') return { loading: false };
		const known = this.prepared.value?.topics.topics[serviceId];
		if (known !== undefined) return { value: known, loading: false };
		return this.#otherTopics.get(serviceId)?.known ?? { loading: this.prepared.loading };
	}

	/** The kind of problem that is chosen, as far as it is known. */
	get topic(): Topic | undefined {
		return this.topics.value?.find(({ id }) => id === this.#draft?.topicId);
	}

	/** Everything that is wrong, a fault a field. */
	get faults(): readonly DraftFault[] {
		const draft = this.#draft;
		if (draft === undefined) return [];
		const seen = this.#options.current()?.support.check(draft) ?? [];
		return [...new Map([...this.#found, ...seen].map((fault) => [fault.field, fault])).values()];
	}

	/** What is said at the fields: nothing of those that the user has not come to yet. */
	get shownFaults(): readonly DraftFault[] {
		const edited: ReadonlySet<DraftField> = this.#edited;
		return this.faults.filter(({ field }) => this.#tried || edited.has(field));
	}

	/** True when the user has changed something that a new draft would overwrite. */
	get isTouched(): boolean {
		return this.#edited.size > 0;
	}

	start(): void {
		this.#prepared.ensure();
		this.#readTopics();
	}

	/** Reads anew what can be chosen from. Never rejects. */
	async refresh(): Promise<void> {
		const failed = [...this.#otherTopics.values()].filter((part) => part.known.failure !== undefined);
		await Promise.all([this.#prepared.read(), ...failed.map((part) => part.read())]);
	}

	/** Why not all that can be chosen from could be read. */
	get failure(): ServiceFailure | undefined {
		const { failure, value } = this.prepared;
		return failure ?? value?.topics.failures[0] ?? this.topics.failure;
	}

	/** Takes a field as it was typed or chosen. */
	set(field: FieldName, value: string): void {
		const draft = this.#draft;
		if (draft === undefined) return;
		this.#edited.add(field);
		// Which of the two is needed depends on it.
		if (field === 'method') this.#edited.add('phone');
		const forgotten = field === 'serviceId' ? ['serviceId', 'topicId', 'subscriptionId'] : [field];
		this.#found = this.#found.filter((fault) => !forgotten.includes(fault.field));
		this.#draft = field === 'serviceId' ? this.#withService(draft, value) : changed(draft, field, value);
		this.#readTopics();
		this.#options.changed();
	}

	setConsent(type: string, value: 'Yes' | 'No'): void {
		const draft = this.#draft;
		if (draft === undefined) return;
		this.#found = this.#found.filter(({ field }) => field !== 'consents');
		this.#draft = { ...draft, consents: { ...draft.consents, [type]: value } };
		this.#options.changed();
	}

	/** It was tried to go on. @param found what is wrong, as far as that took a look at the service */
	refused(found: readonly DraftFault[]): void {
		this.#found = found;
		this.#tried = true;
		this.attempts++;
		this.#options.changed();
	}

	/** Where the draft begins the next time. */
	follow(origin: SupportOrigin): void {
		this.#origin = origin;
	}

	/** Begins anew from where the user comes from. @param origin when it is another place than before */
	discard(origin = this.#origin): void {
		this.#origin = origin;
		this.#draft = undefined;
		this.#edited.clear();
		this.#tried = false;
		this.#found = [];
		this.#prepared.forget();
		this.#prepared.ensure();
		this.#options.changed();
	}

	/** Forgets what was read, not what was filled in: another connection is up. */
	forget(): void {
		for (const part of [this.#prepared, ...this.#otherTopics.values()]) part.forget();
		this.#otherTopics.clear();
		this.#found = [];
	}

	/** What was kept stays; what is proposed is chosen where nothing was. */
	#take({ draft, topics: { proposed } }: PreparedDraft): void {
		const kept = this.#draft;
		if (kept === undefined) {
			this.#draft = draft;
			this.revision++;
		} else if (kept.serviceId === '' && proposed !== undefined && !this.#edited.has('serviceId')) {
			this.#draft = { ...kept, ...proposed };
			this.revision++;
		}
	}

	/** A place that the user has not chosen himself follows what the service needs. */
	#withService(draft: SupportDraft, serviceId: string): SupportDraft {
		const { topics, places = [] } = this.prepared.value ?? {};
		const needs = topics?.services.find(({ id }) => id === serviceId)?.needsSubscription === true;
		const subscriptions = places.filter((place) => place.subscriptionId !== undefined);
		const [only] = subscriptions.length === 1 ? subscriptions : [];
		const place = this.#edited.has('subscriptionId') ? draft.subscriptionId : needs ? only?.subscriptionId : undefined;
		return { ...draft, serviceId, topicId: '', consents: {}, subscriptionId: place };
	}

	#readTopics(): void {
		const { serviceId, tenantId } = this.#draft ?? {};
		if (serviceId === undefined || serviceId === '' || tenantId === undefined) return;
		if (this.#otherTopics.has(serviceId) || this.prepared.value?.topics.topics[serviceId] !== undefined) return;
		const { desk, changed: tell } = this.#options;
		const part = new Part(async (signal) => (await desk()).support.topicsOf(tenantId, serviceId, signal), tell);
		this.#otherTopics.set(serviceId, part);
		part.ensure();
	}
}

function changed(draft: SupportDraft, field: Exclude<FieldName, 'serviceId'>, value: string): SupportDraft {
	const contact = (of: Partial<DraftContact>): SupportDraft => ({ ...draft, contact: { ...draft.contact, ...of } });
	switch (field) {
		case 'subscriptionId':
			return { ...draft, subscriptionId: value === '' ? undefined : value };
		case 'topicId':
			return { ...draft, topicId: value, consents: {} };
		case 'title':
		case 'description':
			return { ...draft, [field]: value };
		case 'startedAt': {
			const at = Date.parse(value);
			return { ...draft, startedAt: Number.isNaN(at) ? undefined : at };
		}
		case 'severity':
			return isSeverity(value) ? { ...draft, severity: value } : draft;
		case 'diagnosticConsent':
			return { ...draft, diagnosticConsent: value === 'Yes' ? 'Yes' : 'No' };
		case 'method':
			return contact({ method: value === 'phone' ? 'phone' : 'email' });
		case 'additionalEmails':
			return contact({ additionalEmails: value.split(/[,;\s]+/).filter((mail) => mail !== '') });
		default:
			return contact({ [field]: value });
	}
}

function isSeverity(value: string): value is SupportDraft['severity'] {
	return ['minimal', 'moderate', 'critical', 'highestcriticalimpact'].includes(value);
}
