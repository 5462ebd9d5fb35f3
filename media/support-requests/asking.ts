/** What the parts of the Support Requests page share: their texts, how they ask the host, and what tells requests apart. */
import type { Opened, PageMessage, Requests } from '../../src/panels/support-requests/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Requests['labels'];

/** The same name may be in several subscriptions. */
export const keyOf = ({ subscriptionId, name }: Opened['request']): string => `${subscriptionId ?? ''}/${name}`;
