/** All commands: which function does what each id names. */
import type { CommandHandlers } from '../host/commands';
import { accessControl } from './access-control';
import { checkAccess } from './check-access';
import { configure } from './configure';
import { setUpConnection, signIn, signOut, switchConnection } from './connection';
import type { CommandContext } from './context';
import { copyCustomerTenantId, copyOrderId, copyReservationId, copyResourceId, copySupportDetails } from './copy';
import { exchange } from './exchange';
import { openCustomerInPortal, openInPartnerCenter, openInPortal, openOrderInPortal, openResource } from './open-in';
import { openOverview } from './open-overview';
import { clearCache, refresh } from './refresh';
import { returnReservation } from './return';
import { search } from './search';
import { sort } from './sort';
import { customersFor } from './targets';

/** The handlers of all commands over one context. */
export function commandHandlers(context: CommandContext): CommandHandlers {
	const { log, preferences, view } = context;
	const pin = async (args: readonly unknown[], pinned: boolean) =>
		preferences.setPinned(await customersFor(context, args), pinned);
	const ofConfiguration = () => import('./configuration');
	const ofWatch = () => import('../watch');
	const ofSupport = () => import('./support');
	const ofOperations = async () => (await context.operations.desk()).commands;
	return {
		'cspReservations.search': () => search(context),
		'cspReservations.refresh': (...args) => refresh(context, args),
		'cspReservations.refreshAll': () => view.refresh(),
		'cspReservations.scanAll': async () => (await ofWatch()).scanAll(context.session),
		'cspReservations.compareOrders': async () => (await ofWatch()).compareAll(context.session),
		'cspReservations.showWatchList': async () => (await ofWatch()).showWatchList(await context.session.service()),
		'cspReservations.retry': (...args) => refresh(context, args),
		'cspReservations.sort': (...args) => sort(context, args),
		'cspReservations.showEnded': () => preferences.setShowEnded(true),
		'cspReservations.hideEnded': () => preferences.setShowEnded(false),
		'cspReservations.showMore': () => view.showMore(),
		'cspReservations.pinCustomer': (...args) => pin(args, true),
		'cspReservations.unpinCustomer': (...args) => pin(args, false),
		'cspReservations.openOverview': (...args) => openOverview(context, args),
		'cspReservations.copyReservationId': (...args) => copyReservationId(context, args),
		'cspReservations.copyOrderId': (...args) => copyOrderId(context, args),
		'cspReservations.copyResourceId': (...args) => copyResourceId(context, args),
		'cspReservations.copySupportDetails': (...args) => copySupportDetails(context, args),
		'cspReservations.copyCustomerTenantId': (...args) => copyCustomerTenantId(context, args),
		'cspReservations.openInPortal': (...args) => openInPortal(context, args),
		'cspReservations.openOrderInPortal': (...args) => openOrderInPortal(context, args),
		'cspReservations.openCustomerInPortal': (...args) => openCustomerInPortal(context, args),
		'cspReservations.openInPartnerCenter': (...args) => openInPartnerCenter(context, args),
		'cspReservations.openResource': (...args) => openResource(context, args),
		'cspReservations.switchConnection': () => switchConnection(context),
		'cspReservations.setUpConnection': () => setUpConnection(context),
		'cspReservations.signIn': (...args) => signIn(context, args),
		// On a row it stands for its tenant: a row that was lost must not lead to another one.
		'cspReservations.signInToTenant': (...args) => signIn(context, args),
		'cspReservations.signOut': () => signOut(context),
		'cspReservations.whoAmI': () => context.access.open({ kind: 'connection' }),
		'cspReservations.checkAccess': (...args) => checkAccess(context, args),
		'cspReservations.accessControl': (...args) => accessControl(context, args),
		'cspReservations.grantAdminAgents': async (...args) => (await import('./roles')).grantAdminAgents(context, args),
		'cspReservations.newSupportRequest': async (...args) => (await ofSupport()).newSupportRequest(context, args),
		'cspReservations.supportRequests': async (...args) => (await ofSupport()).supportRequests(context, args),
		'cspReservations.return': (...args) => returnReservation(context, args),
		'cspReservations.exchange': (...args) => exchange(context, args),
		'cspReservations.changeScope': async (...args) => (await ofConfiguration()).changeScope(context, args),
		'cspReservations.rename': async (...args) => (await ofConfiguration()).rename(context, args),
		'cspReservations.changeRenewal': async (...args) => (await ofConfiguration()).changeRenewal(context, args),
		'cspReservations.changeOptimization': async (...args) => (await ofConfiguration()).changeOptimization(context, args),
		'cspReservations.archive': async (...args) => (await ofConfiguration()).archive(context, args),
		'cspReservations.unarchive': async (...args) => (await ofConfiguration()).unarchive(context, args),
		'cspReservations.undoChange': async (...args) => (await ofConfiguration()).undoChange(context, args),
		'cspReservations.configure': (...args) => configure(context, args),
		'cspReservations.showOperation': async (...args) => (await ofOperations()).showOperation(args),
		'cspReservations.lookAgain': async (...args) => (await ofOperations()).lookAgain(args),
		'cspReservations.setOperationAside': async (...args) => (await ofOperations()).setOperationAside(args),
		'cspReservations.copyOperationDetails': async (...args) => (await ofOperations()).copyOperationDetails(args),
		'cspReservations.copySuccessorId': async (...args) => (await ofOperations()).copySuccessorId(args),
		'cspReservations.revealReservation': async (...args) => (await ofOperations()).revealReservation(args),
		'cspReservations.openOperationInPortal': async (...args) => (await ofOperations()).openOperationInPortal(args),
		'cspReservations.exportOperations': async () => (await ofOperations()).exportOperations(),
		'cspReservations.openPortfolio': () => context.portfolio.open({}),
		'cspReservations.exportPortfolio': async () => (await context.portfolio.load()).exportShown(),
		'cspReservations.importCustomers': async () => (await import('./import-customers')).importCustomers(context),
		'cspReservations.groupByReseller': () => preferences.setGroupByReseller(true),
		'cspReservations.ungroup': () => preferences.setGroupByReseller(false),
		'cspReservations.showFailure': async (...args) => (await import('./failure')).showFailure(context, args),
		'cspReservations.showLog': () => log.show(),
		'cspReservations.clearCache': () => clearCache(context),
	};
}
