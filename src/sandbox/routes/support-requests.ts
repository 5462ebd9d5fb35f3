/** Bodies of Microsoft.Support's calls, read and checked field by field (arm-contract 9). */
import * as z from 'zod/mini';
import { Answer, armError, type Ctx } from '../http';
import type { TicketChange, TicketWish } from '../world/support';
import { type SupportCatalog, serviceIdOf } from '../world/support-catalog';
import { isCountry, isSupportLanguage, isTimeZone } from '../world/support-words';

/** The contract names no longest texts; these are the portal's, as far as they are known. */
const LONGEST_TITLE = 250;
const LONGEST_DESCRIPTION = 10_000;
const LONGEST_NAME = 128;

const text = z.nullish(z.string());
const contact = z.looseObject({
	firstName: text,
	lastName: text,
	preferredContactMethod: text,
	primaryEmailAddress: text,
	additionalEmailAddresses: z.nullish(z.array(z.string())),
	phoneNumber: text,
	preferredTimeZone: text,
	country: text,
	preferredSupportLanguage: text,
});
const secondaryConsent = z.nullish(z.array(z.looseObject({ type: text, userConsent: text })));

const ticketBody = z.object({
	properties: z.looseObject({
		title: text,
		description: text,
		serviceId: text,
		problemClassificationId: text,
		severity: text,
		advancedDiagnosticConsent: text,
		contactDetails: z.nullish(contact),
		problemStartTime: text,
		require24X7Response: z.nullish(z.boolean()),
		secondaryConsent,
	}),
});

/** The fields of a change stand at the root, unlike those of a new request. */
const changeBody = z.strictObject({
	severity: text,
	status: text,
	contactDetails: z.nullish(contact),
	advancedDiagnosticConsent: text,
	secondaryConsent,
});

const messageBody = z.object({ properties: z.looseObject({ subject: text, body: text, sender: text }) });

type Contact = z.infer<typeof contact>;

interface Problem {
	readonly target: string;
	readonly message: string;
}

async function read<S extends z.ZodMiniType>(c: Ctx, schema: S): Promise<z.infer<S>> {
	const body: unknown = await c.req.json().catch(() => undefined);
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const where = issue === undefined || issue.path.length === 0 ? 'the request' : issue.path.join('.');
	throw armError(400, 'JsonDeserializationError', `The request content is invalid and could not be deserialized: ${where}.`);
}

/** @throws Answer 400 that names every field that is wrong */
function refuse(problems: readonly Problem[]): void {
	if (problems.length === 0) return;
	throw new Answer(400, {
		error: {
			code: 'InvalidParameterValue',
			message: 'The calling client sent a bad request to the service.',
			details: problems.map(({ target, message }) => ({ code: 'InvalidParameterValue', target, message })),
		},
	});
}

/** Collects what is wrong. */
class Checks {
	readonly problems: Problem[] = [];

	/** @returns the text, empty where it is missing */
	required(value: string | null | undefined, target: string, longest = Number.POSITIVE_INFINITY): string {
		const given = value?.trim() ?? '';
		if (given === '') this.fail(target, `'${target}' is required.`);
		else if (given.length > longest) this.fail(target, `'${target}' can't be longer than ${longest} characters.`);
		return given;
	}

	one(value: string | null | undefined, target: string, isGood: (value: string) => boolean): void {
		if (value != null && value !== '' && !isGood(value)) this.fail(target, `The value '${value}' of '${target}' is not valid.`);
	}

	fail(target: string, message: string): void {
		this.problems.push({ target, message });
	}
}

const isOneOf =
	(...values: string[]) =>
	(value: string) =>
		values.includes(value.toLowerCase());
