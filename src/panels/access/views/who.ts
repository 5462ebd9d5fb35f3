/** Who the connection speaks for: account, partner, agent groups, and what those usually can't do. */
import * as vscode from 'vscode';
import { list, unknown } from '../../../host/formats';
import type { WhoAmI } from '../../../reservations/access';
import type { Known } from '../../../reservations/model';
import { partState } from '../../shared/problem';
import type { Who } from '../messages';

export function whoView(known: Known<WhoAmI>): Who {
	const { value } = known;
	return {
		type: 'who',
		...partState(known, vscode.l10n.t('Who am I')),
		rows: value === undefined ? [] : rows(value),
		limits: [...(value?.limits ?? [])],
		notRead: [...(value?.notRead ?? [])],
	};
}

function rows(who: WhoAmI): Who['rows'] {
	const { t } = vscode.l10n;
	return [
		{ label: t('Account'), value: who.userName ?? unknown },
		{ label: t('Display name'), value: who.displayName ?? unknown },
		{ label: t('Partner'), value: who.partnerName ?? unknown },
		{ label: t('Partner tenant ID'), value: who.partnerTenantId },
		{ label: t('Agent groups'), value: groups(who.agentGroups), note: t('Membership through another group counts.') },
		{
			label: t('Kind of partner'),
			value: kind(who.partnerKind),
			...(who.partnerKind === undefined ? {} : { note: t('Concluded from the relationships in Partner Center.') }),
		},
	];
}

function groups(of: WhoAmI['agentGroups']): string {
	if (of === undefined) return unknown;
	return of.length === 0 ? vscode.l10n.t('None') : list(of);
}

function kind(of: WhoAmI['partnerKind']): string {
	switch (of) {
		case 'directBill':
			return vscode.l10n.t('Direct-bill partner');
		case 'indirectProvider':
			return vscode.l10n.t('Indirect provider');
		case 'indirectReseller':
			return vscode.l10n.t('Indirect reseller');
		case undefined:
			return unknown;
	}
}
