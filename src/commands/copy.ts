/** The copy commands: put ids, or the block of facts that support asks for, on the clipboard and say so in the status bar. */
import * as vscode from 'vscode';
import { reservationCount } from '../host/counts';
import { number } from '../host/formats';
import { escapeIcons } from '../host/markup';
import { resourceId } from '../reservations/links';
import type { ReservationRef } from '../reservations/model';
import type { CommandContext } from './context';
import { customersFor, knownReservationsFor, reservationsFor, withSelection } from './targets';

/** How long the status bar says what was copied, in ms. */
const SAID_FOR = 6000;

/** Of several reservations each value is a line of its own. @returns what was copied */
async function copyFromReservations(
	context: CommandContext,
	args: readonly unknown[],
	what: string,
	value: (ref: ReservationRef) => string,
): Promise<string | undefined> {
	const refs = await reservationsFor(context, withSelection(context, args, 'reservations'));
	return copy([...new Set(refs.map(value))], what);
}

export function copyReservationId(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	return copyFromReservations(context, args, vscode.l10n.t('Reservation ID'), (ref) => ref.reservationId);
}

export function copyOrderId(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	return copyFromReservations(context, args, vscode.l10n.t('Reservation order ID'), (ref) => ref.orderId);
}

export function copyResourceId(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	return copyFromReservations(context, args, vscode.l10n.t('Resource ID'), resourceId);
}

export async function copyCustomerTenantId(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	return copy(await customersFor(context, withSelection(context, args, 'customers')), vscode.l10n.t('Customer tenant ID'));
}

export async function copySupportDetails(context: CommandContext, args: readonly unknown[]): Promise<string | undefined> {
	const reservations = await knownReservationsFor(context, withSelection(context, args, 'reservations'));
	if (reservations.length === 0) return undefined;
	const service = await context.session.service();
	const blocks = reservations.map((reservation) => service.describeForSupport(reservation));
	await vscode.env.clipboard.writeText(blocks.join('\n\n'));
	const [first] = reservations;
	say(
		reservations.length === 1 && first !== undefined
			? vscode.l10n.t('Copied the details of {0} for support', first.name)
			: vscode.l10n.t('Copied the details of {0} for support', reservationCount(reservations.length)),
	);
	return blocks.join('\n\n');
}

/** Puts values on the clipboard, one a line, and says so. @param what is copied @returns what was copied */
export async function copy(values: readonly string[], what: string): Promise<string | undefined> {
	const [first] = values;
	if (first === undefined) return undefined;
	const text = values.join('\n');
	await vscode.env.clipboard.writeText(text);
	say(
		values.length === 1
			? vscode.l10n.t('Copied: {0} {1}', what, first)
			: vscode.l10n.t('Copied: {0} ({1} lines)', what, number(values.length)),
	);
	return text;
}

/** Tells in the status bar, which a screen reader announces and which asks for no answer. */
export function say(text: string): void {
	vscode.window.setStatusBarMessage(`$(check) ${escapeIcons(text)}`, SAID_FOR);
}
