/** The template for translators has every text of the product. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

const root = path.join(__dirname, '../..');
const sources = ['src', 'media'].flatMap((folder) =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => ({ file: `${folder}/${name}`, contents: readFileSync(path.join(root, folder, name), 'utf8') })),
);

/** How files come to `l10n.t`. */
const imports = ["import * as vscode from 'vscode';", "import * as l10n from '@vscode/l10n';"];
/** Files that are read as one: the time that more of them take grows with the square of their length. */
const together = 5;

function inGroups(texts: readonly string[], size: number): string[] {
	return Array.from({ length: Math.ceil(texts.length / size) }, (_, place) =>
		texts.slice(place * size, (place + 1) * size).join('\n'),
	);
}

describe('Translations template', function () {
	this.timeout(180_000);

	it('no file hides its texts from the export, which sees only calls of l10n.t', () => {
		for (const { file, contents } of sources) assert.doesNotMatch(contents, /\{ t \} = |import \{ t \}/, file);
	});

	it('is what `npm run l10n` makes of the sources', async () => {
		// Half of the files have none; to look through them takes as long.
		const worded = sources.flatMap(({ contents }) => (contents.includes('l10n.t(') ? [contents] : []));
		// Each text takes the export a while to begin with: files that come to the function by the same import are read as one.
		const groups = Map.groupBy(worded, (contents) => imports.find((it) => contents.includes(it)));
		const joined = [...groups].flatMap(([by, files]) => inGroups(files, by === undefined ? 1 : together));
		const wanted = await getL10nJson(joined.map((contents) => ({ extension: '.ts' as const, contents })));
		const kept: unknown = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8'));
		assert.deepEqual(kept, wanted);
	});
});
