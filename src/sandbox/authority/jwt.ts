/** JSON Web Tokens: read, written without a signature, and signed by the authority's key. */
import { createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

type Plain = Readonly<Record<string, unknown>>;

function part(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A token of JWT shape that is not signed: nothing here is worth protecting, and tests can make their own. */
export function unsigned(claims: Plain): string {
	return `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.${part('sandbox')}`;
}

/** The pieces of a JWT, or undefined for a text that is none. Nothing is verified. */
export function decoded(token: string): { header: Plain; claims: Plain; signed: string; signature: Buffer } | undefined {
	const [head, body, signature, ...rest] = token.split('.');
	if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
	const plain = (text: string): Plain | undefined => {
		try {
			const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
			return typeof value === 'object' && value !== null ? { ...value } : undefined;
		} catch {
			return undefined;
		}
	};
	const header = plain(head);
	const claims = plain(body);
	if (header === undefined || claims === undefined) return undefined;
	return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

const newKeyPair = promisify(generateKeyPair);

/** The key that signs id tokens. It is made when it is first needed: a sandbox without sign-in never pays for it. */
export class SigningKey {
	readonly #id = crypto.randomUUID();
	#key: Promise<KeyObject> | undefined;

	async #private(): Promise<KeyObject> {
		this.#key ??= newKeyPair('rsa', { modulusLength: 2048 }).then(({ privateKey }) => privateKey);
		return await this.#key;
	}

	/** RS256, as Entra signs. */
	async sign(claims: Plain): Promise<string> {
		const text = `${part({ typ: 'JWT', alg: 'RS256', kid: this.#id })}.${part(claims)}`;
		return `${text}.${sign('sha256', Buffer.from(text), await this.#private()).toString('base64url')}`;
	}

	/** The public half, as `discovery/v2.0/keys` lists it. */
	async publicKey(): Promise<unknown> {
		return { ...createPublicKey(await this.#private()).export({ format: 'jwk' }), use: 'sig', kid: this.#id, alg: 'RS256' };
	}
}
