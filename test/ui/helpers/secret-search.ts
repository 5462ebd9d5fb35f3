/** Searches texts for secrets of a sign-in: by form (tokens of the sandbox are recognised) and by value (what the test saw or typed). */
import { createHash } from 'node:crypto';
import { glob, readFile, stat } from 'node:fs/promises';
import type { BrowserContext, Request } from 'playwright-core';

/** A text and where it stood. */
export interface Place {
	readonly where: string;
	readonly text: string;
}

/** A secret that was found. The text is cut, so that the test's own output does not give it away. */
interface Found {
	readonly what: string;
	readonly where: string;
	readonly text: string;
}

/** Access and id tokens are JWTs; a refresh token of the sandbox has its session in it, as JSON in base64url, before its seal. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
	['a token', /eyJ[\w-]{20,}\.[\w-]{20,}/g],
	// Cut off as well, and in base64 once more.
	['the beginning of a token', /eyJ0eXAiOiJKV1Qi|ZXlKMGVYQWlPaUpLVjFRa/g],
	['a bearer token', /\bbearer\s+(?!realm|authorization_uri|error|claims|tokens?\b)[\w.~+/-]{16,}/gi],
];

/** What a PKCE verifier of S256 looks like (RFC 7636 4.1); only one that leads to a challenge that was sent is taken for one. */
const verifier = /(?<![\w~.-])[\w~.-]{43,128}(?![\w~.-])/g;

const shownCharacters = 24;

export class SecretSearch {
	readonly #known = new Map<string, string>();
	readonly #challenges = new Set<string>();

	/** Remembers a value that must stand nowhere. */
	know(what: string, value: string): void {
		if (value.length < 8) throw new Error(`${what} is too short to be searched for.`);
		this.#known.set(value, what);
	}

	/** What is known of the kind, for a test to make sure that there was something to search for. */
	count(what: string): number {
		return [...this.#known.values()].filter((known) => known === what).length;
	}

	/** PKCE challenges that were seen. */
	get challenges(): number {
		return this.#challenges.size;
	}

	/** Learns from the browser: challenges of the sign-in pages that it opens, and codes that it brings back to this computer. */
	watch(context: BrowserContext): void {
		context.on('request', (request) => this.#learn(request));
	}

	#learn(request: Request): void {
		const url = new URL(request.url());
		const challenge = url.searchParams.get('code_challenge');
		if (challenge !== null) this.#challenges.add(challenge);
		if (url.hostname !== 'localhost') return;
		const brought = new URLSearchParams(request.postData() ?? url.search);
		const code = brought.get('code');
		if (code !== null) this.know('an authorization code', code);
	}

	/** @returns the secrets in these texts, one entry for each form or value and place */
	in(places: readonly Place[]): readonly Found[] {
		return places.flatMap(({ where, text }) => [
			...forms.flatMap(([what, form]) => this.#found(what, where, text.match(form))),
			...[...this.#known].flatMap(([value, what]) =>
				this.#found(
					what,
					where,
					spellings(value).filter((spelling) => text.includes(spelling)),
				),
			),
			...this.#found(
				'a PKCE verifier',
				where,
				this.#challenges.size === 0 ? [] : text.match(verifier)?.filter((word) => this.#challenges.has(challengeOf(word))),
			),
		]);
	}

	#found(what: string, where: string, texts: readonly string[] | null | undefined): Found[] {
		const [first] = texts ?? [];
		return first === undefined ? [] : [{ what, where, text: `${first.slice(0, shownCharacters)}…` }];
	}
}

/** The ways a value may have been written down. */
function spellings(value: string): readonly string[] {
	return [
		...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')]),
	];
}

function challengeOf(word: string): string {
	return createHash('sha256').update(word).digest('base64url');
}

/** Every file below a folder, as text. */
export async function filesBelow(folder: string): Promise<readonly Place[]> {
	const places: Place[] = [];
	for await (const file of glob(`${folder}/**`)) {
		// A log may be put aside meanwhile.
		const isFile = (await stat(file).catch(() => undefined))?.isFile() === true;
		if (isFile) places.push({ where: file.slice(folder.length + 1), text: await readFile(file, 'latin1') });
	}
	return places;
}
