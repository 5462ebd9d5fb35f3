/** What the parts of the Overview page share: the texts they were given, and how they ask the host. */
import type { LabelKey, PageMessage } from '../../src/panels/overview/messages';
import type { Retry } from '../shared/pieces';

export type Labels = Record<LabelKey, string>;
export type Ask = (message: PageMessage) => void;
type PartName = Extract<PageMessage, { type: 'retry' }>['part'];

/** Reads one part anew. */
export const retry = (part: PartName, labels: Labels, ask: Ask): Retry => ({
	label: labels.retry,
	run: () => ask({ type: 'retry', part }),
});
