/** What requests can be about: read from the service, kept for the session, and proposed by Microsoft's own words (rules 9). */
import * as l10n from '@vscode/l10n';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { problemClassificationPages, supportServicePages } from '../../azure/support';
import type { ProblemClassification, SupportService as Service } from '../../azure/support-shapes';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import { SharedWork } from '../shared-work';
import type { DraftFault, SupportOrigin, SupportTopics, Topic, TopicService } from './model';

/** The services that reservations belong to; requests about them need no subscription (arm-contract 9). */
const billing = /^billing$/i;
const subscriptions = /^subscription management$/i;

/** In which service and by which words the topic is looked for, besides "reservation". The names are those of rules 9. */
const words: Readonly<Record<SupportOrigin['kind'], readonly [RegExp, RegExp]>> = {
	refusal: [billing, /exchange|refund|cancel/i],
	operation: [billing, /exchange|refund|cancel/i],
	access: [subscriptions, /add people|ownership|permission/i],
	change: [subscriptions, /change scope|\bscope\b/i],
	purchase: [subscriptions, /purchase|\bbuy/i],
	reservation: [billing, /\bother\b/i],
	other: [billing, /\bother\b/i],
};

export class Topics {
	readonly #transport: Transport;
	readonly #services = new Map<string, readonly TopicService[]>();
	readonly #topics = new Map<string, readonly Topic[]>();
	readonly #servicesRead = new SharedWork<readonly TopicService[]>();
	readonly #topicsRead = new SharedWork<readonly Topic[]>();

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** @throws ServiceFailure when the services can't be read */
	async read(tenantId: string, origin: SupportOrigin['kind'], signal: AbortSignal): Promise<SupportTopics> {
		const services = await this.services(tenantId, signal);
		const topics: Record<string, readonly Topic[]> = {};
		const failures: ServiceFailure[] = [];
		await Promise.all(
			services.filter(isOfReservations).map(async ({ id }) => {
				try {
					topics[id] = await this.topicsOf(tenantId, id, signal);
				} catch (error) {
					if (isCancelled(error)) throw error;
					failures.push(toFailure(error, tenantId));
				}
			}),
		);
		return { services, topics, proposed: proposedFor(origin, services, topics), failures };
	}

	/** @throws ServiceFailure */
	async services(tenantId: string, signal: AbortSignal): Promise<readonly TopicService[]> {
		const known = this.#services.get(tenantId);
		if (known !== undefined) return known;
		const read = async (ending: AbortSignal) => {
			const all = await allItems<Service>(supportServicePages(this.#transport, tenantId, { signal: ending }));
			const services = all.map(topicService).sort((a, b) => Number(isOfReservations(b)) - Number(isOfReservations(a)));
			this.#services.set(tenantId, services);
			return services;
		};
		return this.#servicesRead.join(tenantId, read, signal);
	}

	/** @throws ServiceFailure */
	async topicsOf(tenantId: string, serviceId: string, signal: AbortSignal): Promise<readonly Topic[]> {
		return this.#topics.get(keyOf(tenantId, serviceId)) ?? this.topicsNow(tenantId, serviceId, signal);
	}

	/** The topics as they are now: Microsoft withdraws some now and then. @throws ServiceFailure */
	topicsNow(tenantId: string, serviceId: string, signal: AbortSignal): Promise<readonly Topic[]> {
		const key = keyOf(tenantId, serviceId);
		const read = async (ending: AbortSignal) => {
			const pages = problemClassificationPages(this.#transport, tenantId, serviceId, { signal: ending });
			const topics = (await allItems<ProblemClassification>(pages)).map(topicFrom);
			this.#topics.set(key, topics);
			return topics;
		};
		return this.#topicsRead.join(key, read, signal);
	}
}

function keyOf(tenantId: string, serviceId: string): string {
	return `${tenantId} ${serviceId}`.toLowerCase();
}

/** @returns undefined where no topic's words fit: then the user chooses, and nothing is guessed */
export function proposedFor(
	origin: SupportOrigin['kind'],
	services: readonly TopicService[],
	topics: SupportTopics['topics'],
): SupportTopics['proposed'] {
	const [usual, wanted] = words[origin];
	// Microsoft moves topics between the two now and then.
	const inOrder = [...services.filter(({ name }) => usual.test(name)), ...services.filter(isOfReservations)];
	for (const { id } of inOrder) {
		const topic = topics[id]?.find(({ name, isAboutReservations }) => isAboutReservations && wanted.test(name));
		if (topic !== undefined) return { serviceId: id, topicId: topic.id };
	}
	return undefined;
}

/** Why no topic is preselected. */
export function topicsLeftOpen({ services, proposed, failures }: SupportTopics): readonly DraftFault[] {
	if (proposed !== undefined) return [];
	const [failure] = failures;
	const text = failure?.message ?? l10n.t('No problem in Microsoft’s list fits by its name. Choose the one that comes closest.');
	return [{ field: services.length === 0 ? 'serviceId' : 'topicId', text }];
}

function isOfReservations({ name }: TopicService): boolean {
	return billing.test(name) || subscriptions.test(name);
}

function topicService({ id, name, properties }: Service): TopicService {
	const said = properties?.displayName?.trim() || name || id;
	return { id, name: said, needsSubscription: !billing.test(said) && !subscriptions.test(said) };
}

function topicFrom({ id, name, properties }: ProblemClassification): Topic {
	const said = properties?.displayName?.trim() || name || id;
	const consents = (properties?.secondaryConsentEnabled ?? []).flatMap(({ type, description }) =>
		type == null ? [] : [{ type, description: description ?? type }],
	);
	return { id, name: said, isAboutReservations: /reservation/i.test(said), consents };
}