const isSeverity = isOneOf('minimal', 'moderate', 'critical', 'highestcriticalimpact');
const isConsent = isOneOf('yes', 'no');
const isMail = (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
const isPhone = (value: string) => /^\+?[\d\s().-]{5,25}$/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 5;

/** Checks what is there; a new contact also has to be complete. */
function checkContact(checks: Checks, given: Contact, isComplete: boolean): void {
	const at = (name: string) => `contactDetails.${name}`;
	if (isComplete) {
		for (const name of [
			'firstName',
			'lastName',
			'preferredContactMethod',
			'primaryEmailAddress',
			'preferredTimeZone',
			'country',
			'preferredSupportLanguage',
		] as const)
			checks.required(given[name], at(name), LONGEST_TITLE);
	}
	checks.one(given.preferredContactMethod, at('preferredContactMethod'), isOneOf('email', 'phone'));
	checks.one(given.primaryEmailAddress, at('primaryEmailAddress'), isMail);
	for (const mail of given.additionalEmailAddresses ?? []) checks.one(mail, at('additionalEmailAddresses'), isMail);
	checks.one(given.phoneNumber, at('phoneNumber'), isPhone);
	checks.one(given.preferredTimeZone, at('preferredTimeZone'), isTimeZone);
	checks.one(given.country, at('country'), isCountry);
	checks.one(given.preferredSupportLanguage, at('preferredSupportLanguage'), isSupportLanguage);
	if (given.preferredContactMethod?.toLowerCase() === 'phone') checks.required(given.phoneNumber, at('phoneNumber'));
}

const SERVICE_ID = /^\/providers\/microsoft\.support\/services\/([^/]+)$/i;
const CLASSIFICATION_ID = /^(\/providers\/microsoft\.support\/services\/[^/]+)\/problemclassifications\/([^/]+)$/i;

function topicOf(checks: Checks, catalog: SupportCatalog, serviceId: string, classificationId: string) {
	const service = catalog.service(SERVICE_ID.exec(serviceId)?.[1] ?? '');
	if (serviceId !== '' && service === undefined) checks.fail('serviceId', `The service '${serviceId}' does not exist.`);
	if (service === undefined || classificationId === '') return undefined;
	const [, parent, id = ''] = CLASSIFICATION_ID.exec(classificationId) ?? [];
	const isItsOwn = parent?.toLowerCase() === serviceIdOf(service).toLowerCase();
	const classification = catalog.classifications(service).find((one) => isItsOwn && one.id === id.toLowerCase());
	if (classification !== undefined) return { service, classification };
	checks.fail(
		'problemClassificationId',
		catalog.wasWithdrawn(id)
			? `The problem classification '${classificationId}' is no longer available. Call the ProblemClassifications API to get the most recent ones.`
			: `The problem classification '${classificationId}' does not belong to the service '${serviceId}'.`,
	);
	return undefined;
}

/** Names of requests and messages in paths. @throws Answer 400 */
export function checkName(name: string): void {
	if (!new RegExp(`^[a-z0-9_.-]{1,${LONGEST_NAME}}$`, 'i').test(name))
		refuse([{ target: 'name', message: `The name '${name}' is not valid.` }]);
}

/**
 * A new request.
 * @param base `/subscriptions/{id}`, or empty for one without a subscription
 * @param wantsConsent newer versions want to be told about diagnostic data
 * @throws Answer 400
 */
export async function readTicket(
	c: Ctx,
	catalog: SupportCatalog,
	base: string,
	wantsConsent: boolean,
): Promise<Omit<TicketWish, 'name' | 'plan' | 'base'>> {
	const { properties } = await read(c, ticketBody);
	const { contactDetails, secondaryConsent: consents, ...given } = properties;
	const checks = new Checks();
	const title = checks.required(given.title, 'title', LONGEST_TITLE);
	const description = checks.required(given.description, 'description', LONGEST_DESCRIPTION);
	const severity = checks.required(given.severity, 'severity');
	checks.one(severity, 'severity', isSeverity);
	if (wantsConsent) checks.required(given.advancedDiagnosticConsent, 'advancedDiagnosticConsent');
	checks.one(given.advancedDiagnosticConsent, 'advancedDiagnosticConsent', isConsent);
	checks.one(given.problemStartTime, 'problemStartTime', (value) => !Number.isNaN(Date.parse(value)));
	const serviceId = checks.required(given.serviceId, 'serviceId');
	const topic = topicOf(checks, catalog, serviceId, checks.required(given.problemClassificationId, 'problemClassificationId'));
	if (topic !== undefined && base === '' && !topic.service.isForTenant)
		checks.fail('serviceId', `A support ticket for '${topic.service.displayName}' needs a subscription.`);
	const { consent } = topic?.classification ?? {};
	if (consent !== undefined && !consents?.some(({ type }) => type === consent.type))
		checks.fail('secondaryConsent', `'secondaryConsent' of the type '${consent.type}' is required.`);
	if (contactDetails == null) checks.fail('contactDetails', "'contactDetails' is required.");
	else checkContact(checks, contactDetails, true);
	refuse(checks.problems);
	if (topic === undefined || contactDetails == null) throw armError(400, 'InvalidParameterValue', 'The request is not complete.');
	return {
		title,
		description,
		severity: severity.toLowerCase(),
		advancedDiagnosticConsent: given.advancedDiagnosticConsent ?? undefined,
		contact: contactDetails,
		...topic,
		others: {
			problemStartTime: given.problemStartTime ?? undefined,
			require24X7Response: given.require24X7Response ?? false,
			enrollmentId: given.enrollmentId,
			fileWorkspaceName: given.fileWorkspaceName,
			problemScopingQuestions: given.problemScopingQuestions,
			technicalTicketDetails: given.technicalTicketDetails,
			quotaTicketDetails: given.quotaTicketDetails,
			secondaryConsent: consents ?? undefined,
		},
	};
}

/** A change of a request. @throws Answer 400 */
export async function readChange(c: Ctx): Promise<TicketChange> {
	const body = await read(c, changeBody);
	const checks = new Checks();
	checks.one(body.severity, 'severity', isSeverity);
	checks.one(body.status, 'status', isOneOf('open', 'closed'));
	checks.one(body.advancedDiagnosticConsent, 'advancedDiagnosticConsent', isConsent);
	if (body.contactDetails != null) checkContact(checks, body.contactDetails, false);
	refuse(checks.problems);
	return {
		severity: body.severity?.toLowerCase(),
		status: body.status ?? undefined,
		contact: body.contactDetails ?? undefined,
		advancedDiagnosticConsent: body.advancedDiagnosticConsent ?? undefined,
		secondaryConsent: body.secondaryConsent ?? undefined,
	};
}

/** A message. Apps that speak for themselves have to say who sends it. @throws Answer 400 */
export async function readMessage(c: Ctx): Promise<{ subject: string; body: string; sender: string }> {
	const { properties } = await read(c, messageBody);
	const caller = c.get('caller');
	const checks = new Checks();
	const subject = checks.required(properties.subject, 'subject', LONGEST_TITLE);
	const body = checks.required(properties.body, 'body', LONGEST_DESCRIPTION);
	const sender = caller.isUser ? (properties.sender ?? caller.name) : checks.required(properties.sender, 'sender');
	checks.one(sender, 'sender', isMail);
	refuse(checks.problems);
	return { subject, body, sender };
}
