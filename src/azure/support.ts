/** Support requests of a customer: topics, requests and messages; calls of Microsoft.Support 2024-04-01 (arm-contract 9). */
import * as z from 'zod/mini';
import { hasOperationEnded } from './exchanges';
import { guid } from './ids';
import { listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import { pollWait } from './retry';
import {
	availability,
	type Communication,
	classification,
	communication,
	type MessageRequest,
	type NameAvailability,
	type ProblemClassification,
	type SupportService,
	type SupportTicket,
	service,
	type TicketChange,
	type TicketRequest,
	ticket,
} from './support-shapes';
import type { Answer, Call, CallOptions, Transport } from './transport';
import { maybe, text } from './values';

const API_VERSION = '2024-04-01';
const PROVIDER = '/providers/Microsoft.Support';

const operation = z.looseObject({ status: z.string(), error: maybe(z.looseObject({ code: text, message: text })) });

/** Where a request is: in a subscription, or in none (billing and subscription management only). */
export interface SupportPlace {
	/** GUID. */
	readonly subscriptionId?: string | undefined;
}

/** What was begun. That it was accepted does not mean that it comes about: the plan is looked at later. */
export interface BegunSupport<T> {
	/** Where to look; undefined where the service answered at once with `value`. */
	readonly url: string | undefined;
	/** How long the service asks to wait before the first look, ms. */
	readonly waitMs: number | undefined;
	readonly value: T | undefined;
	readonly correlationId: string | undefined;
}

/** What a look at an operation showed. The result is not in it: it is read by its name. */
export interface SupportOperation {
	/** `Succeeded`, `Failed`, `Canceled`; any other word means that it runs. */
	readonly status: string;
	readonly isRunning: boolean;
	/** Why it came to nothing; the code is `InvalidSupportPlan` where the plan is too low. */
	readonly error: { readonly code: string | undefined; readonly message: string | undefined } | undefined;
	/** How long the service asks to wait before the next look, ms. */
	readonly waitMs: number | undefined;
	readonly correlationId: string | undefined;
}

/** Services that requests can be about, in pages. @throws ServiceFailure */
export function supportServicePages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<SupportService>> {
	return listPages(transport, service, inEnglish(armCall(tenantId, `${PROVIDER}/services`, API_VERSION, options)));
}

/** Kinds of problems of a service, in pages. @param serviceId whole id @throws ServiceFailure */
export function problemClassificationPages(
	transport: Transport,
	tenantId: string,
	serviceId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<ProblemClassification>> {
	const name = segment(serviceId.split('/').at(-1) ?? '');
	return listPages(
		transport,
		classification,
		inEnglish(armCall(tenantId, `${PROVIDER}/services/${name}/problemClassifications`, API_VERSION, options)),
	);
}

/** Whether a request can have this name. @throws ServiceFailure */
export async function checkTicketName(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	name: string,
	options: CallOptions = {},
): Promise<NameAvailability> {
	const call = armCall(tenantId, `${providerIn(place)}/checkNameAvailability`, API_VERSION, options);
	const body = { name, type: 'Microsoft.Support/supportTickets' };
	return await transport.json(availability, { ...call, method: 'POST', safe: true, body });
}

/**
 * The requests of a subscription, or those without one, in pages; kept by Microsoft for 18 months.
 * @param filter `Status eq 'Open'`, `CreatedDate ge 2026-01-01T00:00:00Z`; joined with `and`
 * @throws ServiceFailure
 */
export function ticketPages(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	{ filter, top, ...options }: CallOptions & { readonly filter?: string | undefined; readonly top?: number | undefined } = {},
): AsyncGenerator<Page<SupportTicket>> {
	const query = { $filter: filter, $top: top?.toString() };
	return listPages(transport, ticket, armCall(tenantId, `${providerIn(place)}/supportTickets`, API_VERSION, options, query));
}

/** One request by its name. @throws ServiceFailure; `NotFound` when there is none */
export async function getTicket(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	name: string,
	options: CallOptions = {},
): Promise<SupportTicket> {
	return await transport.json(ticket, armCall(tenantId, ticketPath(place, name), API_VERSION, options));
}

/**
 * Makes a request: sent once. After a lost answer {@link getTicket} tells by its name whether it was made.
 * @param name picked by the caller, so that the request can be found again
 * @throws ServiceFailure; `OutcomeUnknown` where it may have been made
 */
export async function createTicket(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	name: string,
	properties: TicketRequest,
): Promise<BegunSupport<SupportTicket>> {
	const call = writing(transport, tenantId, ticketPath(place, name), 'PUT', { properties });
	return begunBy(await transport.send(maybe(ticket), call));
}

/** Looks at what was begun. @param url as the service named it @throws ServiceFailure */
export async function readSupportOperation(
	transport: Transport,
	tenantId: string,
	url: string,
	options: CallOptions = {},
): Promise<SupportOperation> {
	const call: Call = { ...armCall(tenantId, url, API_VERSION, options), ...(url.includes('?') && { query: undefined }) };
	const { value, headers, correlationId } = await transport.send(operation, call);
	const { status, error } = value;
	return {
		status,
		isRunning: !hasOperationEnded(status),
		error: error ? { code: error.code ?? undefined, message: error.message ?? undefined } : undefined,
		waitMs: pollWait(headers),
		correlationId,
	};
}

/** Changes a request: sent once. @throws ServiceFailure; `OutcomeUnknown` where it may have been changed */
export async function updateTicket(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	name: string,
	change: TicketChange,
): Promise<SupportTicket> {
	// Unlike a new request, a change has its fields at the root.
	return await transport.json(ticket, writing(transport, tenantId, ticketPath(place, name), 'PATCH', change));
}

/** The messages of a request, in pages of ten. @throws ServiceFailure */
export function communicationPages(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	ticketName: string,
	options: CallOptions = {},
): AsyncGenerator<Page<Communication>> {
	const path = `${ticketPath(place, ticketName)}/communications`;
	return listPages(transport, communication, armCall(tenantId, path, API_VERSION, options));
}

/** One message by its name. @throws ServiceFailure; `NotFound` when there is none */
export async function getCommunication(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	ticketName: string,
	name: string,
	options: CallOptions = {},
): Promise<Communication> {
	return await transport.json(communication, armCall(tenantId, messagePath(place, ticketName, name), API_VERSION, options));
}

/**
 * Sends a message to Microsoft's engineer: sent once. After a lost answer {@link getCommunication} tells whether it was.
 * @throws ServiceFailure; `OutcomeUnknown` where it may have been sent
 */
export async function createCommunication(
	transport: Transport,
	tenantId: string,
	place: SupportPlace,
	ticketName: string,
	name: string,
	properties: MessageRequest,
): Promise<BegunSupport<Communication>> {
	const call = writing(transport, tenantId, messagePath(place, ticketName, name), 'PUT', { properties });
	return begunBy(await transport.send(maybe(communication), call));
}

/** Names of topics come in the language that is asked for; they are known by their English ones. */
function inEnglish(call: Call): Call {
	return { ...call, headers: { ...call.headers, 'Accept-Language': 'en-US' } };
}

function providerIn({ subscriptionId }: SupportPlace): string {
	return subscriptionId === undefined ? PROVIDER : `/subscriptions/${guid(subscriptionId)}${PROVIDER}`;
}

function ticketPath(place: SupportPlace, name: string): string {
	return `${providerIn(place)}/supportTickets/${segment(name)}`;
}

function messagePath(place: SupportPlace, ticketName: string, name: string): string {
	return `${ticketPath(place, ticketName)}/communications/${segment(name)}`;
}

/** A name in a path: nothing else may become part of a URL. */
function segment(name: string): string {
	if (!/^(?!\.+$)[\w.-]{1,128}$/.test(name)) throw new TypeError(`Not a name: ${name.slice(0, 50)}`);
	return name;
}

/** On behalf of the customer: without the partner's own token the plan is the customer's, which allows nothing. */
function writing(transport: Transport, tenantId: string, path: string, method: 'PUT' | 'PATCH', body: unknown): Call {
	const { partnerTenantId } = transport.cloud;
	return { ...armCall(tenantId, path, API_VERSION, {}), method, committing: true, auxiliaryTenantId: partnerTenantId, body };
}

function begunBy<T>({ value, status, headers, correlationId }: Answer<T | null | undefined>): BegunSupport<T> {
	const url = headers.get('azure-asyncoperation') ?? headers.get('location') ?? undefined;
	return { url: status === 202 ? url : undefined, waitMs: pollWait(headers), value: value ?? undefined, correlationId };
}
