/** The view "Resources": what to read about Azure reservations for customers. Each item opens a page of Microsoft's documentation. */
import * as vscode from 'vscode';

interface Resource {
	readonly label: string;
	/** What it answers. */
	readonly about: string;
	readonly address: string;
}

const PARTNER_CENTER = 'https://learn.microsoft.com/partner-center';
const AZURE = 'https://learn.microsoft.com/azure/cost-management-billing/reservations';

function resources(): Resource[] {
	const { l10n } = vscode;
	return [
		{
			label: l10n.t('Manage, cancel, exchange, or refund Azure reservations for customers'),
			about: l10n.t('What this extension does, in Partner Center and the Azure portal'),
			address: `${PARTNER_CENTER}/azure-reservations-manage`,
		},
		{
			label: l10n.t('Sell Microsoft Azure Reserved Instances'),
			about: l10n.t('Azure reservations in CSP: overview'),
			address: `${PARTNER_CENTER}/azure-reservations`,
		},
		{
			label: l10n.t('Buy Azure reservations'),
			about: l10n.t('Purchasing for your customers in Partner Center'),
			address: `${PARTNER_CENTER}/azure-reservations-buying`,
		},
		{
			label: l10n.t('VM sizing for maximum Azure reservation usage'),
			about: l10n.t('The right virtual machine size, and checking what a customer uses'),
			address: `${PARTNER_CENTER}/azure-usage`,
		},
		{
			label: l10n.t('Purchase Azure Reserved VM Instances'),
			about: l10n.t('Purchasing by the Partner Center API'),
			address: `${PARTNER_CENTER}/developer/purchase-azure-reservations`,
		},
		{
			label: l10n.t('Give customers permission to buy their own Azure reservations'),
			about: l10n.t('From a subscription you purchased for them'),
			address: `${PARTNER_CENTER}/give-customers-permission`,
		},
		{
			label: l10n.t('View Azure reservations as a Cloud Solution Provider (CSP)'),
			about: l10n.t('Admin agent privilege and guest access'),
			address: `${AZURE}/how-to-view-csp-reservations`,
		},
		{
			label: l10n.t('Self-service exchanges and refunds for Azure Reservations'),
			about: l10n.t('Policies, limits and steps'),
			address: `${AZURE}/exchange-and-refund-azure-reservations`,
		},
		{
			label: l10n.t('Changes to the Azure reservation exchange policy'),
			about: l10n.t('Which exchanges end, and when'),
			address: `${AZURE}/reservation-exchange-policy-changes`,
		},
		{
			label: l10n.t('Troubleshoot Azure reservation utilization'),
			about: l10n.t('Why a reservation is used less than expected'),
			address: `${AZURE}/troubleshoot-reservation-utilization`,
		},
	];
}

class ResourcesTree implements vscode.TreeDataProvider<Resource> {
	getChildren(resource?: Resource): Resource[] {
		return resource === undefined ? resources() : [];
	}

	getTreeItem({ label, about, address }: Resource): vscode.TreeItem {
		const item = new vscode.TreeItem(label);
		item.id = address;
		item.description = about;
		item.tooltip = new vscode.MarkdownString(`${label}\n\n${about}`);
		item.iconPath = new vscode.ThemeIcon('book');
		item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}. Opens in the browser.', label, about), role: 'link' };
		item.command = { command: 'cspReservations.openResource', title: vscode.l10n.t('Open in Browser'), arguments: [address] };
		return item;
	}
}

export function createResourcesView(): vscode.Disposable {
	return vscode.window.createTreeView('cspReservations.resources', { treeDataProvider: new ResourcesTree() });
}
