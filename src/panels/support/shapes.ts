/** What the messages of the pages about support requests have in common. */
import * as z from 'zod/mini';
import { guid } from '../shared/messages';

/** Longest text that a field takes here; the service says what is too long for Microsoft. */
export const long = z.string().check(z.maxLength(30_000));
export const short = z.string().check(z.maxLength(2000));

/** Which request, in the customer's directory. */
export const RequestRef = z.object({ subscriptionId: z.optional(guid), name: short });
export type RequestRef = z.infer<typeof RequestRef>;
