/** Which reads that Azure refused for want of a right are sent once more, with another token. */
import type { Call } from './call';
import type { Failed } from './once';

/** Second looks in a row that were in vain. More than are under way to one host at a time. */
const mostInVain = 20;

/**
 * In scans over many tenants some reads that were refused pass the second time, and at each scan they are others (user-pains 2).
 * Where the right is really missing that is in vain, so after so many in a row it is left, until the connection is made anew: a scan
 * over thousands of customers without access makes no more calls than that in vain.
 */
export class SecondLooks {
	#inVain = 0;

	/** True for a read behind what is shown that is to be looked at again; counts as in vain until it {@link passed}. */
	begin({ priority, audience }: Call, { status, failure }: Failed): boolean {
		if (priority !== 'background' || audience !== 'resourceManager' || status !== 403) return false;
		if (failure.details.code !== 'AuthorizationFailed' || this.#inVain >= mostInVain) return false;
		this.#inVain++;
		return true;
	}

	passed(): void {
		this.#inVain = 0;
	}
}
