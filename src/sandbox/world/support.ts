/** Support requests of a tenant, what is said in them, and the engineer who answers after a while. */
import { hash } from './random';
import type { Classification, SupportService } from './support-catalog';
import type { SupportPlan } from './support-plan';

/** Who is to be asked and how, in the caller's words. */
export type Contact = Readonly<Record<string, unknown>>;

export interface Communication {
	readonly name: string;
	/** `outbound`: from whoever made the request. `inbound`: from Microsoft (spec's examples). */
	readonly direction: 'outbound' | 'inbound';
	readonly sender: string;
	readonly subject: string;
	readonly body: string;
	/** ms since the epoch */
	readonly createdAt: number;
}

/** What a request is made with. */
export interface TicketWish {
	readonly name: string;
	/** `/subscriptions/{id}`, or empty for one without a subscription. */
	readonly base: string;
	readonly title: string;
	readonly description: string;
	readonly severity: string;
	readonly advancedDiagnosticConsent: string | undefined;
	readonly contact: Contact;
	readonly service: SupportService;
	readonly classification: Classification;
	readonly plan: SupportPlan;
	/** Fields that are given back as they came. */
	readonly others: Readonly<Record<string, unknown>>;
}

/** Changes of a request; what is left out stays. */
export interface TicketChange {
	readonly severity?: string | undefined;
	readonly status?: string | undefined;
	readonly contact?: Contact | undefined;
	readonly advancedDiagnosticConsent?: string | undefined;
	readonly secondaryConsent?: unknown;
}

export interface Ticket extends Omit<TicketWish, 'severity' | 'contact' | 'advancedDiagnosticConsent'> {
	/** The number that people tell each other. */
	readonly number: string;
	readonly createdAt: number;
	/** Oldest first. */
	readonly communications: Communication[];
	severity: string;
	contact: Contact;
	advancedDiagnosticConsent: string | undefined;
	secondaryConsent: unknown;
	status: 'Open' | 'Closed';
	engineer: string | undefined;
	modifiedAt: number;
}

/** Something that goes on at the desk. It is told below the request's subscription. */
export interface SupportOperation {
	readonly id: string;
	readonly base: string;
	readonly startedAt: number;
	readonly endsAt: number;
	/** Why it came to nothing. */
	readonly error: { readonly code: string; readonly message: string } | undefined;
	/** What it makes, once it is made. */
	readonly result: () => { readonly ticket: Ticket; readonly communication?: Communication } | undefined;
}

export const ENGINEER = 'practice.engineer@support.example';

/** Minutes until the first answer is promised (rules 9). */
const SLA_MINUTES: Readonly<Record<string, number>> = { highestcriticalimpact: 60, critical: 120, moderate: 240, minimal: 480 };

export function slaMinutes(severity: string): number {
	return SLA_MINUTES[severity.toLowerCase()] ?? 480;
}

/** Requests are kept by where they are and their name, any case. */
function keyOf(base: string, name: string): string {
	return `${base}/${name}`.toLowerCase();
}

export class SupportDesk {
	readonly #tickets = new Map<string, Ticket>();
	/** Names that are taken by something that is still being made. */
	readonly #reserved = new Set<string>();
	readonly operations = new Map<string, SupportOperation>();

	ticket(base: string, name: string): Ticket | undefined {
		return this.#tickets.get(keyOf(base, name));
	}

	/** Newest first. */
	tickets(base: string): readonly Ticket[] {
		return [...this.#tickets.values()].filter((ticket) => ticket.base === base).reverse();
	}

	isTaken(base: string, name: string): boolean {
		const key = keyOf(base, name);
		return this.#tickets.has(key) || this.#reserved.has(key);
	}

	/** Takes a name, so that nothing else can be made under it. */
	reserve(base: string, name: string): void {
		this.#reserved.add(keyOf(base, name));
	}

	release(base: string, name: string): void {
		this.#reserved.delete(keyOf(base, name));
	}

	open(wish: TicketWish, at: number): Ticket {
		const { name, base } = wish;
		this.release(base, name);
		const day = new Date(at).toISOString().slice(2, 10).replaceAll('-', '');
		const ticket: Ticket = {
			...wish,
			number: `1${day}${String(hash(base, name, at) % 100_000_000).padStart(8, '0')}`,
			createdAt: at,
			modifiedAt: at,
			communications: [],
			secondaryConsent: wish.others.secondaryConsent,
			status: 'Open',
			engineer: undefined,
		};
		this.#tickets.set(keyOf(base, name), ticket);
		return ticket;
	}
}

export function change(ticket: Ticket, { severity, status, contact, ...consents }: TicketChange, at: number): void {
	if (severity !== undefined) ticket.severity = severity;
	if (status !== undefined) ticket.status = /^closed$/i.test(status) ? 'Closed' : 'Open';
	if (contact !== undefined) ticket.contact = { ...ticket.contact, ...contact };
	if (consents.advancedDiagnosticConsent !== undefined) ticket.advancedDiagnosticConsent = consents.advancedDiagnosticConsent;
	if (consents.secondaryConsent !== undefined) ticket.secondaryConsent = consents.secondaryConsent;
	ticket.modifiedAt = at;
}

export function say(ticket: Ticket, message: Communication): void {
	ticket.communications.push(message);
	ticket.modifiedAt = message.createdAt;
}

/** The engineer's turn: takes the request on and answers the last message. Closed requests are left alone. */
export function answer(ticket: Ticket, at: number): void {
	if (ticket.status === 'Closed') return;
	const isFirst = ticket.engineer === undefined;
	ticket.engineer = ENGINEER;
	const last = ticket.communications.findLast(({ direction }) => direction === 'outbound');
	const about = last === undefined ? `"${ticket.title}"` : `your message "${last.subject}"`;
	say(ticket, {
		name: crypto.randomUUID(),
		direction: 'inbound',
		sender: ENGINEER,
		subject: `RE: ${ticket.title} - TrackingID#${ticket.number}`,
		body: isFirst
			? `Hello ${String(ticket.contact.firstName ?? '')},\n\nmy name is Practice Engineer and I work on ${about}. Which outcome do you expect, and since when do you see the problem?\n\nKind regards\nPractice Engineer`
			: `Hello ${String(ticket.contact.firstName ?? '')},\n\nthank you for ${about}. I pass it on to the team in charge and come back to you.\n\nKind regards\nPractice Engineer`,
		createdAt: at,
	});
}
