/** What the parts of the pages that move money share: their texts, how they ask the host, and what was copied a moment ago. */
import type * as z from 'zod/mini';
import type { Copied, moneyAsked, moneyLabelKeys } from '../../src/panels/money/messages';

export type MoneyLabels = Record<(typeof moneyLabelKeys)[number], string>;
export type Ask = (message: z.infer<(typeof moneyAsked)[number]>) => void;

/** How long a button says that its text was copied, in ms. */
const SAID_FOR = 3000;

/** What was copied a moment ago; `show` is called when that is not so any more. */
export class Recently {
	what: Copied['what'] | undefined;
	#forgetting: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly show: () => void) {}

	copied(what: Copied['what']): void {
		this.what = what;
		clearTimeout(this.#forgetting);
		this.#forgetting = setTimeout(() => {
			this.what = undefined;
			this.show();
		}, SAID_FOR);
	}
}
