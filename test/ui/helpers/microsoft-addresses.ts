/** Microsoft's own addresses, answered by a sandbox: a company's proxy that leads to them, and what was asked there. */
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { publicClouds } from '../../../src/azure/clouds';
import { makeCertificates } from '../../helpers/certificates';
import { startProxy } from '../../helpers/proxy';
import { temporaryFolder } from '../../host/processes';
import type { SandboxProcess } from './sandbox-process';

const services = ['authority', 'partnerCenter', 'resourceManager', 'graph'] as const;
type Service = (typeof services)[number];

/** Headers that are no part of what is said. */
const ofTheConnection = /^(host|connection|keep-alive|expect|content-length|transfer-encoding|(accept|content)-encoding)$/;

/** A request as it came to one of the addresses. */
export interface Visit {
	readonly service: Service;
	readonly method: string;
	/** Path without its query. */
	readonly path: string;
	/** Fields of the form, of a token request for example. */
	readonly form: URLSearchParams;
	/** What the bearer token says of itself; undefined where there was none. */
	readonly token: { readonly aud: string; readonly tid: string; readonly appid: string } | undefined;
}

export interface MicrosoftAddresses {
	/** User settings that lead VS Code there. */
	readonly userSettings: Readonly<Record<string, unknown>>;
	/** Makes VS Code trust it. */
	readonly env: Readonly<Record<string, string>>;
	/** Every request so far, oldest first. */
	readonly visits: Visit[];
	close(): Promise<void>;
}

/** Starts it: nothing that VS Code sends leaves this computer, as the proxy knows these addresses and no other. */
export async function startMicrosoftAddresses({ endpoints }: SandboxProcess): Promise<MicrosoftAddresses> {
	const cloud = publicClouds.azure;
	const hosts = services.map((service) => new URL(cloud[service]).host);
	const { authority, server } = await makeCertificates(hosts);
	const file = path.join(temporaryFolder('authority'), 'authority.pem');
	await writeFile(file, authority.certificate);
	const visits: Visit[] = [];

	/** The sandbox names its own addresses in links; whoever asked Microsoft's is told Microsoft's. */
	const renamed = (text: string) => services.reduce((all, service) => all.replaceAll(endpoints[service], cloud[service]), text);

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks).toString('utf8');
		const service = services[hosts.indexOf(request.headers.host ?? '')];
		if (service === undefined) return response.writeHead(421).end();
		const { method = 'GET', url = '/' } = request;
		const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
		visits.push({
			service,
			method,
			path: url.replace(/\?.*$/, ''),
			form: new URLSearchParams(isForm ? body : ''),
			token: claimsOf(request.headers.authorization),
		});
		if (isRefused(body)) return response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
		const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
			typeof value !== 'string' || ofTheConnection.test(name) ? [] : [[name, value]],
		);
		const given = await fetch(endpoints[service] + url, {
			method,
			headers,
			redirect: 'manual',
			...(body !== '' && { body }),
		});
		const own = [...given.headers].filter(([name]) => !ofTheConnection.test(name));
		response.writeHead(given.status, Object.fromEntries(own.map(([name, value]) => [name, renamed(value)])));
		return response.end(renamed(await given.text()));
	};
	const front = createServer({ cert: server.certificate, key: server.key }, (request, response) => {
		answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
	});
	await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
	const place = `127.0.0.1:${(front.address() as AddressInfo).port}`;
	const proxy = await startProxy({ hosts: Object.fromEntries(hosts.map((host) => [host, place])) });
	return {
		// Only without the certificates of the operating system VS Code heeds NODE_EXTRA_CA_CERTS.
		userSettings: { 'http.proxy': proxy.address, 'http.systemCertificates': false },
		env: { NODE_EXTRA_CA_CERTS: file },
		visits,
		async close() {
			await proxy.close();
			front.closeAllConnections();
			await new Promise((resolve) => front.close(resolve));
		},
	};
}

/** What VS Code signs in with when it is asked for no other application. */
export const editorsOwnClientId = 'aebc6443-996d-45c2-90f0-388ff96faa56';

/** Microsoft's own applications get tokens only for services that have let them in, and Partner Center has not. */
function isRefused(body: string): boolean {
	const form = new URLSearchParams(body);
	return form.get('client_id') === editorsOwnClientId && form.get('scope')?.includes('partnercenter') === true;
}

const refusal = {
	error: 'invalid_grant',
	error_description: `AADSTS65002: Consent between first party application '${editorsOwnClientId}' and first party resource 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd' must be configured via preauthorization.`,
	error_codes: [65002],
};

function claimsOf(authorization: string | undefined): Visit['token'] {
	const payload = /^Bearer [\w-]+\.([\w-]+)\./.exec(authorization ?? '')?.[1];
	return payload === undefined ? undefined : JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}
