/** A forward proxy on the loopback, as companies have them: tunnels and plain requests, a sign-in, hosts that only it can find. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyOptions {
	/** Where hosts are: name to `127.0.0.1:PORT`, whatever port the client asks for. Other hosts are refused with 502. */
	readonly hosts: Readonly<Record<string, string>>;
	/** User name and password that clients have to give (Basic). Without them everybody may use it. */
	readonly credentials?: { readonly user: string; readonly password: string };
}

/** What a client wanted of the proxy. */
export interface ProxyVisit {
	/** `tunnel`: CONNECT. `request`: a request with a whole URL. */
	readonly kind: 'tunnel' | 'request';
	readonly host: string;
	/** `passed`, or why not. */
	readonly end: 'passed' | 'no sign-in' | 'wrong sign-in' | 'unknown host';
}

export interface TestProxy {
	/** `http://127.0.0.1:PORT` */
	readonly address: string;
	/** The address with user name and password in it, as they are written into settings. */
	readonly addressWithCredentials: string;
	/** Everything that was wanted of it so far, oldest first. */
	readonly visits: readonly ProxyVisit[];
	/** How often something was wanted for that host and ended like that. */
	count(end: ProxyVisit['end'], host?: string): number;
	/** Is another proxy from now on: what is given replaces what was, and all tunnels are cut. */
	change(options: Partial<ProxyOptions>): void;
	/** Forgets the visits. */
	clear(): void;
	/** Ends it and cuts all tunnels. */
	close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startProxy(options: ProxyOptions): Promise<TestProxy> {
	let { hosts, credentials } = options;
	const visits: ProxyVisit[] = [];
	const sockets = new Set<Duplex>();

	/** Notes what is wanted. @returns where the host is, or the HTTP error that the client gets */
	const admit = (kind: ProxyVisit['kind'], host: string, authorization: string | undefined): string | 407 | 502 => {
		const note = (end: ProxyVisit['end']) => visits.push({ kind, host, end });
		if (credentials !== undefined && authorization !== basic(credentials)) {
			note(authorization === undefined ? 'no sign-in' : 'wrong sign-in');
			return 407;
		}
		const target = hosts[host];
		note(target === undefined ? 'unknown host' : 'passed');
		return target ?? 502;
	};

	const server = createServer((request: IncomingMessage, response: ServerResponse) => {
		const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
		// What asks the proxy itself for something takes it for a web server.
		if (url === undefined) return response.writeHead(400).end();
		const target = admit('request', url.hostname, request.headers['proxy-authorization']);
		if (typeof target === 'number') return response.writeHead(target, target === 407 ? challenge : {}).end();
		const { 'proxy-authorization': _, ...headers } = request.headers;
		const onward = forward(`http://${target}${url.pathname}${url.search}`, { method: request.method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});

	server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
		keep(client);
		const host = (request.url ?? '').replace(/:\d+$/, '');
		const target = admit('tunnel', host, request.headers['proxy-authorization']);
		if (typeof target === 'number') {
			const lines = target === 407 ? Object.entries(challenge).map(([name, value]) => `${name}: ${value}\r\n`) : [];
			client.end(`HTTP/1.1 ${target} Refused\r\n${lines.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`);
			return;
		}
		const [address = '', port = ''] = target.split(':');
		const far = connect(Number(port), address, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			far.write(head);
			far.pipe(client);
			client.pipe(far);
		});
		keep(far);
		far.on('error', () => client.destroy());
		client.on('error', () => far.destroy());
	});

	const keep = (socket: Duplex) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.once('close', () => sockets.delete(socket));
	};
	server.on('connection', (socket: Socket) => keep(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const sign = credentials && `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`;
	return {
		address: `http://127.0.0.1:${port}`,
		addressWithCredentials: `http://${sign ?? ''}127.0.0.1:${port}`,
		visits,
		count: (end, host) => visits.filter((visit) => visit.end === end && (host === undefined || visit.host === host)).length,
		change: (changed) => {
			({ hosts = hosts, credentials = credentials } = changed);
			for (const socket of sockets) socket.destroy();
		},
		clear: () => visits.splice(0),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}

const challenge = { 'Proxy-Authenticate': 'Basic realm="tests"' };

/** What stands in the header for a user name and password. */
export function basic({ user, password }: { readonly user: string; readonly password: string }): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
