/** What the parts of the Support Request page share: their texts, what can be chosen from, and how they ask the host. */
import type { Choices, PageMessage, Support } from '../../src/panels/support/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Support['labels'];
/** Lists that are told once; undefined as long as they were not. */
export type Lists = Choices | undefined;
