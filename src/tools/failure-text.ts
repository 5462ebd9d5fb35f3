/** A failure of the service as a text for a model: what happened, the missing right, what the user can do. */
import type { ServiceFailure } from '../azure/failure';
import { code, quoted } from './text';

/** Never a token, never a body: the failure has none. */
export function failureText({ message, kind, details }: ServiceFailure): string {
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Missing right', details.missingRight && quoted(details.missingRight)],
		['What the user can do', details.remedy && quoted(details.remedy)],
		['Seconds to wait', details.waitSeconds === undefined ? undefined : String(Math.ceil(details.waitSeconds))],
		['Code', details.code && code(details.code)],
		['Correlation ID', details.correlationId && code(details.correlationId)],
	];
	const lines = facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `${name}: ${value}`);
	return [`${kind}: ${quoted(message)}`, ...lines].join('\n');
}
