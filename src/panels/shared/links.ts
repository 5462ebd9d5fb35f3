/** Links of a panel: opened in the browser, where they lead to a site of Microsoft that is known. */
import * as vscode from 'vscode';
import type { Cloud } from '../../azure/cloud';
import { isKnownHost } from '../../reservations/links';
import type { PanelLog } from './page';

/** @returns what to tell */
export async function openKnownSite(address: string, cloud: Cloud, log: PanelLog): Promise<string> {
	const { l10n } = vscode;
	if (!isKnownHost(address, cloud)) {
		log.warn(`A link to ${siteOf(address)} was not opened, as that site is not known.`);
		return l10n.t('The link was not opened, as it does not lead to a site of Microsoft that this extension knows: {0}', address);
	}
	return (await vscode.env.openExternal(vscode.Uri.parse(address, true)))
		? l10n.t('{0} was opened in the browser.', siteOf(address))
		: l10n.t('{0} was not opened.', siteOf(address));
}

/** The host of an address, for the user to see where a link leads. */
export function siteOf(address: string): string {
	return URL.parse(address)?.host ?? address;
}
