/** The support requests that the sandbox holds, asked for over its REST by the test itself. */
import type { SandboxProcess } from './sandbox-process';
import { read, type Truth } from './truth';

interface Ticket {
	readonly name: string;
	readonly properties: {
		readonly supportTicketId: string;
		readonly title: string;
		readonly description: string;
		readonly status: string;
		readonly severity: string;
		readonly advancedDiagnosticConsent: string;
		readonly problemClassificationDisplayName: string;
		readonly contactDetails: { readonly firstName: string; readonly primaryEmailAddress: string };
	};
}

interface List<T> {
	readonly value?: readonly T[];
}

const provider = '/providers/Microsoft.Support/supportTickets';

/** Those without a subscription. */
export async function ticketsOf(sandbox: SandboxProcess, { tenantId }: Pick<Truth, 'tenantId'>): Promise<readonly Ticket[]> {
	const url = `${sandbox.endpoints.resourceManager}${provider}?api-version=2024-04-01`;
	return (await read<List<Ticket>>(sandbox, url, tenantId)).value ?? [];
}

/** Texts of the messages of one. */
export async function messagesOf(
	sandbox: SandboxProcess,
	{ tenantId }: Pick<Truth, 'tenantId'>,
	name: string,
): Promise<readonly string[]> {
	const url = `${sandbox.endpoints.resourceManager}${provider}/${name}/communications?api-version=2024-04-01`;
	const { value = [] } = await read<List<{ properties: { body: string } }>>(sandbox, url, tenantId);
	return value.map(({ properties }) => properties.body);
}

/** How often the sandbox was asked to make a request. */
export function requestsSent(sandbox: SandboxProcess): Promise<number> {
	return sandbox.requests('PUT', /\/supportTickets\/[^/]+$/i);
}
