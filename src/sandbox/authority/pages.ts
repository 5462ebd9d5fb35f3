/** The pages that a person sees while signing in: plain forms that work by keyboard and without any script. */
import { html } from 'hono/html';
import type { Ctx } from '../http';
import type { Account } from '../world/directory';
import type { Refusal } from './errors';

type Markup = ReturnType<typeof html>;

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 30rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
fieldset { border: 1px solid; border-radius: 4px; margin: 1rem 0; }
fieldset label { display: grid; grid-template-columns: auto 1fr; column-gap: .5rem; padding: .4rem 0; }
fieldset small { grid-column: 2; }
.alert { border-inline-start: 4px solid; padding-inline-start: .75rem; }
button { font: inherit; padding: .4rem 1.2rem; margin-inline-end: .5rem; }
input[type=text] { font: inherit; padding: .3rem; text-transform: uppercase; letter-spacing: .1em; }
`;

/** Sends a page; nothing may frame it or be loaded into it. */
function sendPage(
	c: Ctx,
	title: string,
	content: Markup,
	{ status = 200, sendsItself = false }: { readonly status?: 200 | 400; readonly sendsItself?: boolean } = {},
): Response | Promise<Response> {
	const nonce = crypto.randomUUID();
	c.header('cache-control', 'no-store');
	c.header(
		'content-security-policy',
		`default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
	);
	c.header('referrer-policy', 'no-referrer');
	return c.html(
		html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
${sendsItself ? html`<script nonce="${nonce}">document.forms[0].submit()</script>` : ''}
</body>
</html>`,
		status,
	);
}

/** Text of a refusal as a page shows it, with its number. */
function numbered(refusal: Refusal): string {
	return `AADSTS${refusal.number}: ${refusal.text}`;
}

function alert(refusal: Refusal | string | undefined): Markup | '' {
	if (refusal === undefined) return '';
	return html`<p class="alert" role="alert">${typeof refusal === 'string' ? refusal : numbered(refusal)}</p>`;
}

/** The page of a request that can't be answered by a redirect. */
export function refusalPage(c: Ctx, refusal: Refusal): Response | Promise<Response> {
	return sendPage(
		c,
		'Sign-in is not possible',
		html`${alert(refusal)}<p>Nobody was signed in. Close this page and go back to the app.</p>`,
		{ status: 400 },
	);
}

export interface Picker {
	readonly accounts: readonly Account[];
	readonly chosen: string | undefined;
	readonly appName: string;
	readonly tenantName: string;
	readonly refusal: Refusal | undefined;
	/** Fields that go back with the form. */
	readonly hidden: Readonly<Record<string, string>>;
}

function hiddenFields(fields: Readonly<Record<string, string>>): Markup[] {
	return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** Asks for one of the practice accounts. "Sign in" comes first, so that the Enter key means it. */
export function pickerPage(
	c: Ctx,
	{ accounts, chosen, appName, tenantName, refusal, hidden }: Picker,
): Response | Promise<Response> {
	const selected = accounts.find(({ name }) => name === chosen?.toLowerCase()) ?? accounts[0];
	return sendPage(
		c,
		'Sign in',
		html`${alert(refusal)}
<p>to <strong>${appName}</strong>, in <strong>${tenantName}</strong>. These are practice accounts: they have no password.</p>
<form method="post">
${hiddenFields(hidden)}
<fieldset>
<legend>Account</legend>
${accounts.map(
	(
		account,
	) => html`<label><input type="radio" name="account" value="${account.name}" ${account === selected ? 'checked autofocus' : ''}>
<span>${account.displayName}, ${account.name}</span> <small>${account.jobTitle}</small></label>`,
)}
</fieldset>
<p><label><input type="checkbox" name="mfa" value="off"> Without multifactor authentication</label></p>
<button type="submit" name="action" value="sign-in">Sign in</button>
<button type="submit" name="action" value="cancel">Cancel</button>
</form>`,
	);
}

export interface ConsentPage {
	readonly appName: string;
	readonly tenantName: string;
	readonly permissions: readonly string[];
	readonly hidden: Readonly<Record<string, string>>;
}

/** Asks for consent, in the name of the user or of the whole organization. */
export function consentPage(c: Ctx, { appName, tenantName, permissions, hidden }: ConsentPage): Response | Promise<Response> {
	return sendPage(
		c,
		'Permissions requested',
		html`<p><strong>${appName}</strong> asks for these permissions in <strong>${tenantName}</strong>:</p>
<ul>${permissions.map((permission) => html`<li>${permission}</li>`)}</ul>
<form method="post">
${hiddenFields(hidden)}
<button type="submit" name="action" value="accept" autofocus>Accept</button>
<button type="submit" name="action" value="decline">Cancel</button>
</form>`,
	);
}

/** Only an administrator of the tenant could consent. */
export function approvalPage(c: Ctx, appName: string, tenantName: string): Response | Promise<Response> {
	return sendPage(
		c,
		'Need admin approval',
		html`<p class="alert" role="alert"><strong>${appName}</strong> needs permission to access resources in <strong>${tenantName}</strong>
that only an admin can grant. Ask an admin to grant permission to this app before you can use it.</p>
<form method="post">
<button type="submit" name="action" value="decline" autofocus>Return to the application without granting consent</button>
</form>`,
	);
}

/** Asks for the code that a device shows. */
export function userCodePage(c: Ctx, typed: string, problem: string | undefined): Response | Promise<Response> {
	return sendPage(
		c,
		'Enter code',
		html`${alert(problem)}
<form method="post">
<p><label for="code">Enter the code that the app shows:</label></p>
<p><input type="text" id="code" name="user_code" value="${typed}" required autocomplete="off" autofocus></p>
<button type="submit" name="action" value="next">Next</button>
</form>`,
	);
}

/** Sends parameters to the app by a form that sends itself; where scripts are off, the user does it. */
export function formPostPage(
	c: Ctx,
	address: string,
	parameters: Readonly<Record<string, string>>,
): Response | Promise<Response> {
	return sendPage(
		c,
		'Back to the app',
		html`<form method="post" action="${address}">${hiddenFields(parameters)}<button type="submit" autofocus>Continue</button></form>`,
		{ sendsItself: true },
	);
}

/** Says how it ended, where there is no app to go back to. */
export function endPage(c: Ctx, title: string, text: string): Response | Promise<Response> {
	return sendPage(c, title, html`<p role="status">${text}</p>`);
}
