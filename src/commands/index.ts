/** All commands: which function does what each id names. */
import type { CommandHandlers } from '../host/commands';
import { checkAccess } from './check-access';
import { setUpConnection, signIn, signOut, switchConnection } from './connection';
import type { CommandContext } from './context';
import { copyCustomerTenantId, copyOrderId, copyReservationId, copyResourceId, copySupportDetails } from './copy';
import { exchange } from './exchange';
import { showFailure } from './failure';
import { importCustomers } from './import-customers';
import { openCustomerInPortal, openInPartnerCenter, openInPortal, openOrderInPortal, openResource } from './open-in';
import { openOverview } from './open-overview';
import {
	copyOperationDetails,
	copySuccessorId,
	exportOperations,
	lookAgain,
	openOperationInPortal,
	revealReservation,
	showOperation,
} from './operations';
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
	return {
		'cspReservations.search': () => search(context),
		'cspReservations.refresh': (...args) => refresh(context, args),
		'cspReservations.refreshAll': () => view.refresh(),
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
		'cspReservations.signOut': () => signOut(context),
		'cspReservations.whoAmI': () => context.access.open({ kind: 'connection' }),
		'cspReservations.checkAccess': (...args) => checkAccess(context, args),
		'cspReservations.return': (...args) => returnReservation(context, args),
		'cspReservations.exchange': (...args) => exchange(context, args),
		'cspReservations.showOperation': (...args) => showOperation(context, args),
		'cspReservations.lookAgain': (...args) => lookAgain(context, args),
		'cspReservations.copyOperationDetails': (...args) => copyOperationDetails(context, args),
		'cspReservations.copySuccessorId': (...args) => copySuccessorId(context, args),
		'cspReservations.revealReservation': (...args) => revealReservation(context, args),
		'cspReservations.openOperationInPortal': (...args) => openOperationInPortal(context, args),
		'cspReservations.exportOperations': () => exportOperations(context),
		'cspReservations.importCustomers': () => importCustomers(context),
		'cspReservations.groupByReseller': () => preferences.setGroupByReseller(true),
		'cspReservations.ungroup': () => preferences.setGroupByReseller(false),
		'cspReservations.showFailure': (...args) => showFailure(context, args),
		'cspReservations.showLog': () => log.show(),
		'cspReservations.clearCache': () => clearCache(context),
	};
}
