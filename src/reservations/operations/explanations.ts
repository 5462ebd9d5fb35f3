/** What the service's codes mean to a partner, and what can be done instead (rules 3, 4, 14; arm-contract 4.1). */
import * as l10n from '@vscode/l10n';
import type { PolicyError } from './model';

/** A code in plain words. */
interface Explanation {
	readonly explanation: string;
	readonly instead: readonly string[];
}

/**
 * Codes by name. No policy error was ever recorded (recordings 5): those of returns are documented, those of exchanges are not,
 * so the practice backend's own names stand here beside them.
 */
const EXPLANATIONS: Readonly<Record<string, () => Explanation>> = {
	// rules 4.2 to 4.4
	refundlimitexceeded: () => ({
		explanation: l10n.t(
			'The customer would be above 50,000 USD of cancelled commitment in 12 months, and Azure then returns nothing at all. Return fewer units, wait until earlier returns are 12 months old, or exchange instead: exchanges and trade-ins do not count. Microsoft Support can review the limit.',
		),
		instead: ['smallerQuantity', 'exchange', 'tradeIn', 'wait', 'support'],
	}),
	// rules 3.9, 4.6
	selfservicerefundnotsupported: () => ({
		explanation: l10n.t(
			'This product can’t be returned or exchanged by yourself: that holds for prepurchase plans and for Red Hat and SUSE plans. Microsoft Support can tell whether an exception is possible.',
		),
		instead: ['support'],
	}),
	invalidrefundquantity: () => ({
		explanation: l10n.t(
			'The number of units is not one that the reservation has. Refresh it and choose from 1 to its quantity: a split, a merge or a return changes it.',
		),
		instead: ['smallerQuantity'],
	}),
	operationcannotbeperformedincurrentstate: () => ({
		explanation: l10n.t(
			'The reservation is not active, or Azure is working on it at the moment. Wait until its state is Succeeded; what has ended can’t be returned or exchanged.',
		),
		instead: ['wait'],
	}),
	// rules 3.3
	newcommitmenttoolow: () => ({
		explanation: l10n.t(
			'The new commitment is lower than what is left of the returned reservations. Buy more, choose a longer term, or return fewer units. A return instead gives money back without buying, within the customer’s limit.',
		),
		instead: ['biggerPurchase', 'smallerQuantity'],
	}),
	// rules 3.1
	differentreservationtypes: () => ({
		explanation: l10n.t(
			'Reservations can be exchanged for reservations of the same type only. To change the type, return this one and buy the other one.',
		),
		instead: ['tradeIn'],
	}),
	// rules 3.10
	exchangenolongersupported: () => ({
		explanation: l10n.t(
			'Since 1 February 2027 reservations that were bought after that day can’t be exchanged where savings plans cover the service. Trade the reservation in for a savings plan, or return it.',
		),
		instead: ['tradeIn'],
	}),
	// rules 14
	toomanyreservations: () => ({
		explanation: l10n.t('At most 100 reservations can be traded in at once. Do it in several steps.'),
		instead: ['smallerQuantity'],
	}),
	savingsplannoteligible: () => ({
		explanation: l10n.t(
			'The savings plan does not cover what all of the reservations cover: compute plans take virtual machines, dedicated hosts and App Service, database plans take databases.',
		),
		instead: ['exchange'],
	}),
	fulfillmentoutofstockerror: () => ({
		explanation: l10n.t('There is no capacity for this product in the region. Choose another size or region.'),
		instead: ['biggerPurchase', 'wait'],
	}),
	riskcheckfailed: () => ({
		explanation: l10n.t('Microsoft’s risk check did not let the purchase through. Only Microsoft Support can say why.'),
		instead: ['support'],
	}),
	notsupportedcountry: () => ({
		explanation: l10n.t('Reservations are not sold in the customer’s market.'),
		instead: ['support'],
	}),
	unsupportedreservationterm: () => ({
		explanation: l10n.t('The product is not sold for this term. Choose another term.'),
		instead: ['biggerPurchase'],
	}),
	invalidlocationid: () => ({
		explanation: l10n.t('The product is not sold in this region. Choose another region or size.'),
		instead: ['biggerPurchase'],
	}),
	invalidsubscriptionid: () => ({
		explanation: l10n.t('The subscription to charge does not exist in this customer’s tenant, or your account can’t use it.'),
		instead: ['access'],
	}),
	appliedscopesnotassociatedwithcommerceaccount: () => ({
		explanation: l10n.t(
			'The scope belongs to another billing account than the reservation. Choose a subscription that is billed with it, or the shared scope.',
		),
		instead: ['biggerPurchase'],
	}),
	missingappliedscopesforsingle: () => ({
		explanation: l10n.t('The scope Single needs a subscription or a resource group. Choose one, or the shared scope.'),
		instead: ['biggerPurchase'],
	}),
	paymentinstrumentnotfound: payment,
	billingpaymentinstrumentsofterror: payment,
	billingpaymentinstrumentharderror: payment,
	billingcustomerinputerror: payment,
	billingerror: payment,
	purchaseerror: () => ({
		explanation: l10n.t('Azure could not make the purchase. Ask for a new quote; if it stays, ask Microsoft Support.'),
		instead: ['wait', 'support'],
	}),
	calculatepricefailed: passing,
	createquotefailed: passing,
	activatequotefailed: passing,
	billingtransienterror: passing,
	fulfillmenttransienterror: passing,
	internalservererror: passing,
	servertimeout: passing,
	operationfailed: passing,
	authorizationfailed: access,
	forbidden: access,
	reservationordernotfound: gone,
	reservationidnotinreservationorder: gone,
	invalidreservationid: gone,
	invalidreservationorderid: gone,
};

function payment(): Explanation {
	return {
		explanation: l10n.t(
			'There is something wrong with how the purchase would be paid. Check the billing account of the partner.',
		),
		instead: ['support'],
	};
}

function passing(): Explanation {
	return { explanation: l10n.t('The service failed for the moment. Ask for a new quote in a few minutes.'), instead: ['wait'] };
}

function access(): Explanation {
	return {
		explanation: l10n.t(
			'Your account lacks a right: returns and exchanges need Owner or Reservations Contributor on the reservation order, exchanges also the right to buy in the subscription that is charged. Check Access tells what is missing.',
		),
		instead: ['access'],
	};
}

function gone(): Explanation {
	return {
		explanation: l10n.t(
			'The reservation is not there under this ID any more: a split, a merge or a return gives it a new one. Refresh the list.',
		),
		instead: ['wait'],
	};
}

/** What a code means and what can be done instead; undefined for a code that is not known. */
export function explanationOf(code: string | null | undefined): Explanation | undefined {
	const name = (code ?? '').toLowerCase();
	return Object.hasOwn(EXPLANATIONS, name) ? EXPLANATIONS[name]?.() : undefined;
}

/** A policy error as the service gave it, with its meaning. The service may give a code alone, or nothing (arm-pitfalls 4). */
export function explained(error: {
	readonly code?: string | null | undefined;
	readonly message?: string | null | undefined;
}): PolicyError {
	const code = error.code || undefined;
	const message = error.message || undefined;
	const known = explanationOf(code);
	if (known !== undefined) return { code, message, ...known };
	const explanation =
		message ??
		(code === undefined
			? l10n.t('Azure refuses this and gave no reason. Microsoft Support can tell it.')
			: l10n.t('Azure refuses this with the code {0} and gave no reason. Microsoft Support can tell it.', code));
	return { code, message, explanation, instead: ['support'] };
}
