/** What the parts of the access page share: the texts they were given, how they ask the host, what was copied a moment ago. */
import type { LabelKey, PageMessage } from '../../src/panels/access/messages';

export type Labels = Record<LabelKey, string>;
export type Ask = (message: PageMessage) => void;

/** Which fix of which check. */
export interface FixPlace {
	readonly check: string;
	readonly fix: number;
}

/** The report, or the command line of a fix. */
export type Copied = FixPlace | 'report' | undefined;
