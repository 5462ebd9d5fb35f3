/** What both pages that move money ask for, done by their flow. */
import type * as z from 'zod/mini';
import type { NewOrders } from '../../host/new-order-access';
import type { Quote } from '../../reservations/operations/model';
import type { PageTalk } from '../shared/page';
import type { Flow } from './flow';
import type { Instead, moneyAsked } from './messages';

type Asked = z.infer<(typeof moneyAsked)[number]>;

/** What the panel knows. */
interface MoneyContent<Wanted, Q extends Quote> {
	readonly flow: Flow<Wanted, Q>;
	/** Why it can't be reviewed yet, if so. */
	readonly notYet: string | undefined;
	/** The reason of the confirmation, where the service wants one. */
	readonly reason?: string;
	/** New orders that AdminAgents have no access to. */
	readonly missing: NewOrders | undefined;
	post(): void;
	refresh(): Promise<string | undefined>;
}

/** What a panel does itself. */
interface Answering {
	readonly page: Pick<PageTalk<never>, 'tell'>;
	/** Command that shows in the portal what the panel is about. */
	readonly openInPortal: string;
	/** Runs a command of the extension on a customer, a reservation or orders, else on what the panel is about. */
	run(command: string, on?: { readonly tenantId: string }): Promise<undefined>;
	/** Writes to Microsoft Support: about the operation that is shown, else about the quote. */
	support(operationId: string | undefined): Promise<undefined>;
	/** Goes on with an exchange instead. */
	openExchange?(): void;
}

export function answer<Wanted, Q extends Quote>(message: Asked, content: MoneyContent<Wanted, Q>, panel: Answering): void {
	const { flow } = content;
	const { page } = panel;
	switch (message.type) {
		case 'ready':
			content.post();
			break;
		case 'refresh':
			page.tell(content.refresh());
			break;
		case 'askQuote':
			page.tell(flow.askQuote());
			break;
		case 'review':
			page.tell(content.notYet ?? flow.review());
			break;
		case 'back':
			flow.commitment.back();
			break;
		case 'commit':
			page.tell(flow.commit(message.sessionId, message.typedName, content.reason));
			break;
		case 'instead':
			page.tell(instead(message.instead, panel));
			break;
		case 'lookAgain':
			page.tell(flow.lookAgain());
			break;
		case 'copyResult':
			page.tell(flow.copyResult());
			break;
		case 'startAnew':
			flow.startAnew();
			break;
		case 'showOperation':
			flow.showOperation(message.id);
			break;
		case 'openLine': {
			const ref = flow.reservationOfLine(message.line);
			if (ref !== undefined) void panel.run('cspReservations.openOverview', ref);
			break;
		}
		case 'checkAccess':
			page.tell(panel.run('cspReservations.checkAccess', boughtBy(flow)));
			break;
		case 'support':
			page.tell(panel.support(flow.commitment.operation?.id));
			break;
		case 'grantAccess':
			if (content.missing !== undefined) page.tell(panel.run('cspReservations.grantAdminAgents', content.missing));
			break;
	}
}

/** What the operation that is shown has bought, whichever panel shows it; its customer, where Azure has not named a new reservation. */
function boughtBy(
	flow: Pick<Flow<unknown, Quote>, 'commitment' | 'reservationOfLine'>,
): { readonly tenantId: string } | undefined {
	const { operation } = flow.commitment;
	const lines = operation?.lines ?? [];
	const refs = lines.map(({ direction }, index) => (direction === 'purchase' ? flow.reservationOfLine(index) : undefined));
	return refs.find((ref) => ref !== undefined) ?? (operation && { tenantId: operation.tenantId });
}

function instead(what: Instead, panel: Answering): Promise<undefined> | undefined {
	switch (what) {
		case 'exchange':
			panel.openExchange?.();
			return undefined;
		case 'portal':
			return panel.run(panel.openInPortal);
		case 'access':
			return panel.run('cspReservations.checkAccess');
		case 'support':
			return panel.support(undefined);
		default:
			// The page itself goes to its field.
			return undefined;
	}
}
