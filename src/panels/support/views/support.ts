/** The Support Request page in words: the form, what will be sent, or what came of it. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { Customer, Reservation } from '../../../reservations/model';
import type { SupportChoices } from '../../../reservations/support/model';
import { headerView } from '../../shared/header';
import { partState } from '../../shared/problem';
import type { Choices, SavedState, Support } from '../messages';
import { type FormState, formView, type SendingState } from './form';
import { labels } from './labels';
import { outcomeView } from './outcome';
import { reviewView } from './review';

export interface Input {
	readonly saved: SavedState;
	readonly form: FormState;
	readonly sending: SendingState;
	readonly reservation?: Reservation | undefined;
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	/** Undefined while no service is up. */
	readonly choices: SupportChoices | undefined;
	/** Said of the draft as a whole. */
	readonly notes: readonly string[];
}

export function supportView({ saved, form, sending, reservation, customer, cloud, choices, notes }: Input): Support {
	const { l10n } = vscode;
	const { draft, prepared } = form;
	const { stage, ended } = sending;
	const isReviewed = stage === 'review' || stage === 'sending';
	return {
		type: 'support',
		// With a draft there is something to show: what is missing is said at its fields.
		...partState(
			{ loading: prepared.loading, failure: draft === undefined ? prepared.failure : undefined },
			l10n.t('Support request'),
		),
		saved,
		labels: labels(),
		header: headerView({
			name: reservation === undefined ? l10n.t('New Support Request') : l10n.t('New Support Request: {0}', reservation.name),
			tenantId: saved.tenantId,
			customer,
			cloud,
		}),
		notes: [...notes],
		canCopy: draft !== undefined,
		form: draft === undefined || isReviewed || ended !== undefined ? undefined : formView(form, draft, sending, choices),
		review: draft === undefined || !isReviewed ? undefined : reviewView(form, draft, sending, choices),
		outcome: ended === undefined || isReviewed ? undefined : outcomeView(ended, sending, choices),
	};
}

export function choicesView({ countries, timeZones, languages }: SupportChoices): Choices {
	const named = (from: SupportChoices['countries']) => from.map(({ value, name }) => ({ value, label: name }));
	return { type: 'choices', countries: named(countries), timeZones: named(timeZones), languages: named(languages) };
}
