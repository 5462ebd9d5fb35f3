/** The words of support requests: topics that are proposed, countries, time zones, languages, and messages as plain text. */
import assert from 'node:assert/strict';
import { supportLink } from '../../src/reservations/links';
import { languageFor, supportChoices } from '../../src/reservations/support/choices';
import { countryCode, isCountry } from '../../src/reservations/support/countries';
import { plainText } from '../../src/reservations/support/html-text';
import type { SupportOrigin } from '../../src/reservations/support/model';
import { isTimeZone, timeZones, windowsZone } from '../../src/reservations/support/time-zones';
import { proposedFor } from '../../src/reservations/support/topics';
import * as sandbox from '../../src/sandbox/world/support-words';
import { cpuMs } from '../helpers/cpu-time';
import { cloudAt } from '../helpers/transport';

const now = Date.UTC(2026, 10, 23);

describe('support: topics', () => {
	const services = ['Quotas', 'Billing', 'Subscription management'].map((name) => ({ id: name, name, needsSubscription: false }));
	const topics = (names: Readonly<Record<string, readonly string[]>>) =>
		Object.fromEntries(
			Object.entries(names).map(([id, of]) => [
				id,
				of.map((name) => ({ id: name, name, isAboutReservations: /reservation/i.test(name), consents: [] })),
			]),
		);
	const proposed = (kind: SupportOrigin['kind'], names: Readonly<Record<string, readonly string[]>>) =>
		proposedFor(kind, services, topics(names));

	it('are proposed by the words of their names alone, wherever they are today', () => {
		const refunds = 'Reservation management / Exchanges & refunds';
		assert.deepEqual(proposed('refusal', { Billing: ['Refund request', refunds] }), { serviceId: 'Billing', topicId: refunds });
		assert.deepEqual(proposed('operation', { 'Subscription management': [refunds] }), {
			serviceId: 'Subscription management',
			topicId: refunds,
		});
		assert.deepEqual(
			proposed('change', { 'Subscription management': ['Reservations: change scope'] })?.topicId,
			'Reservations: change scope',
		);
	});

	it('are left to the user where no words fit', () => {
		assert.equal(proposed('refusal', { Billing: ['Refund request', 'Reservation management / Other'] }), undefined);
		assert.equal(proposed('refusal', { Billing: ['Reservierungen / Umtausch'] }), undefined);
		assert.equal(proposed('access', {}), undefined);
		assert.equal(proposed('other', { Quotas: ['Reservation / Other'] }), undefined);
	});
});

describe('support: choices', () => {
	it('have every country by the code that is wanted, with its name in the user’s language', () => {
		const { countries } = supportChoices('de', now);
		assert.equal(countries.length, 249);
		assert.equal(new Set(countries.map(({ value }) => value)).size, 249);
		assert.ok(countries.every(({ value, name }) => sandbox.isCountry(value) && isCountry(value) && name !== value));
		assert.equal(countries.find(({ value }) => value === 'AUT')?.name, 'Österreich');
		assert.deepEqual(['de', 'GBR', 'XX', ''].map(countryCode), ['DEU', 'GBR', undefined, undefined]);
	});

	it('have time zones from west to east by Windows’ names', () => {
		const zones = timeZones(now);
		assert.ok(
			zones.every(({ value }) => isTimeZone(value) && sandbox.isTimeZone(value)),
			'every one of them is taken',
		);
		assert.equal(
			zones.find(({ value }) => value === 'W. Europe Standard Time')?.name,
			'(UTC+01:00) W. Europe Standard Time, Berlin',
		);
		assert.ok(zones.findIndex(({ value }) => value === 'UTC') < zones.findIndex(({ value }) => value === 'India Standard Time'));
		assert.ok(zones[0]?.value.startsWith('Hawaiian'));
		for (const name of ['UTC-11', 'Central Standard Time (Mexico)', 'Russia Time Zone 3']) assert.ok(isTimeZone(name), name);
		for (const name of ['Europe/Berlin', 'CET', '', 'x Standard Time y']) assert.ok(!isTimeZone(name), name);
	});

	it('know the zone of this computer by the time that it keeps', () => {
		const found = Object.fromEntries(
			['Europe/Vienna', 'Asia/Kolkata', 'America/Toronto', 'Africa/Lagos', 'UTC', 'Australia/Eucla', 'Nowhere/City'].map((it) => [
				it,
				windowsZone(it, now),
			]),
		);
		assert.deepEqual(found, {
			'Europe/Vienna': 'W. Europe Standard Time',
			'Asia/Kolkata': 'India Standard Time',
			'America/Toronto': 'Eastern Standard Time',
			'Africa/Lagos': 'W. Central Africa Standard Time',
			UTC: 'UTC',
			'Australia/Eucla': undefined,
			'Nowhere/City': undefined,
		});
	});

	it('have the languages that support speaks', () => {
		const { languages } = supportChoices('en', now);
		assert.ok(languages.every(({ value, name }) => sandbox.isSupportLanguage(value) && name !== value));
		assert.deepEqual(['de', 'pt', 'zh-cn', 'zh-tw', 'en', 'pl'].map(languageFor), [
			'de-de',
			'pt-br',
			'zh-hans',
			'zh-tw',
			'en-us',
			'en-us',
		]);
	});

	it('lead to the portal in the customer’s tenant', () => {
		const cloud = { ...cloudAt('http://127.0.0.1:1'), portal: 'https://portal.azure.com' };
		assert.equal(
			supportLink(cloud, 'a b'),
			'https://portal.azure.com/#@a%20b/blade/Microsoft_Azure_Support/HelpAndSupportBlade/newsupportrequest',
		);
	});
});

describe('support: messages as plain text', () => {
	it('keep what is plain as it is', () => {
		for (const text of ['a < b & c > d', 'Order <1>\n\n&amp; so on', 'if (x<y) z>1;', 'Name <a@b.de>'])
			assert.equal(plainText(text), text);
		assert.equal(plainText('a\r\nb \n'), 'a\nb');
	});

	it('lose tags, scripts and styles, and keep words, lines, lists and where links lead', () => {
		const html = `<html><head><title>x</title><style>p{}</style></head><body><!-- no --><p>Hello&nbsp;<b>Practice</b>,</p>
			<div>we&#39;ll see:<ul><li>one</li><li>two &lt;2&gt;</li></ul></div>
			<a href="https://learn.microsoft.com/x">more</a><br/><a href="mailto:a@b.de">a@b.de</a><script>alert("x")</script></body></html>`;
		assert.equal(
			plainText(html),
			"Hello Practice,\n\nwe'll see:\n• one\n• two <2>\n\nmore (https://learn.microsoft.com/x)\na@b.de",
		);
		assert.equal(
			plainText('<p>&lt;img src=x onerror=alert(1)&gt; &unknown; &#x1F600; &#x110000;</p>'),
			'<img src=x onerror=alert(1)> &unknown; 😀 &#x110000;',
		);
		assert.equal(plainText('<p>cut <b'), 'cut');
	});

	it('take no long time for bodies that are made to', () => {
		const took = cpuMs(() => {
			for (const part of ['<a ', '<a href="x">', '<!--', '<script>', '<p', '&', '<li ', '\n '])
				plainText(`<p>${part.repeat(200_000 / part.length)}`);
		});
		assert.ok(took < 5_000, `${took} ms`);
	});
});
