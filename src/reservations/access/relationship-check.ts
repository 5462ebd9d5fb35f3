/** Whether a GDAP relationship lets the user into the customer's tenant: status, end, security groups with roles (rules 1.3). */
import * as l10n from '@vscode/l10n';
import type { AccessAssignment, DelegatedRelationship } from '../../azure/graph';
import { parseDate } from '../../azure/values';
import { daysText } from '../advice/words';
import { daysBetween } from '../format';
import { attempt, type Context } from './context';
import type { CustomerFacts } from './customer-facts';
import {
	type Evidence,
	evidence,
	evidenceOf,
	type Finding,
	failed,
	notTold,
	passed,
	saysNothing,
	unknown,
	warning,
} from './finding';
import { openRelationships } from './fixes';

/** A relationship that ends this soon is worth a word: renewing it takes the customer's approval, within 90 days (rules 1.3). */
const soonDays = 30;

/** Security groups of the partner with the roles that a relationship gives them. */
interface Given {
	readonly relationship: DelegatedRelationship;
	readonly assignments: readonly AccessAssignment[];
}

export async function checkRelationship(context: Context, facts: CustomerFacts): Promise<Finding> {
	const { value: all, failure } = await attempt(facts.relationships);
	if (failure !== undefined) {
		if (saysNothing(failure)) return notTold(failure);
		return unknown(l10n.t('Microsoft Graph does not tell this sign-in about GDAP relationships.'), {
			evidence: evidenceOf(failure),
			fixes: [
				{
					text: l10n.t(
						'Give the app registration the delegated permission DelegatedAdminRelationship.Read.All of Microsoft Graph.',
					),
				},
			],
		});
	}
	const active = all.filter(({ status }) => isActive(status));
	if (active.length === 0) return await notActive(context, facts, all);
	const read = await Promise.all(
		active.map(async (relationship) => ({ relationship, given: await attempt(() => facts.accessAssignments(relationship.id)) })),
	);
	const unread = read.find(({ given }) => given.failure !== undefined)?.given.failure;
	const given = read.map(({ relationship, given: it }) => ({ relationship, assignments: (it.value ?? []).filter(isInForce) }));
	const told = [
		...active.flatMap((it) => relationshipEvidence(context, it)),
		...(await groupEvidence(context, given)),
		...(unread === undefined ? [] : evidenceOf(unread)),
	];
	if (given.every(({ assignments }) => assignments.length === 0)) {
		if (unread !== undefined)
			return saysNothing(unread)
				? notTold(unread)
				: unknown(l10n.t('The GDAP relationship is active, but what it gives to whom can’t be read.'), { evidence: told });
		return failed(
			'relationship',
			l10n.t('The GDAP relationship is active, but none of your company’s security groups has a role in it.'),
			{
				evidence: told,
				fixes: [
					openRelationships(
						context.cloud,
						facts.tenantId,
						l10n.t(
							'Assign a role in this relationship to a security group that is nested in AdminAgents; Directory Readers is enough for Azure.',
						),
						active[0]?.id,
					),
				],
			},
		);
	}
	return await membership(context, facts, given, told);
}

/** The user has to be in one of the groups, and that group in AdminAgents (rules 1.3). */
async function membership(
	{ cloud, partner, format, now }: Context,
	facts: CustomerFacts,
	given: readonly Given[],
	told: readonly Evidence[],
): Promise<Finding> {
	const groups = await attempt(partner.groups);
	const own = new Set((groups.value ?? []).map(({ id }) => id));
	const through = given.filter(({ assignments }) => assignments.some((it) => own.has(groupIdOf(it) ?? '')));
	if (groups.failure === undefined && through.length === 0) {
		return failed('securityGroup', l10n.t('The GDAP relationship assigns roles to security groups that you are in none of.'), {
			evidence: told,
			fixes: [
				{ text: l10n.t('Ask an administrator of your company to add you to one of these security groups.') },
				openRelationships(
					cloud,
					facts.tenantId,
					l10n.t('Or assign a role in the relationship to a group that you are in.'),
					given[0]?.relationship.id,
				),
			],
		});
	}
	const counted = through.length > 0 ? through : given;
	const end = Math.max(...counted.map(({ relationship }) => parseDate(relationship.endDateTime) ?? Number.POSITIVE_INFINITY));
	const days = Number.isFinite(end) ? daysBetween(now, end) : undefined;
	if (days === undefined) return passed(l10n.t('A GDAP relationship without an end is active.'), { evidence: told });
	if (days > soonDays) {
		return passed(l10n.t('A GDAP relationship is active until {0} ({1}).', format.date(end), daysText(format, days)), {
			evidence: told,
		});
	}
	return warning(
		'ending',
		l10n.t('The GDAP relationship ends on {0}, in {1}; then you lose access.', format.date(end), daysText(format, days)),
		{
			evidence: told,
			fixes: [
				openRelationships(
					cloud,
					facts.tenantId,
					l10n.t('Extend it, or ask the customer to approve a new one in time.'),
					counted[0]?.relationship.id,
				),
			],
		},
	);
}

