/** The commands that lead out: to the Azure portal, to Partner Center, to Microsoft's documentation. */
import * as vscode from 'vscode';
import { ServiceFailure } from '../azure/failure';
import { isKnownHost, orderLink, partnerCenterLink, reservationLink, reservationsLink } from '../reservations/links';
import type { CommandContext } from './context';
import { customersFor, reservationsFor, withSelection } from './targets';

/** Manage in Azure Portal: the reservation, in the customer's tenant. @returns the address */
export async function openInPortal(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const [reservation] = await reservationsFor(context, withSelection(context, args, 'reservations', 1));
	if (reservation === undefined) return undefined;
	const { cloud } = await context.session.service();
	return open(context, reservationLink(cloud, reservation));
}

export async function openOrderInPortal(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const [reservation] = await reservationsFor(context, withSelection(context, args, 'reservations', 1));
	if (reservation === undefined) return undefined;
	const { cloud } = await context.session.service();
	return open(context, orderLink(cloud, reservation));
}

export async function openCustomerInPortal(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const [tenantId] = await customersFor(context, withSelection(context, args, 'customers', 1));
	if (tenantId === undefined) return undefined;
	const { cloud } = await context.session.service();
	return open(context, reservationsLink(cloud, tenantId));
}

export async function openInPartnerCenter(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const [tenantId] = await customersFor(context, withSelection(context, args, 'customers', 1));
	if (tenantId === undefined) return undefined;
	const { cloud } = await context.session.service();
	return open(context, partnerCenterLink(cloud, tenantId));
}

/** A link of the view "Resources". */
export async function openResource(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const [address] = args;
	return typeof address === 'string' ? open(context, address) : undefined;
}

/**
 * Opens the address in the browser.
 * @returns the address; undefined when the browser did not open
 * @throws ServiceFailure `Refused` for an address that is not one of Microsoft's known sites
 */
export async function open(context: Pick<CommandContext, 'session'>, address: string): Promise<string | undefined> {
	const { cloud } = await context.session.service();
	if (!isKnownHost(address, cloud)) {
		throw new ServiceFailure(
			'Refused',
			vscode.l10n.t(
				'The link was not opened, as it does not lead to a site of Microsoft that this extension knows: {0}',
				address,
			),
		);
	}
	const opened = await vscode.env.openExternal(vscode.Uri.parse(address, true));
	return opened ? address : undefined;
}
