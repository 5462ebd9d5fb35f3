/** What is asked before an operation is set aside: everything that may be true of it, as nobody knows which. */
import * as vscode from 'vscode';
import { titleWords, whatWords } from '../host/operation-words';
import type { Operation } from '../reservations/operations/model';

/** The question, what may be true, and the one answer that sets it aside. */
export function setAsideWarning(operation: Operation): {
	readonly message: string;
	readonly detail: string;
	readonly button: string;
} {
	const { l10n } = vscode;
	const { kind, answeredAt, explanation } = operation;
	return {
		message: l10n.t('Set aside: {0}? It is not known whether it was done.', titleWords(operation)),
		detail: [
			whatWords(operation),
			explanation,
			kind === 'return'
				? l10n.t(
						'It may be that the units were returned: then they give no discount any more, and the money back counts against the customer’s limit for returns. It may be that nothing was done.',
					)
				: l10n.t(
						'It may be that reservations were given back and others bought in their place, that only a part of this was done, or that nothing was done.',
					),
			answeredAt === undefined ? undefined : l10n.t('Azure took it on, so it may still carry it out.'),
			l10n.t(
				'First look at the reservations and at the orders of the customer in the Azure portal. If it was done and you do it again, it is done twice.',
			),
			l10n.t(
				'Once set aside, its reservations can be returned, exchanged and changed again. It stays in the journal with your name, neither as done nor as not done; it is not sent again, and not looked after any more.',
			),
		]
			.filter((it) => it !== undefined)
			.join('\n\n'),
		button: l10n.t('I Have Looked: Set It Aside'),
	};
}
