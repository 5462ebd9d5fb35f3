/** Head of a page of a customer or a reservation: whose it is, and whether it is practice. */
import * as vscode from 'vscode';
import type { Cloud } from '../../azure/cloud';
import type { Customer } from '../../reservations/model';
import type { Header, Mark } from './messages';

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
		sandbox: practiceWords(cloud),
	};
}

/** Says that all of it is practice data, if it is. */
export function practiceWords(cloud: Cloud | undefined): string | undefined {
	return cloud?.isSandbox === true ? vscode.l10n.t('Sandbox · practice data') : undefined;
}

function customerWords(tenantId: string, customer: Customer | undefined): string {
	if (customer === undefined) return vscode.l10n.t('Customer {0}', tenantId);
	return customer.domain === '' ? customer.name : `${customer.name} · ${customer.domain}`;
}
