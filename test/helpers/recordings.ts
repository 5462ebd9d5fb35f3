/** Replays recorded traffic of the real service from a folder beside the checkout, over HTTP, with links to the replay. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sendJson, serve, type TestServer } from './http-server';

const FOLDER = path.resolve('..', 'shared', 'recordings');
const REAL_ORIGIN = 'https://management.azure.com';

export interface Recording {
	/** Folder and file, for messages. */
	readonly name: string;
	readonly request: { readonly method: string; readonly url: string };
	readonly response: { readonly status: number; readonly body: unknown };
}

/** True where the recordings are; elsewhere the tests that need them are skipped. */
export const hasRecordings = existsSync(FOLDER);

/** All recordings, in the order of their names. */
export async function readRecordings(): Promise<Recording[]> {
	const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
	return Promise.all(
		files.map(async (name) => ({
			name,
			...(JSON.parse(await readFile(path.join(FOLDER, name), 'utf8')) as Omit<Recording, 'name'>),
		})),
	);
}

/** What of a URL tells recordings apart: `$expand` only adds to an answer, and the version is the same everywhere. */
function keyOf(method: string, url: string): string {
	const { pathname, searchParams } = new URL(url, REAL_ORIGIN);
	const query = [...searchParams].filter(([name]) => name !== 'api-version' && name !== '$expand').sort();
	return `${method} ${pathname.toLowerCase()} ${JSON.stringify(query)}`;
}

/** A server that answers what the real service answered; 404 for what was not recorded. */
export async function replay(recordings: readonly Recording[]): Promise<TestServer> {
	const byKey = new Map<string, Recording>();
	for (const recording of recordings) {
		const key = keyOf(recording.request.method, recording.request.url);
		if (!byKey.has(key)) byKey.set(key, recording);
	}
	const server: TestServer = await serve((response, { method, url }) => {
		const recording = byKey.get(keyOf(method, url));
		if (recording === undefined) return sendJson(response, 404, { error: { code: 'NotRecorded', message: `${method} ${url}` } });
		const body = JSON.stringify(recording.response.body).replaceAll(REAL_ORIGIN, server.origin);
		response.writeHead(recording.response.status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
	});
	return server;
}
