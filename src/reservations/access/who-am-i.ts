/** Who the connection speaks for: each part is read on its own, and what could not be read is told. */
import * as l10n from '@vscode/l10n';
import { isCancelled } from '../../azure/failure';
import type { WhoAmI } from '../access';
import { toFailure } from '../failures';
import { limitsOf } from './limits';
import { PartnerFacts, type Reading } from './partner-facts';

/** @throws an AbortError when cancelled; nothing else */
export async function readWhoAmI(reading: Reading): Promise<WhoAmI> {
	const facts = new PartnerFacts(reading);
	const notRead: string[] = [];
	const part = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
		try {
			return await read();
		} catch (error) {
			if (isCancelled(error)) throw error;
			const { message, details } = toFailure(error, undefined);
			notRead.push([`${what}: ${message}`, details.remedy].filter((it) => it !== undefined).join(' '));
			return undefined;
		}
	};
	const [me, partnerName, agentGroups, partnerKind] = await Promise.all([
		part(l10n.t('Account'), facts.me),
		part(l10n.t('Company'), facts.name),
		part(l10n.t('Agent roles'), facts.agentGroups),
		part(l10n.t('Kind of partner'), facts.kind),
	]);
	if (agentGroups === undefined && (await facts.groups().catch(() => [])).length > 0) {
		notRead.push(l10n.t('Agent roles: Microsoft Graph does not tell the names of your groups to this application.'));
	}
	return {
		userName: me?.userPrincipalName ?? undefined,
		displayName: me?.displayName ?? undefined,
		partnerTenantId: reading.transport.cloud.partnerTenantId,
		partnerName,
		agentGroups,
		partnerKind,
		limits: limitsOf({ agentGroups, partnerKind }),
		notRead,
	};
}
