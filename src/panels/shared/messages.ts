/** The words that the pages of all panels share with their hosts: marks, problems, announcements. Imports nothing of ours. */
import * as z from 'zod/mini';

export const text = z.string();
export const guid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i));

/** Which reservation a panel is about. */
export const reservationIds = { tenantId: guid, orderId: guid, reservationId: guid };

const Tone = z.enum(['none', 'good', 'info', 'warning', 'bad']);

/** A mark that is never told by colour alone: a codicon and its words. */
export const Mark = z.object({ icon: text, tone: Tone, text });
export type Mark = z.infer<typeof Mark>;

/** Why something could not be read, worded for the user. */
export const Problem = z.object({
	kind: z.enum(['notAllowed', 'notFound', 'throttled', 'failed']),
	title: text,
	text,
	/** What the user can do next. */
	remedy: z.optional(text),
	/** Code, HTTP status, correlation id: what Microsoft Support asks for. */
	facts: z.optional(text),
	/** Says that what is shown is older than it should be. */
	stale: z.optional(text),
	/** Name of the Retry button for screen readers. */
	retryLabel: text,
});
export type Problem = z.infer<typeof Problem>;

/** What every part that is loaded on its own carries. */
export const part = {
	loading: z.boolean(),
	/** "As of …": when the shown value was read. */
	asOf: z.optional(text),
	problem: z.optional(Problem),
	/** Says in words that there is nothing to show. */
	empty: z.optional(text),
};

/** What stands above the page of a reservation or a customer. */
export const Header = z.object({
	name: text,
	customer: text,
	/** State, days left, archived. Empty while nothing is known. */
	marks: z.array(Mark),
	/** Says that all of it is practice data, so that nobody takes it for the real thing; absent for real data. */
	sandbox: z.optional(text),
});
export type Header = z.infer<typeof Header>;

/** A fact below its name. */
export const Fact = z.object({
	label: text,
	value: text,
	/** What the value means, or where it comes from. */
	note: z.optional(text),
	/** How pressing it is. */
	mark: z.optional(z.object({ icon: text, tone: Tone })),
});

/** What can be chosen, in words. */
export const Option = z.object({ value: text, label: text });

/** What became of what was done last; each page adds what can be done now. */
export const result = {
	mark: Mark,
	remedy: z.optional(text),
	/** Code, HTTP status, correlation id. */
	facts: z.optional(text),
};

/** First message of every page: it is there and shows nothing yet. */
export const Ready = z.object({ type: z.literal('ready') });

/** Read anew what is shown. What is filled in stays. */
export const Refresh = z.object({ type: z.literal('refresh') });

/** Said once by the live region of the page. */
export const Announce = z.object({ type: z.literal('announce'), text });
export type Announce = z.infer<typeof Announce>;
