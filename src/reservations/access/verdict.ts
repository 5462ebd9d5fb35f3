/** The verdict: the most probable cause of what does not work, in one sentence. */
import * as l10n from '@vscode/l10n';
import type { AccessReport, AccessSubject } from '../access';
import { type Finding, rank } from './finding';

/** Checks that prove the right itself. When they pass, what explains a missing right is a remark and no cause. */
const proof: Readonly<Record<AccessSubject['kind'], readonly string[]>> = {
	connection: ['customers', 'tenantToken'],
	customer: ['reservations', 'orderRoles'],
	reservation: ['reservation', 'orderRole'],
};

/**
 * @param ids of the checks, in their order
 * @param findings what was found, by the id of the check
 */
export function verdictOf(
	subject: AccessSubject,
	ids: readonly string[],
	findings: ReadonlyMap<string, Finding>,
): Pick<AccessReport, 'verdict' | 'isInconclusive'> {
	const found = ids.flatMap((id) => findings.get(id) ?? []);
	const isProven = proof[subject.kind].every((id) => findings.get(id)?.state === 'passed');
	const causes = found.flatMap(({ state, cause }) => (cause === undefined ? [] : [{ ...cause, state }]));
	const severity = (state: Finding['state']) => ['failed', 'warning', 'passed'].indexOf(state);
	const [first] = causes.sort((a, b) => severity(a.state) - severity(b.state) || a.rank - b.rank);
	if (first !== undefined && !(isProven && isExplanation(first.rank))) return { verdict: first.sentence };
	const remark = first === undefined ? '' : ` ${l10n.t('One remark: {0}', first.sentence)}`;
	const untold = found.find(({ state, skippedFor }) => state === 'skipped' && skippedFor === undefined);
	if (!isProven && untold !== undefined)
		return {
			verdict: l10n.t('No cause was found, but not everything could be checked: {0}', untold.result),
			isInconclusive: true,
		};
	return { verdict: good(subject) + remark };
}

/** Reasons why a right could be missing, as opposed to rights that are missing. */
function isExplanation(place: number): boolean {
	return (place >= rank.lighthouse && place <= rank.securityGroup) || place >= rank.subscriptionRole;
}

function good({ kind }: AccessSubject): string {
	switch (kind) {
		case 'connection':
			return l10n.t('The connection works: your account sees customers and is let into their tenants.');
		case 'customer':
			return l10n.t('Your account can see and manage this customer’s reservations.');
		case 'reservation':
			return l10n.t('Your account can see this reservation, manage it, exchange it and return it.');
	}
}
