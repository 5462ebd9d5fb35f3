/** What the service's codes mean when a change is refused: what happened, and what to do next (arm-contract 4.1, arm-pitfalls 28). */
import * as l10n from '@vscode/l10n';
import { ServiceFailure } from '../../azure/failure';

interface Meaning {
	readonly happened: string;
	readonly next: string;
}

/** Codes by name. None of them was ever recorded; the specification has only their names. */
const MEANINGS: Readonly<Record<string, (missingRight: string) => Meaning>> = {
	patchvaluessameasexisting: same,
	appliedscopessameasexisting: () => ({
		happened: l10n.t('The reservation has this scope already.'),
		next: l10n.t('Refresh it: somebody may have changed it just before.'),
	}),
	missingappliedscopesforsingle: () => ({
		happened: l10n.t('The single scope needs a subscription or a resource group, and Azure found none.'),
		next: l10n.t('Choose a subscription or a resource group, or the shared scope.'),
	}),
	invalidsingleappliedscopescount: () => ({
		happened: l10n.t('The single scope takes exactly one subscription or resource group.'),
		next: l10n.t('Choose one; for more than one choose a management group or the shared scope.'),
	}),
	appliedscopesnotassociatedwithcommerceaccount: () => ({
		happened: l10n.t('The scope belongs to another billing account than the reservation.'),
		next: l10n.t('Choose a subscription in the same billing context, or the shared scope.'),
	}),
	billingscopeidcannotbechanged: () => ({
		happened: l10n.t('The subscription that is billed can’t be changed after the purchase.'),
		next: l10n.t('Only an exchange moves the bill to another subscription.'),
	}),
	operationcannotbeperformedincurrentstate: () => ({
		happened: l10n.t('Azure is working on the reservation, or it has ended.'),
		next: l10n.t('Refresh it and try again when its state is Succeeded.'),
	}),
	capacityupdatescopesfailed: () => ({
		happened: l10n.t('Azure could not move what is reserved to the new scope.'),
		next: l10n.t(
			'One subscription or resource group needs the vCPU quota for all of it: raise the quota, or choose a management group or the shared scope.',
		),
	}),
	invalidsubscriptionid: () => ({
		happened: l10n.t('The subscription does not exist in this customer’s tenant, or your account can’t use it.'),
		next: l10n.t('Choose another one, or check your access to it.'),
	}),
	unsupportedreservationterm: () => ({
		happened: l10n.t('The product of the renewal is not sold for this term.'),
		next: l10n.t('Choose another term or another product.'),
	}),
	invalidlocationid: () => ({
		happened: l10n.t('The product of the renewal is not sold in this region.'),
		next: l10n.t('Choose another region or another product.'),
	}),
	roleassignmentcreationfailed: () => ({
		happened: l10n.t('Azure could not copy the permissions to the new reservation.'),
		next: l10n.t('Refresh the list and look at what there is before you repeat it.'),
	}),
	reservationordernotenabled: () => ({
		happened: l10n.t('The reservation order is not active.'),
		next: l10n.t('Refresh it. Only reservations of an active order can be changed.'),
	}),
	authorizationfailed: access,
	forbidden: access,
	reservationordernotfound: gone,
	reservationidnotinreservationorder: gone,
	invalidreservationid: gone,
	invalidreservationorderid: gone,
	badrequest: malformed,
	invalidrequestcontent: malformed,
	invalidrequesturi: malformed,
	httpmethodnotsupported: malformed,
	internalservererror: passing,
	servertimeout: passing,
	operationfailed: passing,
};

function same(): Meaning {
	return {
		happened: l10n.t('The reservation is already as it was to become.'),
		next: l10n.t('Refresh it: somebody may have changed it just before.'),
	};
}

/** Which role is needed where depends on what was to be done (rules 1.4, 5, 7). */
function access(missingRight: string): Meaning {
	const happened = l10n.t('Your account may not change this reservation.');
	if (/reservationOrders\/write on \/subscriptions\//i.test(missingRight)) {
		return {
			happened,
			next: l10n.t(
				'A renewal is a purchase: ask for Owner on the subscription that is billed. Check Access tells what is missing.',
			),
		};
	}
	if (/ on \/(subscriptions|providers\/microsoft\.management)\//i.test(missingRight)) {
		return {
			happened,
			next: l10n.t(
				'Ask for Owner on the subscription that is the new scope, or for a role on the management group, or choose the shared scope. Check Access tells what is missing.',
			),
		};
	}
	const next = /\/(split|merge)\//i.test(missingRight)
		? l10n.t(
				'Ask for Owner or Reservations Administrator on the reservation order: a role on the reservation alone is not enough. Check Access tells what is missing.',
			)
		: l10n.t(
				'Ask for Owner or Reservations Contributor on the reservation or its order. To read is not enough. Check Access tells what is missing.',
			);
	return { happened, next };
}

function gone(): Meaning {
	return {
		happened: l10n.t('The reservation is not there under this ID any more.'),
		next: l10n.t('Refresh the list: a split, a merge or a return gives it a new ID.'),
	};
}

function malformed(): Meaning {
	return {
		happened: l10n.t('Azure did not understand the change, or does not take it for this product.'),
		next: l10n.t('Look at what Azure says, and change one thing at a time. If it stays, report it with the details.'),
	};
}

function passing(): Meaning {
	return {
		happened: l10n.t('The service failed for the moment.'),
		next: l10n.t('Refresh the reservation in some minutes, and repeat the change if it was not made.'),
	};
}

/** The failure of a change in the words of its code; as it is where the code is not known or it is not certain that nothing was done. */
export function meaningOf(failure: ServiceFailure): ServiceFailure {
	const { code, sent, missingRight } = failure.details;
	const name = (code ?? '').toLowerCase();
	const meaning = Object.hasOwn(MEANINGS, name) ? MEANINGS[name]?.(missingRight ?? '') : undefined;
	if (meaning === undefined || sent !== 'no') return failure;
	const message = `${meaning.happened} ${l10n.t('Nothing was changed.')}`;
	return new ServiceFailure(failure.kind, message, { ...failure.details, remedy: meaning.next });
}
