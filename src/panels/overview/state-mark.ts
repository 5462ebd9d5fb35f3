/** The mark of a reservation's state: its words with an icon and a tone. */
import { stateWords } from '../../host/words';
import type { Mark } from '../shared/messages';

const marks: Readonly<Record<string, readonly [icon: string, tone: Mark['tone']]>> = {
	succeeded: ['pass', 'good'],
	expiring: ['warning', 'warning'],
	expired: ['circle-slash', 'none'],
	pending: ['clock', 'info'],
	pendingcapacity: ['clock', 'info'],
	pendingresourcehold: ['clock', 'info'],
	confirmedcapacity: ['sync', 'info'],
	confirmedresourcehold: ['sync', 'info'],
	pendingbilling: ['clock', 'info'],
	confirmedbilling: ['sync', 'info'],
	created: ['sync', 'info'],
	processing: ['sync', 'info'],
	creating: ['sync', 'info'],
	split: ['circle-slash', 'none'],
	merged: ['circle-slash', 'none'],
	cancelled: ['circle-slash', 'none'],
	failed: ['error', 'bad'],
	billingfailed: ['error', 'bad'],
	warning: ['warning', 'warning'],
	nobenefit: ['warning', 'warning'],
};

/** State of a reservation or of one of its revisions (rules 10); one that we do not know is shown as the service named it. */
export function stateMark(state: string, statusCode?: string): Mark {
	const [icon, tone] = marks[state.toLowerCase()] ?? ['question', 'none'];
	return { icon, tone, text: stateWords(state, statusCode) };
}
