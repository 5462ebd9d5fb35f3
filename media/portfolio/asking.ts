/** What the parts of the Portfolio page share: their texts, and how they ask the host. */
import type { PageMessage, Portfolio } from '../../src/panels/portfolio/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Portfolio['labels'];
