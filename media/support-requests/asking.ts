/** What the parts of the Support Requests page share: their texts, and how they ask the host. */
import type { PageMessage, Requests } from '../../src/panels/support-requests/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Requests['labels'];
