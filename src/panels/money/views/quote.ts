/** How a quote stands, and why the service refuses one, in words. */
import * as vscode from 'vscode';
import { moment } from '../../../host/formats';
import type { PolicyError, Quote } from '../../../reservations/operations/model';
import { partState } from '../../shared/problem';
import type { LiveQuote } from '../live-quote';
import type { Instead, InsteadButton, PolicyRefusal, QuoteState } from '../messages';

type Live = Pick<LiveQuote<unknown, Quote>, 'quote' | 'standing' | 'failure'>;

/** @param now ms since the epoch */
export function quoteState({ quote, standing, failure }: Live, now: number): QuoteState {
	const { problem } = partState({ loading: false, failure }, vscode.l10n.t('Quote'));
	return {
		support: problem && insteadButton('support'),
		standing,
		text: standingWords({ quote, standing }),
		life: quote === undefined || standing !== 'current' ? undefined : quoteLife(quote, now),
		problem,
	};
}

/** Seconds; the page counts on from them, as its clock may be another one than the host's. */
function quoteLife({ quotedAt, expiresAt }: Quote, now: number): { old: number; left: number } {
	return {
		old: Math.max(0, Math.round((now - quotedAt) / 1000)),
		left: Math.max(0, Math.round((expiresAt - now) / 1000)),
	};
}

function standingWords({ quote, standing }: Pick<Live, 'quote' | 'standing'>): string | undefined {
	const { l10n } = vscode;
	switch (standing) {
		case 'asking':
			return quote === undefined
				? l10n.t('Asking Azure for a quote…')
				: l10n.t('Asking Azure for a new quote… The figures below are of the one before and do not count.');
		case 'changed':
			return l10n.t('Something was changed since this quote. Its figures do not count any more.');
		case 'expired':
			return quote === undefined
				? l10n.t('The quote has to be asked for again.')
				: l10n.t('This quote is of {0} and has to be asked for again. Nothing was sent.', moment(quote.quotedAt));
		case 'failed':
			return quote === undefined ? undefined : l10n.t('The figures below are of the quote before and do not count.');
		case 'none':
			return l10n.t('There is no quote yet.');
		case 'dropped':
			return droppedWords();
		case 'current':
			return undefined;
	}
}

/** Why there is no quote any more after another connection, or another account, has come up. */
export function droppedWords(): string {
	return vscode.l10n.t(
		'Who is signed in has changed, or the connection was made anew: the quote that was there or under way was dropped. Nothing was sent. Ask for a new quote.',
	);
}

/** Each policy error with what it means and what can be done instead (arm-pitfalls 4: a code may come alone). */
export function refusals(errors: readonly PolicyError[]): PolicyRefusal[] {
	return errors.map(({ code, message, explanation, instead }, index) => {
		const facts = [code, message].filter((fact) => fact !== undefined && fact !== '');
		return {
			title: explanation,
			facts: facts.length > 0 ? facts.join(' · ') : undefined,
			hints: instead.map(hint).filter((text) => text !== undefined),
			buttons: buttonsFor(instead, index === errors.length - 1),
		};
	});
}

/** Words for what can be done that has no button of its own. */
function hint(instead: string): string | undefined {
	const { l10n } = vscode;
	switch (instead) {
		case 'tradeIn':
			// rules 14
			return l10n.t(
				'A trade-in for a savings plan does not count against the limit of returns. It is done with Exchange in the Azure portal.',
			);
		case 'wait':
			return l10n.t('What was returned counts for 12 months; after that the allowance comes back. Azure says no date.');
		default:
			return undefined;
	}
}

/** The portal is always a way, said once, at the last one; it has the trade-in and what else this extension does not do. */
function buttonsFor(instead: readonly string[], isLast: boolean): InsteadButton[] {
	const offered: readonly Instead[] = ['exchange', 'smallerQuantity', 'biggerPurchase', 'access'];
	const always: readonly Instead[] = isLast ? ['portal', 'support'] : [];
	return [...offered.filter((one) => instead.includes(one)), ...always].map(insteadButton);
}

function insteadButton(instead: Instead): InsteadButton {
	const { l10n } = vscode;
	switch (instead) {
		case 'exchange':
			return { instead, label: l10n.t('Exchange Instead'), icon: 'arrow-swap' };
		case 'smallerQuantity':
			return { instead, label: l10n.t('Smaller Quantity'), icon: 'remove' };
		case 'biggerPurchase':
			return { instead, label: l10n.t('Bigger Purchase'), icon: 'add' };
		case 'access':
			return { instead, label: l10n.t('Check Access'), icon: 'shield' };
		case 'portal':
			return { instead, label: l10n.t('Open in Azure Portal'), icon: 'link-external' };
		case 'support':
			return { instead, label: l10n.t('New Support Request…'), icon: 'comment-discussion' };
	}
}

/** What else speaks against committing a quote: the service's refusals, which it repeats among them, have their own place. */
export function blockers(quote: Quote): string[] {
	const others = quote.blockers.filter((text) => !quote.policyErrors.some(({ explanation }) => text.startsWith(explanation)));
	const isComplete = quote.kind === 'return' ? quote.figures !== undefined : quote.totals !== undefined;
	return isComplete || quote.blockers.length > 0 || quote.policyErrors.length > 0
		? others
		: [
				vscode.l10n.t(
					'Azure did not name all amounts. A missing amount is never read as zero, so this quote can’t be committed.',
				),
			];
}
