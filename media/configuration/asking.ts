/** What the parts of the Configuration page share: their texts, and how they ask the host. */
import type { Configuration, PageMessage } from '../../src/panels/configuration/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Configuration['labels'];
