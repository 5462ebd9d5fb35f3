/** Stands between the extension and a sandbox and notes when each answer was through: the moment the data is there. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxProcess } from '../ui/helpers/sandbox-process';

interface Answer {
	readonly url: string;
	readonly status: number;
	/** Wall clock in ms, when the request came. */
	readonly askedAt: number;
	/** Wall clock in ms, when the last byte was handed to the extension. */
	readonly at: number;
}

export interface Recorder {
	/** The address to give to the extension in place of the sandbox's. */
	readonly address: string;
	readonly answers: readonly Answer[];
	/** First answer after `since` (wall clock, ms) whose URL matches. */
	answer(url: RegExp, since: number): Answer | undefined;
	close(): Promise<void>;
}

/** Partner Center and Resource Manager are proxied; the authority only to hand out the proxies' addresses. */
export async function startRecorder({ endpoints }: SandboxProcess): Promise<Recorder> {
	const answers: Answer[] = [];
	const partnerCenter = await serve(forward(endpoints.partnerCenter, answers));
	const resourceManager = await serve(forward(endpoints.resourceManager, answers));
	const discovered = { ...endpoints, partnerCenter: base(partnerCenter), resourceManager: base(resourceManager) };
	const authority = await serve((incoming, outgoing) => {
		if (incoming.method !== 'GET') return forward(endpoints.authority, [])(incoming, outgoing);
		outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ ...discovered, authority: base(authority) }));
	});
	return {
		address: base(authority),
		answers,
		answer: (url, since) => answers.find((answer) => answer.at > since && url.test(answer.url)),
		close: async () => {
			for (const server of [partnerCenter, resourceManager, authority]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}

function forward(target: string, answers: Answer[]) {
	return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
		const url = new URL(incoming.url ?? '/', target);
		const askedAt = Date.now();
		const base = `http://${incoming.headers.host}`;
		const outward = request(url, { method: incoming.method, headers: incoming.headers }, async (answer) => {
			// Links lead through the proxy too, wherever the answer has them.
			const here = (text: string) => text.replaceAll(target, base);
			const chunks: Buffer[] = [];
			for await (const chunk of answer) chunks.push(chunk as Buffer);
			const body = here(Buffer.concat(chunks).toString());
			const headers = Object.fromEntries(
				Object.entries(answer.headers).map(([name, value]) => [name, typeof value === 'string' ? here(value) : value]),
			);
			delete headers['transfer-encoding'];
			outgoing.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': Buffer.byteLength(body) });
			outgoing.on('finish', () =>
				answers.push({ url: url.pathname + url.search, status: answer.statusCode ?? 502, askedAt, at: Date.now() }),
			);
			outgoing.end(body);
		});
		outward.on('error', () => outgoing.destroy());
		incoming.pipe(outward);
	};
}

async function serve(handler: (incoming: IncomingMessage, outgoing: ServerResponse) => void): Promise<Server> {
	const server = createServer(handler);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

function base(server: Server): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
