/** What is reserved, in words. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { KnownReservedResourceType } from '@azure/arm-reservations';
import { typeWords } from '../../src/host/type-words';

describe('Words for what is reserved', () => {
	it('every kind that Microsoft’s client knows has words of its own, however it is written', () => {
		const kinds = Object.values<string>(KnownReservedResourceType);
		assert.ok(kinds.length > 20);
		const words = kinds.map((kind) => typeWords(kind));
		for (const [place, kind] of kinds.entries()) {
			assert.notEqual(words[place], kind);
			assert.equal(typeWords(kind.toLowerCase()), words[place]);
		}
		assert.equal(new Set(words).size, kinds.length);
	});

	it('a kind that is newer than the list stays as the service names it', () => {
		assert.equal(typeWords('OpenAIPTU'), 'OpenAIPTU');
	});
});
