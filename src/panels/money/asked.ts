/** What both pages that move money ask for, done by their flow. */
import type * as z from 'zod/mini';
import type { ReservationRef } from '../../reservations/model';
import type { Quote } from '../../reservations/operations/model';
import type { Flow } from './flow';
import type { Instead, moneyAsked } from './messages';

type Asked = z.infer<(typeof moneyAsked)[number]>;

/** What a panel does itself. */
interface Answering {
	/** Lets the page's live region tell the end of something the user asked for. */
	tell(work: Promise<string | undefined>): void;
	postAll(): void;
	refresh(): Promise<string | undefined>;
	/** Why it can't be reviewed yet, if so. */
	readonly notYet: string | undefined;
	/** The reason of the confirmation, where the service wants one. */
	readonly reason: string | undefined;
	instead(instead: Instead): Promise<string | undefined>;
	openReservation(ref: ReservationRef): void;
	checkAccess(): Promise<undefined>;
}

export function answer<Wanted, Q extends Quote>(message: Asked, flow: Flow<Wanted, Q>, panel: Answering): void {
	switch (message.type) {
		case 'ready':
			panel.postAll();
			break;
		case 'refresh':
			panel.tell(panel.refresh());
			break;
		case 'askQuote':
			panel.tell(flow.askQuote());
			break;
		case 'review':
			panel.tell(Promise.resolve(panel.notYet ?? flow.review()));
			break;
		case 'back':
			flow.commitment.back();
			break;
		case 'commit':
			panel.tell(flow.commit(message.sessionId, message.typedName, panel.reason));
			break;
		case 'instead':
			panel.tell(panel.instead(message.instead));
			break;
		case 'lookAgain':
			panel.tell(flow.lookAgain());
			break;
		case 'copyResult':
			panel.tell(flow.copyResult());
			break;
		case 'startAnew':
			flow.startAnew();
			break;
		case 'showOperation':
			flow.showOperation(message.id);
			break;
		case 'openLine': {
			const ref = flow.reservationOfLine(message.line);
			if (ref !== undefined) panel.openReservation(ref);
			break;
		}
		case 'checkAccess':
			panel.tell(panel.checkAccess());
			break;
	}
}
