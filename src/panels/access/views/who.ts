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
	const { l10n } = vscode;
	return [
		{ label: l10n.t('Account'), value: who.userName ?? unknown },
		{ label: l10n.t('Display name'), value: who.displayName ?? unknown },
		{ label: l10n.t('Partner'), value: who.partnerName ?? unknown },
		{ label: l10n.t('Partner tenant ID'), value: who.partnerTenantId },
		{ label: l10n.t('Agent groups'), value: groups(who.agentGroups), note: l10n.t('Membership through another group counts.') },
		{
			label: l10n.t('Kind of partner'),
			value: kind(who.partnerKind),
			...(who.partnerKind === undefined ? {} : { note: l10n.t('Concluded from the relationships in Partner Center.') }),
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
