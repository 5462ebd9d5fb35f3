/** Which support plan a request runs under, and whether it may be made by the API (arm-contract 9, arm-pitfalls 44). */
import type { Customer } from './customers';

export interface SupportPlan {
	/** As Azure names it, for example `CSP`. */
	readonly type: string;
	readonly displayName: string;
	readonly id: string;
	/** Only high plans may create and update requests and add messages. */
	readonly allowsRequests: boolean;
}

/** Fourth Coffee: the partner's plan does not cover this customer. */
const WITHOUT_PLAN = 21;

function plan(type: string, displayName: string, allowsRequests: boolean): SupportPlan {
	const id = Buffer.from(`Source:Practice,SupportPlan:${type}`).toString('base64');
	return { type, displayName, id, allowsRequests };
}

const OF_CUSTOMER = plan('CSP', 'Cloud Solution Provider', false);
const OF_PARTNER = plan('Premier', 'Premier Support for Partners', true);
const NONE = plan('Basic', 'Basic', false);

/** @param byPartner a token of the partner's own tenant came with the request, which makes it one on behalf of the customer */
export function supportPlanOf(customer: Customer | undefined, byPartner: boolean): SupportPlan {
	if (!byPartner) return OF_CUSTOMER;
	return customer?.number === WITHOUT_PLAN ? NONE : OF_PARTNER;
}

/** Azure's words for a plan that is too low. */
export function planRefusal({ type }: SupportPlan): { readonly code: string; readonly message: string } {
	return {
		code: 'InvalidSupportPlan',
		message: `Your support plan type is ${type}. To create and update support tickets, and add communication operations, you need access to our high tier-support plans. Learn more at https://aka.ms/supportapi`,
	};
}
