/** What the parts of the Exchange page share: the texts they were given, and how they ask the host. */
import type { LabelKey, PageMessage } from '../../src/panels/exchange/messages';

export type Labels = Record<LabelKey, string>;
export type Ask = (message: PageMessage) => void;
