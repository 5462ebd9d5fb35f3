/** Messages of others as plain text: what comes as HTML is reduced to its words, and is never shown as HTML. */

/** The names that mails are full of; others stay as they are written. */
const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ndash: '–',
	mdash: '—',
	hellip: '…',
	rsquo: '’',
	lsquo: '‘',
	ldquo: '“',
	rdquo: '”',
	bull: '•',
	euro: '€',
	auml: 'ä',
	ouml: 'ö',
	uuml: 'ü',
	Auml: 'Ä',
	Ouml: 'Ö',
	Uuml: 'Ü',
	szlig: 'ß',
	eacute: 'é',
};

/** True for texts with a tag or an entity that HTML has. A plain text may well have `<1>` or `a < b` in it. */
function isHtml(body: string): boolean {
	return /<\/?(html|body|head|div|p|br|span|table|tr|td|a|ul|ol|li|b|i|strong|em|font|h[1-6]|pre|blockquote)(?=[\s/>])[^<>]*>/i.test(
		body,
	);
}

/** The text of a message's body, whatever it came as. No pattern looks further than the next tag, so that no body takes long. */
export function plainText(body: string): string {
	const text = body.replace(/\r\n?/g, '\n');
	if (!isHtml(text)) return text.trim();
	return decoded(
		text
			.replace(/<!--[\s\S]*?(-->|$)/g, '')
			.replace(/<(script|style|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
			// Outside of preformatted text a line of the source is none of the message.
			.replace(/\s+/g, ' ')
			.replace(/<a\b[^<>]*?\bhref\s*=\s*["']([^"'<>]*)["'][^<>]*>(.{0,500}?)<\/a\s*>/gi, (_, link: string, words: string) =>
				linked(link, words),
			)
			.replace(/<li\b[^<>]*>/gi, '\n• ')
			.replace(/<br\b[^<>]*>|<\/(div|tr|h[1-6]|ul|ol|pre|blockquote|table)\s*>/gi, '\n')
			.replace(/<\/p\s*>/gi, '\n\n')
			.replace(/<\/td\s*>/gi, '\t')
			.replace(/<\/?[a-z!][^<>]*(>|$)/gi, ''),
	)
		.replace(/[ \t]*\n[ \t]*/g, '\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

/** A link's words, with where it leads: what it says and where it goes may differ. */
function linked(link: string, words: string): string {
	const said = words.replace(/<[^>]*>/g, '').trim();
	return said === '' || said === link || link.replace(/^mailto:/i, '') === said ? said || link : `${words} (${link})`;
}

function decoded(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
		(whole, decimal?: string, hex?: string, name?: string) => {
			if (name !== undefined) return entities[name] ?? whole;
			const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}
