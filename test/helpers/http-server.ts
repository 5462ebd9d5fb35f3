/** A real HTTP server on the loopback for one test: answers as the test says and keeps what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
	readonly method: string;
	/** Path with query, as it came. */
	readonly url: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export interface TestServer {
	readonly origin: string;
	/** Every request so far, oldest first. */
	readonly asked: readonly Asked[];
	close(): Promise<void>;
}

/** @param answer called with the number of the request (from 0); may leave the response open */
export async function serve(
	answer: (response: ServerResponse, asked: Asked, number: number) => void | Promise<void>,
): Promise<TestServer> {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://loopback');
			const entry = {
				method: request.method ?? '',
				url: request.url ?? '',
				path: url.pathname,
				query: url.searchParams,
				headers: request.headers,
				body: Buffer.concat(chunks).toString('utf8'),
			};
			const number = asked.push(entry) - 1;
			Promise.resolve(answer(response, entry, number)).catch((error: unknown) => {
				response.destroy(error instanceof Error ? error : undefined);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Lets the tests of a suite start servers with the function it gives; they end with each test. */
export function useServers(): typeof serve {
	const servers: TestServer[] = [];
	afterEach('end the servers', () => Promise.all(servers.splice(0).map((server) => server.close())));
	return async (answer) => {
		const server = await serve(answer);
		servers.push(server);
		return server;
	};
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}
