/** The form that gives a role, in words: where, which role, to whom, and what will be done. */
import * as vscode from 'vscode';
import type { RoleAssignments } from '../../../reservations/roles/model';
import { partState } from '../../shared/problem';
import type { GrantForm } from '../form';
import type { Intent } from '../intent';
import type { Grant, Place, Review } from '../messages';
import { abilityLine, placeHelp, placeName, principalIcon, principalKind, principalName } from './words';

/** What of something that is to be done is shown. */
export type IntentState = Pick<Intent, 'preview' | 'failure' | 'isAsking' | 'confirmed' | 'isReady'>;

/** What of the form is shown. */
export type FormState = Pick<
	GrantForm,
	'draft' | 'place' | 'roles' | 'role' | 'groups' | 'hits' | 'isSearching' | 'wish' | 'revision'
> & { readonly intent: IntentState };

const places: readonly Place[] = ['order', 'reservation', 'tenant'];

export function grantView(form: FormState, assignments: RoleAssignments | undefined): Grant {
	const { l10n } = vscode;
	const { draft, place, roles, role, groups, hits } = form;
	// Whom one searched for stands before whom one did not.
	const principals = [...(hits?.value?.principals ?? []), ...(groups.value ?? [])];
	const unique = [...new Map(principals.map((it) => [it.id, it])).values()];
	const rolesProblem = partState(roles, l10n.t('Roles')).problem;
	return {
		warning:
			assignments?.canDelegate === false
				? l10n.t(
						'None of your roles lets you assign roles on this order. Whoever has Owner or Reservations Administrator on it can do it.',
					)
				: undefined,
		place: { value: place, options: places.map((it) => ({ value: it, label: placeName(it) })), help: placeHelp(place) },
		role: {
			value: role?.id ?? '',
			options: [
				...(role === undefined ? [{ value: '', label: l10n.t('Choose a role') }] : []),
				...(roles.value ?? []).map(({ id, name }) => ({ value: id, label: name })),
			],
			help: role === undefined ? l10n.t('The customer’s roles that are of use on reservations.') : abilityLine(role.abilities),
			loading: roles.loading,
			problem: rolesProblem,
		},
		words: draft.words ?? '',
		searching: form.isSearching,
		found: foundText(form),
		problem: searchProblem(form),
		choices: unique.map((it) => ({
			id: it.id,
			icon: principalIcon(it.kind),
			name: principalName(it),
			detail: [principalKind(it), it.detail].filter((one) => one !== undefined).join(' · '),
			chosen: it.id === draft.principal?.id,
		})),
		chosen: draft.principal && l10n.t('{0}, object ID {1}', principalName(draft.principal), draft.principal.id),
		review: grantReview(form),
	};
}

/** What giving the role will do, and why it can't be done yet. */
export function grantReview({ wish, role, draft, place, intent }: FormState): Review {
	const { l10n } = vscode;
	const name = draft.principal && principalName(draft.principal);
	const sentence = role === undefined || name === undefined ? undefined : sentenceOf(place, name, role.name);
	const missing = role === undefined ? l10n.t('Choose a role.') : wish === undefined ? l10n.t('Choose a member.') : undefined;
	return review(intent, { sentence, act: l10n.t('Add Role Assignment'), missing });
}

function sentenceOf(place: Place, name: string, role: string): string {
	const { l10n } = vscode;
	switch (place) {
		case 'order':
			return l10n.t('“{0}” gets the role “{1}” on the reservation order.', name, role);
		case 'reservation':
			return l10n.t('“{0}” gets the role “{1}” on this reservation alone.', name, role);
		case 'tenant':
			return l10n.t('“{0}” gets the role “{1}” on all reservations of the customer.', name, role);
	}
}

export function review(
	intent: IntentState,
	{
		sentence,
		act,
		missing,
	}: { readonly sentence: string | undefined; readonly act: string; readonly missing?: string | undefined },
): Review {
	const { preview, failure, isAsking, confirmed } = intent;
	const { l10n } = vscode;
	return {
		sentence,
		asking: isAsking,
		problem: partState({ loading: isAsking, failure }, l10n.t('What will be done')).problem,
		notes: [...(preview?.already === undefined ? [] : [preview.already]), ...(preview?.notes ?? [])],
		concerns: (preview?.concerns ?? []).map(({ id, text }) => ({ id, text, confirmed: confirmed.includes(id) })),
		act,
		notYet: missing ?? standing(intent),
	};
}

function standing({ preview, failure, isAsking, isReady }: IntentState): string | undefined {
	const { l10n } = vscode;
	if (isAsking) return l10n.t('It is being looked at what this would do.');
	if (failure !== undefined || preview === undefined) return l10n.t('It is not known what this would do.');
	if (preview.already !== undefined) return l10n.t('There is nothing to do.');
	return isReady ? undefined : l10n.t('Confirm first what is marked above.');
}

function foundText({ isSearching, hits, draft }: FormState): string {
	const { l10n } = vscode;
	const words = (draft.words ?? '').trim();
	if (words === '') return l10n.t('Your company’s partner groups. Type a name to find users and groups of the customer.');
	if (isSearching) return l10n.t('Searching…');
	if (words.length < 2) return l10n.t('Type at least two letters.');
	const found = hits?.value?.principals.length ?? 0;
	const isUnread = hits?.failure !== undefined || (hits?.value?.failures.length ?? 0) > 0;
	if (isUnread && found === 0) return l10n.t('Users and groups could not be searched. Your company’s partner groups are shown.');
	if (found === 0) return l10n.t('Nobody was found for “{0}”. Your company’s partner groups are shown.', words);
	return l10n.t('{0} found for “{1}”, and your company’s partner groups.', found, words);
}

function searchProblem({ hits, groups, isSearching }: FormState): Grant['problem'] {
	const { l10n } = vscode;
	const failure = hits?.failure ?? hits?.value?.failures[0];
	if (failure !== undefined && !isSearching) return partState({ loading: false, failure }, l10n.t('Users and groups')).problem;
	return groups.failure && partState({ loading: false, failure: groups.failure }, l10n.t('Partner groups')).problem;
}
