/** What a web workbench keeps in the browser: its storage as it is, and VS Code's secret storage unsealed. */
import { createDecipheriv, randomBytes } from 'node:crypto';
import type { Workbench } from '../../host/workbench';
import type { Place } from './secret-search';

/** Bytes of the keys (AES-256) and of the nonce and the tag of GCM. */
const [keyBytes, nonceBytes, tagBytes] = [32, 12, 16];
const storageKey = 'secrets.provider';

export class BrowserSecrets {
	readonly #serverKey = randomBytes(keyBytes);

	private constructor(readonly workbench: Workbench) {}

	/**
	 * Gives the workbench what it seals its secrets with: half of the key, which a server hands out that people sign in to. Without
	 * it VS Code keeps secrets in memory alone.
	 */
	static async keptBy(workbench: Workbench): Promise<BrowserSecrets> {
		const secrets = new BrowserSecrets(workbench);
		await workbench.context.route(
			(url) => url.pathname === '/mint-key',
			(route) => route.fulfill({ contentType: 'application/octet-stream', body: secrets.#serverKey }),
		);
		return secrets;
	}

	/** The secrets of all extensions: VS Code's key to the secret itself; undefined as long as nothing was kept. */
	async read(): Promise<Readonly<Record<string, string>> | undefined> {
		const sealed: string | null = await this.workbench.page.evaluate(`localStorage.getItem(${JSON.stringify(storageKey)})`);
		if (sealed === null) return undefined;
		const bytes = Buffer.from(sealed, 'base64');
		const clientKey = bytes.subarray(0, keyBytes);
		const nonce = bytes.subarray(keyBytes, keyBytes + nonceBytes);
		const content = bytes.subarray(keyBytes + nonceBytes, -tagBytes);
		const key = clientKey.map((byte, index) => byte ^ (this.#serverKey[index] ?? 0));
		const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(bytes.subarray(-tagBytes));
		return JSON.parse(Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8'));
	}

	/** The secrets of an extension. @param extensionId `publisher.name` */
	async of(extensionId: string): Promise<readonly string[]> {
		return Object.entries((await this.read()) ?? {})
			.filter(([key]) => key.includes(JSON.stringify(extensionId)))
			.map(([, secret]) => secret);
	}
}

const dump = `(async () => {
	const places = [];
	for (const [where, storage] of [['localStorage', localStorage], ['sessionStorage', sessionStorage]]) {
		for (let index = 0; index < storage.length; index++) {
			const key = storage.key(index);
			places.push({ where: where + ' ' + key, text: storage.getItem(key) });
		}
	}
	places.push({ where: 'cookies', text: document.cookie });
	const done = (request) =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	for (const { name } of await indexedDB.databases()) {
		const database = await done(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			const content = database.transaction(store).objectStore(store);
			const [keys, values] = await Promise.all([done(content.getAllKeys()), done(content.getAll())]);
			const texts = values.map((value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value)));
			keys.forEach((key, index) => places.push({ where: 'IndexedDB ' + name + ' ' + store + ' ' + key, text: texts[index] ?? '' }));
		}
		database.close();
	}
	return places;
})()`;

/** Everything that the workbench's site keeps in the browser: local and session storage, cookies, databases. */
export function browserStorage({ page }: Workbench): Promise<readonly Place[]> {
	return page.evaluate(dump);
}
