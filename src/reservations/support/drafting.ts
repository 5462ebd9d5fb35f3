/** A draft from where the user comes from, with what Microsoft wants to know of it; and what of it is not right yet. */
import { isCancelled } from '../../azure/failure';
import { toFailure } from '../failures';
import { draftFaults, topicFaults } from './checks';
import { readContact } from './contact';
import type { DraftFault, PreparedDraft, SupportDraft, SupportOrigin, SupportTopics } from './model';
import { type CustomersReservations, readPlaces } from './places';
import { newName } from './requests';
import { type Sources, tell } from './stories';
import { type Topics, topicsLeftOpen } from './topics';

export interface DraftingParts extends Sources, CustomersReservations {
	/** Language of the user, for example `de`. */
	readonly locale: string;
	readonly clock: () => number;
}

/** Fills in what is known. What could not be read is left open, and said. @throws ServiceFailure; an AbortError */
export async function prepareDraft(
	parts: DraftingParts,
	topicLists: Topics,
	origin: SupportOrigin,
	signal: AbortSignal,
): Promise<PreparedDraft> {
	const { transport, locale, clock } = parts;
	const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
	const story = await tell(origin, parts, signal);
	const { tenantId, reservations, title, description, startedAt } = story;
	const [topics, places, person] = await Promise.all([
		topicLists.read(tenantId, origin.kind, signal).catch((error: unknown): SupportTopics => {
			if (isCancelled(error)) throw error;
			return { services: [], topics: {}, failures: [toFailure(error, tenantId)] };
		}),
		readPlaces(parts, tenantId, signal),
		readContact({ transport, locale, timeZone, now: clock() }, signal),
	]);
	return {
		draft: {
			origin: origin.kind,
			reservations,
			name: newName(clock()),
			tenantId,
			serviceId: topics.proposed?.serviceId ?? '',
			topicId: topics.proposed?.topicId ?? '',
			title,
			description,
			severity: 'minimal',
			consents: {},
			startedAt,
			contact: person.contact,
		},
		places: places.all,
		topics,
		leftOpen: [...story.leftOpen, ...places.leftOpen, ...topicsLeftOpen(topics), ...person.leftOpen],
	};
}

/** Holds a draft against Microsoft's own lists too. @param now ms since the epoch @throws ServiceFailure; an AbortError */
export async function validateDraft(
	draft: SupportDraft,
	topicLists: Topics,
	now: number,
	signal: AbortSignal,
): Promise<readonly DraftFault[]> {
	const faults = draftFaults(draft, now);
	if (draft.serviceId === '' || draft.topicId === '') return faults;
	const tenantId = draft.tenantId.toLowerCase();
	const services = await topicLists.services(tenantId, signal);
	const service = services.find(({ id }) => id.toLowerCase() === draft.serviceId.toLowerCase());
	const topics = service && (await topicLists.topicsNow(tenantId, service.id, signal));
	return [...faults, ...topicFaults(draft, { services, topics: service && topics ? { [service.id]: topics } : {} })];
}

/** What service and topic of a draft are called. @throws ServiceFailure; an AbortError */
export async function namesOf(
	{ tenantId, serviceId, topicId }: SupportDraft,
	topicLists: Topics,
	signal: AbortSignal,
): Promise<{ readonly service?: string; readonly topic?: string }> {
	if (serviceId === '') return {};
	const services = await topicLists.services(tenantId, signal);
	const topics = await topicLists.topicsOf(tenantId, serviceId, signal);
	return {
		service: services.find(({ id }) => id.toLowerCase() === serviceId.toLowerCase())?.name ?? serviceId,
		topic: topics.find(({ id }) => id.toLowerCase() === topicId.toLowerCase())?.name ?? topicId,
	};
}
