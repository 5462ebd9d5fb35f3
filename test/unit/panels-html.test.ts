/** The HTML of a panel: a strict policy, nothing of the outside, everything escaped. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Uri as VscodeUri, Webview } from 'vscode';
import { pageHtml } from '../../src/panels/shared/html';
import { env, Panel, Uri } from '../ui/pages/vscode-outside';

const extensionUri = Uri.file('/extension') as unknown as VscodeUri;
const html = (start: { title?: string; starting?: string } = {}) =>
	pageHtml(new Panel('type', 'Title', {}).webview as unknown as Webview, extensionUri, {
		bundle: 'overview',
		title: 'Reservation',
		starting: 'Loading the reservation…',
		...start,
	});

/** The policy in the HTML, by directive. */
function policyOf(text: string): Map<string, string> {
	const content = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? '';
	const decoded = content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
	return new Map(
		decoded.split(/;\s*/).map((directive) => [directive.split(' ', 1)[0] ?? '', directive.split(' ').slice(1).join(' ')]),
	);
}

describe('HTML of a panel', () => {
	afterEach(() => {
		env.language = 'en';
	});

	it('allows the own files and one script by its nonce, and nothing else', () => {
		const text = html();
		const policy = policyOf(text);
		const nonce = /<script type="module" nonce="([^"]+)"/.exec(text)?.[1];
		assert.match(nonce ?? '', /^[0-9a-f]{32}$/);
		assert.deepEqual(Object.fromEntries(policy), {
			'default-src': "'none'",
			'style-src': 'https://webview.example',
			'font-src': 'https://webview.example',
			'img-src': 'https://webview.example',
			'script-src': `'nonce-${nonce}'`,
			'base-uri': "'none'",
			'form-action': "'none'",
		});
		assert.equal(text.match(/<script/g)?.length, 1);
	});

	it('has no inline script, style or handler', () => {
		const text = html();
		assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=/i);
		assert.match(text, /<script [^>]+><\/script>/);
	});

	it('uses every nonce once', () => {
		const nonces = Array.from({ length: 50 }, () => /nonce="([^"]+)"/.exec(html())?.[1]);
		assert.equal(new Set(nonces).size, nonces.length);
	});

	it('escapes the language and the texts', () => {
		env.language = 'en"><script>';
		const bad = `"><img src=x onerror='alert(1)'>&amp;`;
		const text = html({ title: bad, starting: bad });
		assert.doesNotMatch(text, /<img|&amp;/);
		assert.equal(text.match(/<script/g)?.length, 1);
	});

	it('loads only what lies in the page folder', () => {
		const addresses = [...html().matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
		assert.equal(addresses.length, 3);
		for (const address of addresses) assert.match(address, /\/extension\/dist\/media\//);
	});
});
