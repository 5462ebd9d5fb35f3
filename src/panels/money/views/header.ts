/** Head of a page that moves money: whose it is, and whether it is practice. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { Customer } from '../../../reservations/model';
import type { Mark } from '../../shared/messages';
import type { Header } from '../messages';

interface Input {
	readonly name: string;
	readonly tenantId: string;
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	readonly marks?: readonly Mark[];
}

export function headerView({ name, tenantId, customer, cloud, marks = [] }: Input): Header {
	return {
		name,
		customer: customerWords(tenantId, customer),
		marks: [...marks],
		sandbox: cloud?.isSandbox === true ? vscode.l10n.t('Sandbox · practice data') : undefined,
	};
}

export function customerWords(tenantId: string, customer: Customer | undefined): string {
	if (customer === undefined) return vscode.l10n.t('Customer {0}', tenantId);
	return customer.domain === '' ? customer.name : `${customer.name} · ${customer.domain}`;
}
