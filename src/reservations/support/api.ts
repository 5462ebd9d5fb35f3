/** The door to support requests: drafts that are filled in, requests that are sent once, and what is said about them. */
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

/** Longest texts of a request, in characters: the portal's, as far as they are known. */
export const longestTitle = 250;
/** Microsoft takes 10,000; the rest is for the line that names the request, by which it is found again. */
export const longestDescription = 9_800;

export interface SupportService {
	/**
	 * What a request can be about, read from the service, and kept for the session. What fits the origin is proposed by Microsoft's own
	 * words (rules 9), never by an id that is known from somewhere.
	 * @throws ServiceFailure when the list of services can't be read
	 */
	topics(origin: SupportOrigin, signal?: AbortSignal): Promise<SupportTopics>;
	/** The kinds of problems of one service, read from the service, and kept for the session. @throws ServiceFailure */
	topicsOf(tenantId: string, serviceId: string, signal?: AbortSignal): Promise<readonly Topic[]>;

	/**
	 * A draft that is filled from where the user comes from: topic, texts with all ids, dates, figures, codes, correlation ids and times
	 * (portal-workflow 4, 7), and the partner's own contact. What can't be read is left open, with the reason. Makes nothing.
	 * @throws ServiceFailure `Refused` for an origin that does not exist (any more); an AbortError when cancelled
	 */
	prepare(origin: SupportOrigin, signal?: AbortSignal): Promise<PreparedDraft>;
	/** What severity, country, time zone and language can be chosen from, in the user's language. */
	choices(): SupportChoices;
	/** What is wrong with a draft, without asking anybody: for each change of a field. */
	check(draft: SupportDraft): readonly DraftFault[];
	/** What is wrong with a draft, also whether its topic was withdrawn meanwhile. @throws ServiceFailure when that can't be read */
	validate(draft: SupportDraft, signal?: AbortSignal): Promise<readonly DraftFault[]>;
	/**
	 * The draft as plain text, with Microsoft's form questions about reservations (rules 9): to paste into the portal, Partner Center or
	 * a mail. Never a token.
	 */
	draftText(draft: SupportDraft, signal?: AbortSignal): Promise<string>;
	/** New support request in the Azure portal, in the customer's tenant (rules 15). */
	portalLink(tenantId: string): string;

	/**
	 * Makes the request: validates it, looks whether it is there already, sends it once on behalf of the customer, and follows it until
	 * it can be read. After a lost answer it is looked for by its name; as long as it can't be told whether it was made, each further
	 * call with this draft only looks, also after a reload. A name that somebody else's request has is replaced; nothing is lost.
	 * @param signal cancels before it is sent; afterwards it ends the waiting, and the result is `running`
	 * @throws ServiceFailure. `NotAllowed`: no role, or no sign-in of the partner's own tenant. `Refused` with the code
	 * `InvalidSupportPlan`: the support plan does not cover requests by the API. For these `remedy` names the other ways: copy as text, or
	 * the portal. `OutcomeUnknown`: it may have been made.
	 */
	create(draft: SupportDraft, signal?: AbortSignal): Promise<CreateResult>;
	/**
	 * Sends a draft again whose outcome is unknown: for a user who has looked and wants it all the same. It has the same name and goes to
	 * the same place, whatever was chosen since, so that Microsoft refuses a second one; it is looked for first.
	 * @throws as {@link create}; `OutcomeUnknown` also where this try certainly was not made, as that tells nothing of the one before
	 */
	createAgain(draft: SupportDraft, signal?: AbortSignal): Promise<CreateResult>;

	/**
	 * Looks what became of a draft that may have been sent, by its name, and sends nothing, whatever it finds.
	 * @param signal ends the looking
	 * @throws ServiceFailure; `OutcomeUnknown` when it was sent and can't be told whether it was made, `Refused` when that came to nothing,
	 * `NotFound` when it was made and can't be seen any more; an AbortError when cancelled
	 */
	look(draft: SupportDraft, signal?: AbortSignal): Promise<LookResult>;

	/**
	 * The requests of a customer about reservations: those without a subscription, and those of the subscriptions that its reservations
	 * are billed to. Kept by Microsoft for 18 months. What can't be read is told beside what can; rejects only when cancelled.
	 */
	requests(tenantId: string, signal?: AbortSignal): Promise<SupportRequests>;
	/** One request, read anew. @throws ServiceFailure */
	request(ref: SupportRequestRef, signal?: AbortSignal): Promise<SupportRequest>;
	/** The messages of a request, newest first, page by page: the next page is read when it is asked for. @throws ServiceFailure */
	messages(ref: SupportRequestRef, signal?: AbortSignal): AsyncGenerator<readonly SupportMessage[]>;

	/** A message to Microsoft's engineer to be filled in. Makes nothing. */
	prepareReply(request: SupportRequest): SupportReply;
	/** What is wrong with a message: sentences. */
	checkReply(reply: SupportReply): readonly string[];
	/**
	 * Sends a message, once; after a lost answer it is looked for by its name. The same message with the same text again only looks, also
	 * after a reload; with another text it is another message, whatever became of the one before.
	 * @throws ServiceFailure; `OutcomeUnknown` when it can't be told whether it was sent; `Refused` where something is wrong with it
	 */
	reply(ref: SupportRequestRef, reply: SupportReply, signal?: AbortSignal): Promise<SupportMessage>;
	/**
	 * Changes the severity. Microsoft refuses that as soon as an engineer works on it: then it is to be asked for by a message.
	 * @throws ServiceFailure; `OutcomeUnknown` when it can't be told whether it was changed
	 */
	changeSeverity(ref: SupportRequestRef, severity: Severity): Promise<SupportRequest>;
	/** Closes a request. @throws as {@link changeSeverity} */
	close(ref: SupportRequestRef): Promise<SupportRequest>;
	/** Opens a closed request again, where Microsoft lets it. @throws as {@link changeSeverity} */
	reopen(ref: SupportRequestRef): Promise<SupportRequest>;

	/** Tells which customer's requests were made or changed from here. Returns the function that ends it. */
	onDidChangeRequests(listener: (tenantId: string) => void): () => void;
}