async function notActive(
	{ cloud, format, ...context }: Context,
	facts: CustomerFacts,
	all: readonly DelegatedRelationship[],
): Promise<Finding> {
	const newest = [...all].sort((a, b) => (parseDate(b.endDateTime) ?? 0) - (parseDate(a.endDateTime) ?? 0))[0];
	const told = all.flatMap((it) => relationshipEvidence({ cloud, format, ...context }, it));
	const request = openRelationships(
		cloud,
		facts.tenantId,
		l10n.t(
			'Request a GDAP relationship, have the customer approve it, and assign a role in it to a security group nested in AdminAgents.',
		),
	);
	if (newest === undefined) {
		// Rights of the old kind still work for customers that have them.
		const customer = await attempt(facts.customer);
		if (customer.value?.allowDelegatedAccess === true) {
			return warning(
				'relationship',
				l10n.t('There is no GDAP relationship; the customer still has delegated rights of the old kind (DAP).'),
				{
					fixes: [request],
				},
			);
		}
		return failed('relationship', l10n.t('There is no GDAP relationship with this customer.'), { fixes: [request] });
	}
	const end = parseDate(newest.endDateTime);
	switch (newest.status?.toLowerCase()) {
		case 'approvalpending':
		case 'created':
			return failed('relationship', l10n.t('The GDAP relationship waits for the customer’s approval.'), {
				evidence: told,
				fixes: [
					openRelationships(
						cloud,
						facts.tenantId,
						l10n.t('Have the customer approve the request: it ends after 90 days without an answer.'),
						newest.id,
					),
				],
			});
		case 'expired':
			return failed(
				'relationship',
				end === undefined
					? l10n.t('The GDAP relationship with this customer has expired.')
					: l10n.t('The GDAP relationship with this customer expired on {0}.', format.date(end)),
				{ evidence: told, fixes: [request] },
			);
		default:
			return failed('relationship', l10n.t('The GDAP relationship with this customer is not active: {0}.', newest.status ?? ''), {
				evidence: told,
				fixes: [request],
			});
	}
}

function isActive(status: string | null | undefined): boolean {
	return ['active', 'expiring'].includes(status?.toLowerCase() ?? '');
}

function isInForce({ status }: AccessAssignment): boolean {
	return !/^(deleted|deleting|error)$/i.test(status ?? '');
}

function groupIdOf({ accessContainer }: AccessAssignment): string | undefined {
	return accessContainer?.accessContainerId?.toLowerCase();
}

function relationshipEvidence({ format, now }: Context, it: DelegatedRelationship): readonly Evidence[] {
	const end = parseDate(it.endDateTime);
	const days = end === undefined ? 0 : daysBetween(now, end);
	return evidence(
		[l10n.t('GDAP relationship'), [it.displayName, it.id].filter(Boolean).join(', ')],
		[l10n.t('Status'), it.status],
		[
			l10n.t('Ends'),
			end === undefined ? undefined : days > 0 ? `${format.date(end)} (${daysText(format, days)})` : format.date(end),
		],
	);
}

async function groupEvidence({ partner }: Context, given: readonly Given[]): Promise<readonly Evidence[]> {
	const assignments = given.flatMap((it) => it.assignments);
	const names = assignments.length === 0 ? new Map<string, string>() : await partner.roleNames();
	return Promise.all(
		assignments.map(async (it) => {
			const group = groupIdOf(it);
			const roles = (it.accessDetails?.unifiedRoles ?? []).map(({ roleDefinitionId: id }) => names.get(id.toLowerCase()) ?? id);
			const value = roles.join(', ') || l10n.t('no role');
			return { label: l10n.t('Security group {0}', group === undefined ? '' : await partner.groupName(group)), value };
		}),
	);
}
