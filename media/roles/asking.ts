/** What the parts of the Access Control page share: their texts, and how they ask the host. */
import type { PageMessage, Roles } from '../../src/panels/roles/messages';

export type Ask = (message: PageMessage) => void;
export type Labels = Roles['labels'];
