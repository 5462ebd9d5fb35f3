/** `npm run sandbox`: one line of JSON, its flags, and a clear line for wrong ones. */
import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { connect } from 'node:tls';
import { Agent, fetch } from 'undici';
import { makeCertificates } from '../helpers/certificates';
import { SandboxClient } from './sandbox-client';

const ROOT = join(__dirname, '../..');

type Cli = ChildProcessByStdio<null, Readable, Readable>;

function start(args: readonly string[]): Cli {
	return spawn(process.execPath, ['--import', 'tsx', 'src/sandbox/cli.ts', ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
}

async function run(args: readonly string[]): Promise<{ code: number | null; out: string; error: string }> {
	const cli = start(args);
	let out = '';
	let error = '';
	cli.stdout.on('data', (chunk: Buffer) => (out += chunk));
	cli.stderr.on('data', (chunk: Buffer) => (error += chunk));
	const [code] = (await once(cli, 'close')) as [number | null];
	return { code, out, error };
}

describe('npm run sandbox', () => {
	it('prints one line of JSON, serves what the flags ask for, and ends on SIGINT or SIGTERM', async () => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			const cli = start(['--port', '0', '--customers', '12', '--reservations', '3', '--seed', '11', '--latency', '1']);
			let out = '';
			cli.stdout.on('data', (chunk: Buffer) => (out += chunk));
			while (!out.includes('\n')) await once(cli.stdout, 'data');
			assert.equal(out.indexOf('\n'), out.length - 1);
			const endpoints = JSON.parse(out);
			assert.deepEqual(Object.keys(endpoints), [
				'partnerCenter',
				'resourceManager',
				'graph',
				'authority',
				'partnerTenantId',
				'clientId',
			]);
			const client = new SandboxClient({ endpoints, listeners: endpoints, close: async () => {} });
			const { body } = await client.partner<{ items: unknown[] }>('/customers?size=500');
			assert.equal(body.items.length, 12);
			cli.kill(signal);
			const [code] = (await once(cli, 'close')) as [number | null];
			assert.equal(code, 0);
		}
	});

	it('speaks https, and tells clients other addresses than its own where a proxy is in front of it', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
		const { authority: ca, server } = await makeCertificates(['partner-center.csp.test']);
		await writeFile(join(folder, 'certificate.pem'), server.certificate);
		await writeFile(join(folder, 'key.pem'), server.key);
		const cli = start([
			...['--tls-cert', join(folder, 'certificate.pem'), '--tls-key', join(folder, 'key.pem')],
			...['--advertise', 'https://{service}.csp.test', '--token-lifetime', '60', '--customers', '3'],
		]);
		try {
			let out = '';
			cli.stdout.on('data', (chunk: Buffer) => (out += chunk));
			while (!out.includes('\n')) await once(cli.stdout, 'data');
			const { listeners, ...endpoints } = JSON.parse(out);
			assert.equal(endpoints.authority, 'https://authority.csp.test');
			assert.equal(endpoints.partnerCenter, 'https://partner-center.csp.test');
			assert.equal(endpoints.resourceManager, 'https://resource-manager.csp.test');
			assert.equal(endpoints.graph, 'https://graph.csp.test');
			// A proxy would bring the advertised name to the listener: the connection does, the certificate has to fit.
			const dispatcher = new Agent({
				connect: (options, callback) => {
					const { port } = new URL(listeners[options.hostname.startsWith('partner') ? 'partnerCenter' : 'authority']);
					const host = options.hostname.startsWith('partner') ? options.hostname : 'localhost';
					const socket = connect({ host: '127.0.0.1', port: Number(port), ca: ca.certificate, servername: host });
					socket.once('error', (error) => callback(error, null));
					socket.once('secureConnect', () => callback(null, socket));
				},
			});
			const tokens = await fetch(`${endpoints.authority}/${endpoints.partnerTenantId}/oauth2/v2.0/token`, {
				method: 'POST',
				body: new URLSearchParams({
					grant_type: 'client_credentials',
					client_id: 'any',
					scope: `${endpoints.partnerCenter}/.default`,
				}).toString(),
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				dispatcher,
			});
			const { access_token, expires_in } = (await tokens.json()) as { access_token: string; expires_in: number };
			assert.equal(expires_in, 60);
			const customers = await fetch(`${endpoints.partnerCenter}/v1/customers`, {
				headers: { authorization: `Bearer ${access_token}` },
				dispatcher,
			});
			assert.equal(customers.status, 200);
			const claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString('utf8'));
			assert.equal(claims.aud, 'https://partner-center.csp.test');
			await dispatcher.close();
		} finally {
			cli.kill();
			await rm(folder, { recursive: true });
		}
	});

	it('refuses wrong flags with one line and exit code 2', async () => {
		const wrong: (readonly [readonly string[], RegExp])[] = [
			[['--costumers', '5'], /--costumers/],
			[['--customers', 'many'], /--customers .* whole number .*'many'/],
			[['--customers', '-1'], /--customers/],
			[['--latency', '1.5'], /--latency/],
			[['--port', '70000'], /--port .* 65532/],
			[['--seed'], /--seed/],
			[['extra'], /extra/],
			[['--token-lifetime', 'long'], /--token-lifetime/],
			[['--resellers', '4'], /--resellers .* 3/],
			[['--tls-cert', 'x.pem'], /together/],
			[['--tls-cert', 'no-such.pem', '--tls-key', 'no-such.pem'], /--tls-cert: .*no-such\.pem/],
			[['--advertise', 'https://csp.test'], /\{service\}/],
			[['--advertise', '{service}'], /http or https address/],
			[['--customers', ''], /--customers/],
		];
		const left = [...wrong];
		const checkNext = async (): Promise<void> => {
			const next = left.pop();
			if (next === undefined) return;
			const [args, expected] = next;
			const { code, out, error } = await run(args);
			assert.equal(code, 2, error);
			assert.equal(out, '');
			assert.match(error, /^sandbox: [^\n]+ See --help\.\n$/);
			assert.match(error, expected);
			await checkNext();
		};
		// Three at a time: each is a process of its own, which takes a second or two on a busy machine.
		await Promise.all([checkNext(), checkNext(), checkNext()]);
	}).timeout(90_000);

	it('explains itself with --help', async () => {
		const { code, out } = await run(['--help']);
		assert.equal(code, 0);
		for (const flag of ['--port', '--customers', '--reservations', '--seed', '--latency', '--tls-cert', '--advertise', '--help'])
			assert.ok(out.includes(flag));
	});

	it('says that a port is taken, and ends with 1', async () => {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		const { code, error } = await run(['--port', String(Math.min(port, 65_532))]);
		server.close();
		assert.equal(code, 1);
		assert.match(error, /^sandbox: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+\n$/);
	});
});
